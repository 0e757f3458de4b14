import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, readlinkSync, realpathSync, rmSync } from 'node:fs';
import type { Socket } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';

/** The account PostgreSQL runs under: it refuses root. Undefined: as this process. */
export type ServerUser = { readonly uid: number; readonly gid: number } | undefined;

/** The superuser of every cluster that we make. */
export const ownerRole = 'utu';
/** Crash recovery after a long time without a checkpoint. */
const startSecondsMax = 300;
const stopSecondsMax = 60;
/** For sessions whose server is dead. */
const orphanSecondsMax = 3;
/** After an order to drop everything. */
export const abortSecondsMax = 10;
const pollMs = 15;
const linux = process.platform === 'linux';

/** Nothing of the caller's environment (PGDATA, LC_ALL, LD_PRELOAD) reaches the server. */
export const environment = { PATH: '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' };

/** How the process ended, in words. */
export const exitOf = (child: ChildProcess): Promise<string> =>
	new Promise((resolve) => {
		child.once('error', (error) => resolve(error.message));
		child.once('exit', (code, name) => resolve(code === null ? `killed by ${name}` : `exit code ${code}`));
	});

export const isAlive = (pid: number): boolean => {
	if (!Number.isSafeInteger(pid) || pid <= 0) return false;
	try {
		process.kill(pid, 0);
		return true;
	} catch (error) {
		return (error as NodeJS.ErrnoException).code === 'EPERM';
	}
};

/** The first lines of `postmaster.pid`: the server's process, and `ready` when it takes connections. */
export const readServerFile = (dataFolder: string): { readonly pid: number; readonly ready: boolean } | undefined => {
	try {
		const lines = readFileSync(join(dataFolder, 'postmaster.pid'), 'utf8').split('\n');
		return { pid: Number(lines[0]), ready: lines[7]?.trim() === 'ready' };
	} catch {
		return undefined;
	}
};

/**
 * Live processes of a server, or of initdb, on this data folder. Each works from it, so on Linux a process id that
 * something else took over is told apart, and what a killed server left behind is seen.
 */
export const serverProcesses = (dataFolder: string): readonly number[] => {
	if (linux) {
		const real = realpathSync(dataFolder);
		return readdirSync('/proc')
			.filter((name) => /^\d+$/.test(name) && isServer(name, real))
			.map(Number);
	}
	const pid = readServerFile(dataFolder)?.pid ?? Number.NaN;
	if (!isAlive(pid)) return [];
	const command = spawnSync('ps', ['-ww', '-p', String(pid), '-o', 'command='], { encoding: 'utf8' }).stdout;
	return command.includes(dataFolder) ? [pid] : [];
};

const isServer = (pid: string, dataFolder: string): boolean => {
	try {
		if (readlinkSync(`/proc/${pid}/cwd`) !== dataFolder) return false;
		// Somebody's shell may stand in the folder too.
		return ['postgres', 'initdb'].includes(readFileSync(`/proc/${pid}/comm`, 'utf8').trim());
	} catch {
		return false;
	}
};

/**
 * Ends whatever runs on the data: fast shutdown; after a minute immediate shutdown (the next start recovers); then kill.
 * Sessions that lost their server see it and end by themselves, most of them at once.
 */
export const endServer = async (data: string): Promise<void> => {
	const processes = serverProcesses(data);
	const main = processes.find((pid) => pid === readServerFile(data)?.pid);
	if (main !== undefined) signal(main, 'SIGINT');
	if (!(await untilGone(data, main === undefined ? orphanSecondsMax : stopSecondsMax))) {
		for (const pid of main === undefined ? serverProcesses(data) : [main]) signal(pid, 'SIGQUIT');
		if (!(await untilGone(data, abortSecondsMax))) {
			for (const pid of serverProcesses(data)) signal(pid, 'SIGKILL');
			await untilGone(data, abortSecondsMax);
		}
	}
	// PostgreSQL refuses to start while any process has the id in this file, be it of another program.
	const left = readServerFile(data);
	if (left !== undefined && isAlive(left.pid) && serverProcesses(data).length === 0)
		rmSync(join(data, 'postmaster.pid'));
};

/** @returns false where something still runs on the data after that time. */
export const untilGone = async (data: string, seconds: number): Promise<boolean> => {
	for (let waitedMs = 0; serverProcesses(data).length > 0; waitedMs += pollMs) {
		if (waitedMs >= seconds * 1000) return false;
		await sleep(pollMs);
	}
	return true;
};

export const signal = (pid: number, name: NodeJS.Signals): void => {
	try {
		process.kill(pid, name);
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
	}
};

/**
 * Stops the server when this process is killed: the pipe closes with its last holder. Where the watchdog is killed as
 * well, the next start finds the server and stops it.
 */
export const startWatchdog = (pid: number, user: ServerUser): ChildProcess => {
	const watchdog = spawn('/bin/sh', ['-c', 'read -r _; kill -INT "$1"', 'utu-watchdog', String(pid)], {
		cwd: '/',
		env: environment,
		stdio: ['pipe', 'ignore', 'ignore'],
		detached: true,
		...user,
	});
	watchdog.on('error', () => undefined);
	watchdog.unref();
	(watchdog.stdin as Socket).unref();
	return watchdog;
};

/** @throws with how it ended, where it ended before. */
export const untilReady = async (server: {
	readonly data: string;
	readonly pid: number;
	readonly exited: Promise<string>;
}): Promise<void> => {
	for (let waitedMs = 0; waitedMs < startSecondsMax * 1000; waitedMs += pollMs) {
		const exit = await Promise.race([server.exited, sleep(pollMs, undefined)]);
		if (exit !== undefined) throw new Error(exit);
		const file = readServerFile(server.data);
		if (file?.pid === server.pid && file.ready) return;
	}
	throw new Error(`not ready after ${startSecondsMax} s`);
};

/** Port and SSL are named, so that PGPORT and PGSSLMODE of the environment change nothing. */
export const ownerUrlOf = (socketFolder: string, database: string): string =>
	`postgresql://${ownerRole}@localhost:5432/${database}?host=${encodeURIComponent(socketFolder)}&sslmode=disable`;

/** Makes the database where it is missing. */
export const ensureDatabase = async (socketFolder: string, database: string): Promise<void> => {
	const client = new pg.Client({ connectionString: ownerUrlOf(socketFolder, 'postgres') });
	await client.connect();
	try {
		const { rowCount } = await client.query('select from pg_database where datname = $1', [database]);
		if (rowCount === 0) await client.query(`create database ${client.escapeIdentifier(database)}`);
	} finally {
		await client.end();
	}
};
