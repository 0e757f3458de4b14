import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import {
	chmodSync,
	cpSync,
	existsSync,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	realpathSync,
	rmSync,
	statSync,
	writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
	describeEmbeddedPostgresError,
	type EmbeddedPostgres,
	type EmbeddedPostgresError,
	startEmbeddedPostgres,
} from './embedded-postgres.ts';
import { isAlive } from './embedded-postgres-process.ts';

const root = process.getuid?.() === 0;
const linux = process.platform === 'linux';
const launcher = fileURLToPath(new URL('./embedded-postgres.ts', import.meta.url));
/** Somebody who is neither root nor the account that root's server takes. */
const somebody = root ? { uid: 1, gid: 1 } : {};
/** A user id without a name. */
const stranger = { uid: 43210, gid: 43210 };
/** Below root's home nobody else can run Node or read the sources. */
const somebodyReads =
	spawnSync(process.execPath, ['-e', `require('fs').readFileSync(${JSON.stringify(launcher)})`], {
		cwd: '/',
		...somebody,
	}).status === 0;

const timeout = { timeout: 120_000 };
const binariesFolder = openFolder('utu-programs-');
let folder: string;
let running: EmbeddedPostgres[] = [];
let children: ChildProcess[] = [];

function openFolder(prefix: string): string {
	const made = mkdtempSync(join(realpathSync(tmpdir()), prefix));
	chmodSync(made, 0o755);
	return made;
}

beforeEach(() => {
	folder = openFolder('utu-pg-');
});

afterEach(async () => {
	for (const child of children) child.kill('SIGKILL');
	await Promise.all(running.map((server) => server.stop()));
	await until(
		() => !existsSync(join(folder, 'data')) || serverPid(join(folder, 'data')) === undefined,
		'a server outlived its test',
	);
	running = [];
	children = [];
	rmSync(folder, { recursive: true, force: true });
});

afterAll(() => rmSync(binariesFolder, { recursive: true, force: true }));

const open = async (options: { readonly at?: string; readonly settings?: Readonly<Record<string, string>> } = {}) => {
	const started = await startEmbeddedPostgres({
		folder: options.at ?? folder,
		database: 'utu',
		binariesFolder,
		...(options.settings === undefined ? {} : { settings: options.settings }),
	});
	if (started.ok) running.push(started.value);
	return started;
};

const mustOpen = async (options: Parameters<typeof open>[0] = {}): Promise<EmbeddedPostgres> => {
	const started = await open(options);
	if (!started.ok) throw new Error(describeEmbeddedPostgresError(started.error));
	return started.value;
};

const errorOf = (started: Awaited<ReturnType<typeof open>>): EmbeddedPostgresError => {
	if (started.ok) throw new Error('it started');
	return started.error;
};

const query = async <Row extends pg.QueryResultRow>(url: string, text: string): Promise<Row[]> => {
	const client = new pg.Client({ connectionString: url });
	client.on('error', () => undefined);
	await client.connect();
	try {
		return (await client.query<Row>(text)).rows;
	} finally {
		await client.end();
	}
};

const remember = (url: string) => query(url, 'create table note as select 42 as n');
const recall = async (url: string) => (await query<{ n: number }>(url, 'select n from note'))[0]?.n;

const until = async (condition: () => boolean, what: string): Promise<void> => {
	const deadline = Date.now() + 20_000;
	while (!condition()) {
		if (Date.now() > deadline) throw new Error(what);
		await sleep(20);
	}
};

/** A dead process that nobody has buried yet has an id as well. */
const runs = (pid: number): boolean =>
	isAlive(pid) &&
	!(linux && existsSync(`/proc/${pid}/stat`) && readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z '));

const serverPid = (data: string): number | undefined => {
	const file = join(data, 'postmaster.pid');
	const pid = existsSync(file) ? Number(readFileSync(file, 'utf8').split('\n')[0]) : Number.NaN;
	return runs(pid) ? pid : undefined;
};

type Told = {
	readonly ok: boolean;
	readonly ownerUrl?: string;
	readonly pid?: number;
	readonly error?: EmbeddedPostgresError;
	readonly text?: string;
};

/** Another Node process that starts the server, tells how it went, runs `after`, and stays. */
const openElsewhere = async (
	options: {
		readonly at?: string;
		readonly as?: { uid?: number; gid?: number };
		readonly env?: NodeJS.ProcessEnv;
		readonly after?: string;
	} = {},
): Promise<{ readonly child: ChildProcess; readonly told: Told }> => {
	const at = { folder: options.at ?? folder, database: 'utu', binariesFolder };
	const script = `
		import { describeEmbeddedPostgresError, startEmbeddedPostgres } from ${JSON.stringify(launcher)};
		const started = await startEmbeddedPostgres(${JSON.stringify(at)});
		const told = started.ok ? { ok: true, ownerUrl: started.value.ownerUrl, pid: started.value.pid }
			: { ok: false, error: started.error, text: describeEmbeddedPostgresError(started.error) };
		console.log(JSON.stringify(told));
		${options.after ?? 'setInterval(() => {}, 1000);'}`;
	const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
		cwd: '/',
		stdio: ['ignore', 'pipe', 'inherit'],
		env: options.env ?? process.env,
		...options.as,
	});
	children.push(child);
	const line = await new Promise<string>((resolve, reject) => {
		createInterface({ input: child.stdout }).once('line', resolve);
		child.once('exit', () => reject(new Error('the other process ended without a word')));
	});
	return { child, told: JSON.parse(line) as Told };
};

