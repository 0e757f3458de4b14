import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import {
	chmodSync,
	chownSync,
	closeSync,
	existsSync,
	mkdirSync,
	mkdtempSync,
	openSync,
	readdirSync,
	readFileSync,
	realpathSync,
	rmSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
	endServer,
	ensureDatabase,
	environment,
	exitOf,
	ownerRole,
	ownerUrlOf,
	type ServerUser,
	startWatchdog,
	untilReady,
} from '@utu/server/platform/embedded-postgres-process.ts';

/** The system's own PostgreSQL on a private cluster, as an operator runs it: its build, its locale, its syncing. */
export type DebianPostgres = {
	/** URL of the superuser `utu` and the database `utu`, over a Unix socket. */
	readonly ownerUrl: string;
	/** The server itself, for tests that kill it. Start again on the same folder to recover. */
	readonly pid: number;
	readonly stop: () => Promise<void>;
};

const majorMin = 15;
const nobodyId = 65534;
const logBytesMax = 4_000;
const initdbOptions = ['--encoding=UTF8', '--locale=C.UTF-8', '--auth-local=trust', '--auth-host=reject'];

export const debianPostgresAdvice = `PostgreSQL ${majorMin} or newer of the system is not here. Run: sudo apt-get install -y postgresql`;

/** The folder of `initdb` and `postgres`, the newest version ≥ 15; undefined where there is none. */
export const findDebianPostgres = (): string | undefined => {
	const packaged = '/usr/lib/postgresql';
	const versions = existsSync(packaged) ? readdirSync(packaged).sort((a, b) => Number(b) - Number(a)) : [];
	const configured = spawnSync('pg_config', ['--bindir'], { encoding: 'utf8' }).stdout ?? '';
	const candidates = [
		...versions.map((version) => join(packaged, version, 'bin')),
		configured.trim(),
		...(process.env.PATH ?? '').split(':'),
	];
	return candidates.find((bin) => bin.startsWith('/') && existsSync(join(bin, 'initdb')) && majorOf(bin) >= majorMin);
};

const majorOf = (bin: string): number => {
	const said = spawnSync(join(bin, 'postgres'), ['--version'], { encoding: 'utf8' }).stdout ?? '';
	return Number(/\d+/.exec(said)?.[0] ?? 0);
};

/**
 * Starts it on `folder`, creating the cluster the first time. Stops by itself when this process dies.
 * @throws with the log where it does not start, or with advice where it is not installed.
 */
export const startDebianPostgres = async (options: {
	readonly folder: string;
	readonly settings?: Readonly<Record<string, string>>;
}): Promise<DebianPostgres> => {
	const bin = findDebianPostgres();
	if (bin === undefined) throw new Error(debianPostgresAdvice);
	const user = serverUser();
	mkdirSync(options.folder, { recursive: true });
	const folder = realpathSync(options.folder);
	const socketFolder = mkdtempSync(join(realpathSync(tmpdir()), 'utu-debian-'));
	for (const path of [folder, socketFolder]) {
		if (user !== undefined) chownSync(path, user.uid, user.gid);
		chmodSync(path, 0o700);
	}
	const log = openSync(join(folder, 'postgres.log'), 'a');
	try {
		return await run({ bin, folder, socketFolder, log, user, settings: options.settings ?? {} });
	} catch (error) {
		rmSync(socketFolder, { recursive: true, force: true });
		const said = readFileSync(join(folder, 'postgres.log'), 'utf8').slice(-logBytesMax);
		throw new Error(`The system's PostgreSQL did not start on ${folder}:\n${said}`, { cause: error });
	} finally {
		closeSync(log);
	}
};

/** Debian's own account for it, else `nobody`: PostgreSQL refuses root. */
const serverUser = (): ServerUser => {
	if (process.getuid?.() !== 0) return undefined;
	const idOf = (flag: string): number => {
		const found = spawnSync('id', [flag, 'postgres'], { encoding: 'utf8' });
		return found.status === 0 ? Number(found.stdout) : nobodyId;
	};
	return { uid: idOf('-u'), gid: idOf('-g') };
};

const run = async (server: {
	readonly bin: string;
	readonly folder: string;
	readonly socketFolder: string;
	readonly log: number;
	readonly user: ServerUser;
	readonly settings: Readonly<Record<string, string>>;
}): Promise<DebianPostgres> => {
	const { bin, folder, socketFolder, log, user } = server;
	const data = join(folder, 'data');
	const launch = (program: string, args: readonly string[]): ChildProcess =>
		spawn(join(bin, program), args, {
			cwd: folder,
			env: environment,
			stdio: ['ignore', log, log],
			detached: true,
			...user,
		});
	if (existsSync(data)) {
		await endServer(data);
	} else {
		const exit = await exitOf(launch('initdb', [`--pgdata=${data}`, `--username=${ownerRole}`, ...initdbOptions]));
		if (exit !== 'exit code 0') throw new Error(`initdb: ${exit}`);
	}
	const settings = { listen_addresses: '', unix_socket_directories: `"${socketFolder}"`, ...server.settings };
	const child = launch('postgres', [
		'-D',
		data,
		...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
	]);
	const exited = exitOf(child);
	if (child.pid === undefined) throw new Error(await exited);
	const watchdog = startWatchdog(child.pid, user);
	const gone = exited.then(() => {
		watchdog.kill('SIGKILL');
		rmSync(socketFolder, { recursive: true, force: true });
	});
	const stop = async (): Promise<void> => {
		child.ref();
		await endServer(data);
		await gone;
	};
	try {
		await untilReady({ data, pid: child.pid, exited });
		await ensureDatabase(socketFolder, 'utu');
	} catch (error) {
		await stop();
		throw error;
	}
	child.unref();
	return { ownerUrl: ownerUrlOf(socketFolder, 'utu'), pid: child.pid, stop };
};
