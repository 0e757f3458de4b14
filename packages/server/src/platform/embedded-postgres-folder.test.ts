import { spawnSync } from 'node:child_process';
import {
	chmodSync,
	cpSync,
	existsSync,
	mkdirSync,
	readdirSync,
	readFileSync,
	rmSync,
	statSync,
	writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
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
	somebody,
	somebodyReads,
	startTrials,
	stranger,
	timeout,
	trial,
} from '../../tests/embedded-postgres-trial.ts';
import { describeEmbeddedPostgresError, startEmbeddedPostgres } from './embedded-postgres.ts';

startTrials();

describe('refusals', timeout, () => {
	it('of data of another major version, unchanged', async () => {
		await (await mustOpen()).stop();
		writeFileSync(join(trial.folder, 'data', 'PG_VERSION'), '17\n');
		const error = errorOf(await open());
		expect(error).toEqual({ kind: 'old-data-folder', folder: trial.folder, found: '17', expected: '18' });
		expect(describeEmbeddedPostgresError(error)).toMatch(/PostgreSQL 17.*PostgreSQL 18.*pg_dump/);
		writeFileSync(join(trial.folder, 'data', 'PG_VERSION'), '18\n');
		await mustOpen();
	});

	it('of what is not a data folder', async () => {
		mkdirSync(join(trial.folder, 'data'));
		writeFileSync(join(trial.folder, 'data', 'letter'), 'mine');
		expect(errorOf(await open()).kind).toBe('foreign-folder');
		expect(readFileSync(join(trial.folder, 'data', 'letter'), 'utf8')).toBe('mine');
		writeFileSync(join(trial.folder, 'file'), '');
		expect(errorOf(await open({ at: join(trial.folder, 'file') })).kind).toBe('foreign-folder');
	});

	it('by the server, with its words; the folder is free again', async () => {
		const error = errorOf(await open({ settings: { shared_buffers: 'plenty' } }));
		expect(error.kind).toBe('start-failed');
		expect(describeEmbeddedPostgresError(error)).toContain('invalid value for parameter "shared_buffers": "plenty"');
		await mustOpen();
	});

	it.runIf(somebodyReads)('of a folder that this user may not write', async () => {
		const at = join(trial.folder, 'closed');
		mkdirSync(at);
		chmodSync(at, 0o555);
		const { told } = await openElsewhere({ at, as: somebody });
		expect(told.error?.kind).toBe('read-only-folder');
		expect(told.text).toContain(`Cannot write to ${at}.`);
	});

	it.runIf(root && somebodyReads)('of a user without a name, whom initdb does not serve', async () => {
		spawnSync('chown', [`${stranger.uid}:${stranger.gid}`, trial.folder]);
		const { told } = await openElsewhere({ as: stranger });
		expect(told.error).toEqual({ kind: 'nameless-user', uid: stranger.uid });
		expect(told.text).toContain('/etc/passwd');
	});

	it.runIf(root && somebodyReads)('of data of another user', async () => {
		await (await mustOpen()).stop();
		chmodSync(trial.folder, 0o777);
		for (const name of readdirSync(trial.folder))
			if (name !== 'data') rmSync(join(trial.folder, name), { recursive: true });
		const { told } = await openElsewhere({ as: somebody });
		expect(told.error).toEqual({ kind: 'read-only-folder', folder: trial.folder, ownerUid: 65534 });
		expect(told.text).toContain('It belongs to user id 65534; this is user id 1.');
	});
});

describe('users', timeout, () => {
	it.runIf(root && linux)(
		'root serves data below a folder that nobody else may enter, and finds them again',
		async () => {
			const closed = join(trial.folder, 'root only');
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
			const moved = join(trial.folder, 'moved');
			cpSync(at, moved, { recursive: true });
			const third = await mustOpen({ at: moved });
			expect(await recall(third.ownerUrl)).toBe(42);
		},
	);

	it.runIf(root && somebodyReads)(
		'an ordinary user has a server, root may start it once, the user goes on',
		async () => {
			chmodSync(trial.folder, 0o700);
			spawnSync('chown', ['1:1', trial.folder]);
			const first = await openElsewhere({ as: somebody });
			expect(first.told.error).toBeUndefined();
			expect(statSync(join(trial.folder, 'data')).uid).toBe(1);
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
			const started = await startEmbeddedPostgres({ folder: join(trial.folder, 'new'), database: 'utu' });
			if (!started.ok) throw new Error(describeEmbeddedPostgresError(started.error));
			trial.running.push(started.value);
			expect(started.value.socketFolder).toBe(join(trial.folder, 'new', 'socket'));
		} finally {
			process.umask(before);
		}
	});
});