const kill = async (child: ChildProcess): Promise<void> => {
	const gone = new Promise((resolve) => {
		child.once('exit', resolve);
	});
	child.kill('SIGKILL');
	await gone;
};

describe('a first start', timeout, () => {
	it('makes a durable UTF-8 cluster with its own locale, on a socket only', async () => {
		const server = await mustOpen();
		const [row] = await query(
			server.ownerUrl,
			`select pg_encoding_to_char(encoding) as encoding, datlocprovider as provider, datlocale as locale, lower('ÉÄ') as low,
				current_setting('data_checksums') as checksums, current_setting('fsync') as fsync, current_setting('synchronous_commit') as sync,
				current_setting('listen_addresses') as tcp, current_setting('server_version_num')::int >= 180000 as current
			from pg_database where datname = current_database()`,
		);
		expect(row).toEqual({
			encoding: 'UTF8',
			provider: 'b',
			locale: 'C.UTF-8',
			low: 'éä',
			checksums: 'on',
			fsync: 'on',
			sync: 'on',
			tcp: '',
			current: true,
		});
		expect(statSync(server.socketFolder).mode & 0o777).toBe(0o700);
		expect(statSync(join(folder, 'data')).mode & 0o777).toBe(0o700);
	});

	it('takes no setting from the environment', async () => {
		const { told } = await openElsewhere({
			env: {
				...process.env,
				PGDATA: '/nowhere',
				PGPORT: '1',
				PGHOST: 'nowhere',
				PGSSLMODE: 'require',
				LC_ALL: 'xx_YY',
				TZ: 'Asia/Tokyo',
			},
		});
		expect(told.ok).toBe(true);
	});

	it('starts over where an earlier one was cut off', async () => {
		mkdirSync(join(folder, 'data.new', 'base'), { recursive: true });
		writeFileSync(join(folder, 'data.new', 'PG_VERSION'), '18\n');
		await remember((await mustOpen()).ownerUrl);
		expect(existsSync(join(folder, 'data.new'))).toBe(false);
	});

	it('brings the programs along, links and all, under a path with a space', async () => {
		const at = join(folder, 'two words', 'deep');
		const started = await startEmbeddedPostgres({ folder: at, database: 'utu' });
		if (!started.ok) throw new Error(describeEmbeddedPostgresError(started.error));
		running.push(started.value);
		const programs = readdirSync(at).filter((name) => name.startsWith('postgres-1'));
		expect(programs).toHaveLength(1);
		expect(existsSync(join(at, String(programs[0]), 'lib', 'libicuuc.so.60')) || !linux).toBe(true);
		expect(started.value.socketFolder).toBe(join(at, 'socket'));
	});

	it('puts the socket elsewhere where its path would be too long', async () => {
		const at = join(folder, 'a'.repeat(60), 'b'.repeat(60));
		const server = await mustOpen({ at });
		expect(server.socketFolder.length).toBeLessThan(90);
		expect(statSync(server.socketFolder).mode & 0o777).toBe(0o700);
		await remember(server.ownerUrl);
		await server.stop();
		expect(existsSync(server.socketFolder)).toBe(false);
		expect(await recall((await mustOpen({ at })).ownerUrl)).toBe(42);
	});
});

