import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';
import {
	describeEmbeddedPostgresError,
	type EmbeddedPostgres,
	type EmbeddedPostgresError,
	startEmbeddedPostgres,
} from '../src/platform/embedded-postgres.ts';
import { isAlive } from '../src/platform/embedded-postgres-process.ts';

export const root = process.getuid?.() === 0;
export const linux = process.platform === 'linux';
const launcher = fileURLToPath(new URL('../src/platform/embedded-postgres.ts', import.meta.url));
/** Somebody who is neither root nor the account that root's server takes. */
export const somebody = root ? { uid: 1, gid: 1 } : {};
/** A user id without a name. */
export const stranger = { uid: 43210, gid: 43210 };
/** Below root's home nobody else can run Node or read the sources. */
export const somebodyReads =
	spawnSync(process.execPath, ['-e', `require('fs').readFileSync(${JSON.stringify(launcher)})`], {
		cwd: '/',
		...somebody,
	}).status === 0;

export const timeout = { timeout: 120_000 };
const openFolder = (prefix: string): string => {
	const made = mkdtempSync(join(realpathSync(tmpdir()), prefix));
	chmodSync(made, 0o755);
	return made;
};

let binariesFolder: string;

/** What the test at hand has: a folder, and what it started. */
export const trial: { folder: string; running: EmbeddedPostgres[]; children: ChildProcess[] } = {
	folder: '',
	running: [],
	children: [],
};

/** A fresh folder for each test of a file, and nothing left running after it. */
export const startTrials = (): void => {
	beforeAll(() => {
		binariesFolder = openFolder('utu-programs-');
	});
	beforeEach(() => {
		trial.folder = openFolder('utu-pg-');
	});
	afterEach(async () => {
		for (const child of trial.children) child.kill('SIGKILL');
		await Promise.all(trial.running.map((server) => server.stop()));
		const data = join(trial.folder, 'data');
		await until(() => serverPid(data) === undefined, 'a server outlived its test');
		rmSync(trial.folder, { recursive: true, force: true });
		Object.assign(trial, { folder: '', running: [], children: [] });
	});
	afterAll(() => rmSync(binariesFolder, { recursive: true, force: true }));
};

/** Nothing here pulls a plug: what a killed process wrote, the system still has. */
const quick = { fsync: 'off' };

export const open = async (
	options: { readonly at?: string; readonly settings?: Readonly<Record<string, string>> } = {},
) => {
	const started = await startEmbeddedPostgres({
		folder: options.at ?? trial.folder,
		database: 'utu',
		settings: options.settings ?? quick,
		binariesFolder,
	});
	if (started.ok) trial.running.push(started.value);
	return started;
};

export const mustOpen = async (options: Parameters<typeof open>[0] = {}): Promise<EmbeddedPostgres> => {
	const started = await open(options);
	if (!started.ok) throw new Error(describeEmbeddedPostgresError(started.error));
	return started.value;
};

export const errorOf = (started: Awaited<ReturnType<typeof open>>): EmbeddedPostgresError => {
	if (started.ok) throw new Error('it started');
	return started.error;
};

export const query = async <Row extends pg.QueryResultRow>(url: string, text: string): Promise<Row[]> => {
	const client = new pg.Client({ connectionString: url });
	client.on('error', () => undefined);
	await client.connect();
	try {
		return (await client.query<Row>(text)).rows;
	} finally {
		await client.end();
	}
};

export const remember = (url: string) => query(url, 'create table note as select 42 as n');
export const recall = async (url: string) => (await query<{ n: number }>(url, 'select n from note'))[0]?.n;

export const until = async (condition: () => boolean, what: string): Promise<void> => {
	for (let waitedMs = 0; !condition(); waitedMs += 20) {
		if (waitedMs > 20_000) throw new Error(what);
		await sleep(20);
	}
};

/** A dead process that nobody has buried yet has an id as well. */
export const runs = (pid: number): boolean => isAlive(pid) && !(linux && isZombie(pid));

const isZombie = (pid: number): boolean => {
	try {
		return readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z ');
	} catch {
		return true;
	}
};

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
export const openElsewhere = async (
	options: {
		readonly at?: string;
		readonly as?: { uid?: number; gid?: number };
		readonly env?: NodeJS.ProcessEnv;
		readonly after?: string;
	} = {},
): Promise<{ readonly child: ChildProcess; readonly told: Told }> => {
	const at = { folder: options.at ?? trial.folder, database: 'utu', settings: quick, binariesFolder };
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
	trial.children.push(child);
	const line = await new Promise<string>((resolve, reject) => {
		createInterface({ input: child.stdout }).once('line', resolve);
		child.once('exit', () => reject(new Error('the other process ended without a word')));
	});
	return { child, told: JSON.parse(line) as Told };
};

export const kill = async (child: ChildProcess): Promise<void> => {
	const gone = new Promise((resolve) => {
		child.once('exit', resolve);
	});
	child.kill('SIGKILL');
	await gone;
};
