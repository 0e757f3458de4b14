import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import {
	errorOf,
	kill,
	linux,
	mustOpen,
	open,
	openElsewhere,
	query,
	recall,
	remember,
	root,
	runs,
	startTrials,
	timeout,
	trial,
	until,
} from '../../tests/embedded-postgres-trial.ts';
import { describeEmbeddedPostgresError, startEmbeddedPostgres } from './embedded-postgres.ts';

startTrials();

describe('a first start', timeout, () => {
	it('makes a durable UTF-8 cluster with its own locale, on a socket only', async () => {
		const server = await mustOpen({ settings: {} });
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
		expect(statSync(join(trial.folder, 'data')).mode & 0o777).toBe(0o700);
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
		mkdirSync(join(trial.folder, 'data.new', 'base'), { recursive: true });
		writeFileSync(join(trial.folder, 'data.new', 'PG_VERSION'), '18\n');
		await remember((await mustOpen()).ownerUrl);
		expect(existsSync(join(trial.folder, 'data.new'))).toBe(false);
	});

	it('brings the programs along, links and all, under a path with a space', async () => {
		const at = join(trial.folder, 'two words', 'deep');
		const started = await startEmbeddedPostgres({ folder: at, database: 'utu' });
		if (!started.ok) throw new Error(describeEmbeddedPostgresError(started.error));
		trial.running.push(started.value);
		const programs = readdirSync(at).filter((name) => name.startsWith('postgres-1'));
		expect(programs).toHaveLength(1);
		expect(existsSync(join(at, String(programs[0]), 'lib', 'libicuuc.so.60')) || !linux).toBe(true);
		expect(started.value.socketFolder).toBe(join(at, 'socket'));
	});

	it('puts the socket elsewhere where its path would be too long', async () => {
		const at = join(trial.folder, 'a'.repeat(60), 'b'.repeat(60));
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
		expect(readFileSync(join(trial.folder, 'postgres.log'), 'utf8')).toContain('automatic recovery in progress');
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
		expect(error).toEqual({ kind: 'in-use', folder: trial.folder, pid: child.pid });
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
		const file = join(trial.folder, 'data', 'postmaster.pid');
		const left = readFileSync(file, 'utf8');
		await first.stop();
		const { uid, gid } = statSync(join(trial.folder, 'data'));
		const other = spawn('/bin/sleep', ['100'], { cwd: '/', ...(root ? { uid, gid } : {}) });
		trial.children.push(other);
		writeFileSync(file, left.replace(/^\d+/, String(other.pid)));
		expect(await recall((await mustOpen()).ownerUrl)).toBe(42);
		expect(other.exitCode).toBe(null);
	});
});

describe('privacy', timeout, () => {
	it('keeps values of rows out of the log', async () => {
		const { ownerUrl } = await mustOpen();
		await query(ownerUrl, 'create table person (name text primary key)');
		await query(ownerUrl, `insert into person values ('Amina')`);
		await expect(query(ownerUrl, `insert into person values ('Amina')`)).rejects.toThrow('duplicate key');
		await expect(query(ownerUrl, `select 'Amina'::uuid`)).rejects.toThrow('invalid input syntax');
		expect(readFileSync(join(trial.folder, 'postgres.log'), 'utf8')).not.toContain('Amina');
	});
});