describe('what is kept', timeout, () => {
	it('rows, over a stop', async () => {
		const first = await mustOpen();
		await remember(first.ownerUrl);
		await first.stop();
		await first.stop();
		expect(runs(first.pid)).toBe(false);
		expect(await recall((await mustOpen()).ownerUrl)).toBe(42);
	});

	it('rows, when the server is killed; the program is told', async () => {
		const first = await mustOpen();
		await remember(first.ownerUrl);
		process.kill(first.pid, 'SIGKILL');
		expect(await first.ended).toContain('ready to accept connections');
		const second = await mustOpen();
		expect(await recall(second.ownerUrl)).toBe(42);
		expect(readFileSync(join(folder, 'postgres.log'), 'utf8')).toContain('automatic recovery in progress');
	});

	it('rows, when Node is killed: the server stops by itself', async () => {
		const { child, told } = await openElsewhere();
		await remember(String(told.ownerUrl));
		await kill(child);
		await until(() => !runs(Number(told.pid)), 'the server outlived Node');
		expect(await recall((await mustOpen()).ownerUrl)).toBe(42);
	});

	it.runIf(linux)(
		'rows, when Node and its watchdog are killed: the next start ends the server that is left',
		async () => {
			const { child, told } = await openElsewhere();
			await remember(String(told.ownerUrl));
			const watchdogs = readdirSync('/proc').filter((pid) => isWatchdogOf(pid, Number(told.pid)));
			expect(watchdogs).toHaveLength(1);
			process.kill(Number(watchdogs[0]), 'SIGKILL');
			await kill(child);
			await sleep(300);
			expect(runs(Number(told.pid))).toBe(true);
			const second = await mustOpen();
			expect(second.pid).not.toBe(told.pid);
			expect(runs(Number(told.pid))).toBe(false);
			expect(await recall(second.ownerUrl)).toBe(42);
		},
	);

	it('rows, when Node ends without a stop', async () => {
		const { told } = await openElsewhere({ after: 'process.exit(0);' });
		await until(() => !runs(Number(told.pid)), 'the server outlived Node');
		await mustOpen();
	});
});

const isWatchdogOf = (pid: string, server: number): boolean => {
	try {
		const words = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
		return words.includes('utu-watchdog') && words.includes(String(server));
	} catch {
		return false;
	}
};

describe('one process at a time', timeout, () => {
	it('refuses a folder that a live process has, and names the process', async () => {
		const { child } = await openElsewhere();
		const error = errorOf(await open());
		expect(error).toEqual({ kind: 'in-use', folder, pid: child.pid });
		expect(describeEmbeddedPostgresError(error)).toContain(`process id ${child.pid}`);
	});

	it('lets one of two starts in one process win', async () => {
		const both = await Promise.all([open(), open()]);
		expect(both.filter((started) => started.ok)).toHaveLength(1);
		expect(both.filter((started) => !started.ok && started.error.kind === 'in-use')).toHaveLength(1);
	});

	it('lets one of three processes win', async () => {
		const all = await Promise.all([openElsewhere(), openElsewhere(), openElsewhere()]);
		expect(all.map(({ told }) => told.error?.kind ?? 'started').sort()).toEqual(['in-use', 'in-use', 'started']);
	});

	it('is not misled by a process that has the id of a dead server', async () => {
		const first = await mustOpen();
		await remember(first.ownerUrl);
		const file = join(folder, 'data', 'postmaster.pid');
		const left = readFileSync(file, 'utf8');
		await first.stop();
		const { uid, gid } = statSync(join(folder, 'data'));
		const other = spawn('/bin/sleep', ['100'], { cwd: '/', ...(root ? { uid, gid } : {}) });
		children.push(other);
		writeFileSync(file, left.replace(/^\d+/, String(other.pid)));
		expect(await recall((await mustOpen()).ownerUrl)).toBe(42);
		expect(other.exitCode).toBe(null);
	});
});

describe('refusals', timeout, () => {
	it('of data of another major version, unchanged', async () => {
		await (await mustOpen()).stop();
		writeFileSync(join(folder, 'data', 'PG_VERSION'), '17\n');
		const error = errorOf(await open());
		expect(error).toEqual({ kind: 'old-data-folder', folder, found: '17', expected: '18' });
		expect(describeEmbeddedPostgresError(error)).toMatch(/PostgreSQL 17.*PostgreSQL 18.*pg_dump/);
		writeFileSync(join(folder, 'data', 'PG_VERSION'), '18\n');
		await mustOpen();
	});

	it('of what is not a data folder', async () => {
		mkdirSync(join(folder, 'data'));
		writeFileSync(join(folder, 'data', 'letter'), 'mine');
		expect(errorOf(await open()).kind).toBe('foreign-folder');
		expect(readFileSync(join(folder, 'data', 'letter'), 'utf8')).toBe('mine');
		writeFileSync(join(folder, 'file'), '');
		expect(errorOf(await open({ at: join(folder, 'file') })).kind).toBe('foreign-folder');
	});

	it('by the server, with its words; the folder is free again', async () => {
		const error = errorOf(await open({ settings: { shared_buffers: 'plenty' } }));
		expect(error.kind).toBe('start-failed');
		expect(describeEmbeddedPostgresError(error)).toContain('invalid value for parameter "shared_buffers": "plenty"');
		await mustOpen();
	});

	it.runIf(somebodyReads)('of a folder that this user may not write', async () => {
		const at = join(folder, 'closed');
		mkdirSync(at);
		chmodSync(at, 0o555);
		const { told } = await openElsewhere({ at, as: somebody });
		expect(told.error?.kind).toBe('read-only-folder');
		expect(told.text).toContain(`Cannot write to ${at}.`);
	});

	it.runIf(root && somebodyReads)('of a user without a name, whom initdb does not serve', async () => {
		spawnSync('chown', [`${stranger.uid}:${stranger.gid}`, folder]);
		const { told } = await openElsewhere({ as: stranger });
		expect(told.error).toEqual({ kind: 'nameless-user', uid: stranger.uid });
		expect(told.text).toContain('/etc/passwd');
	});

	it.runIf(root && somebodyReads)('of data of another user', async () => {
		await (await mustOpen()).stop();
		chmodSync(folder, 0o777);
		for (const name of readdirSync(folder)) if (name !== 'data') rmSync(join(folder, name), { recursive: true });
		const { told } = await openElsewhere({ as: somebody });
		expect(told.error).toEqual({ kind: 'read-only-folder', folder, ownerUid: 65534 });
		expect(told.text).toContain('It belongs to user id 65534; this is user id 1.');
	});
});

describe('users', timeout, () => {
	it.runIf(root && linux)(
		'root serves data below a folder that nobody else may enter, and finds them again',
		async () => {
			const closed = join(folder, 'root only');
			mkdirSync(closed);
			chmodSync(closed, 0o700);
			const at = join(closed, 'database');
			const first = await mustOpen({ at });
			await remember(first.ownerUrl);
			process.kill(first.pid, 'SIGKILL');
			await first.ended;
			const second = await mustOpen({ at });
			expect(await recall(second.ownerUrl)).toBe(42);
			await query(second.ownerUrl, 'create table again as select n from generate_series(1, 10000) n');
			await query(second.ownerUrl, 'checkpoint');
			await query(second.ownerUrl, 'select pg_reload_conf()');
			expect(statSync(join(at, 'data')).uid).toBe(65534);
			expect(statSync(closed).mode & 0o777).toBe(0o700);
			expect(errorOf(await open({ at })).kind).toBe('in-use');
			await second.stop();
			expect(existsSync(second.socketFolder)).toBe(false);
			// Moved, as from a backup: nothing outside the folder is needed to find the data.
			const moved = join(folder, 'moved');
			cpSync(at, moved, { recursive: true });
			const third = await mustOpen({ at: moved });
			expect(await recall(third.ownerUrl)).toBe(42);
		},
	);

	it.runIf(root && somebodyReads)(
		'an ordinary user has a server, root may start it once, the user goes on',
		async () => {
			chmodSync(folder, 0o700);
			spawnSync('chown', ['1:1', folder]);
			const first = await openElsewhere({ as: somebody });
			expect(first.told.error).toBeUndefined();
			expect(statSync(join(folder, 'data')).uid).toBe(1);
			await kill(first.child);
			const second = await mustOpen();
			await remember(second.ownerUrl);
			expect(statSync(`/proc/${second.pid}`).uid).toBe(1);
			await second.stop();
			const third = await openElsewhere({ as: somebody });
			expect(third.told.error).toBeUndefined();
			expect(await recall(String(third.told.ownerUrl))).toBe(42);
		},
	);

	it.runIf(root)('a strict umask changes nothing', async () => {
		const before = process.umask(0o077);
		try {
			const started = await startEmbeddedPostgres({ folder: join(folder, 'new'), database: 'utu' });
			if (!started.ok) throw new Error(describeEmbeddedPostgresError(started.error));
			running.push(started.value);
			expect(started.value.socketFolder).toBe(join(folder, 'new', 'socket'));
		} finally {
			process.umask(before);
		}
	});
});

describe('privacy', timeout, () => {
	it('keeps values of rows out of the log', async () => {
		const { ownerUrl } = await mustOpen();
		await query(ownerUrl, 'create table person (name text primary key)');
		await query(ownerUrl, `insert into person values ('Amina')`);
		await expect(query(ownerUrl, `insert into person values ('Amina')`)).rejects.toThrow('duplicate key');
		await expect(query(ownerUrl, `select 'Amina'::uuid`)).rejects.toThrow('invalid input syntax');
		expect(readFileSync(join(folder, 'postgres.log'), 'utf8')).not.toContain('Amina');
	});
});
