import { existsSync } from 'node:fs';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cloneDatabase, type RunningTestServer, startTestServer } from './test-database.ts';

const embedded = (process.env.UTU_TEST_DATABASE_URL ?? '') === '';

const connect = async (ownerUrl: string): Promise<pg.Client> => {
	const client = new pg.Client({ connectionString: ownerUrl, application_name: 'forgetful' });
	await client.connect();
	return client;
};

const run = async (ownerUrl: string, text: string): Promise<readonly Record<string, unknown>[]> => {
	const client = await connect(ownerUrl);
	try {
		return (await client.query<Record<string, unknown>>(text)).rows;
	} finally {
		await client.end();
	}
};

const migrate = async (template: { readonly ownerUrl: string }): Promise<void> => {
	await run(template.ownerUrl, 'create table note as select 1 as n');
};

describe('a test database', { timeout: 60_000 }, () => {
	let server: RunningTestServer;
	beforeAll(async () => {
		server = await startTestServer({ migrate });
	}, 60_000);
	afterAll(() => server.stop());

	it('is a copy of the migrated template, and nobody else writes in it', async () => {
		const [one, two] = await Promise.all([cloneDatabase(server), cloneDatabase(server)]);
		await run(one.ownerUrl, 'insert into note values (2)');
		expect(await run(one.ownerUrl, 'select n from note order by n')).toEqual([{ n: 1 }, { n: 2 }]);
		expect(await run(two.ownerUrl, 'select n from note')).toEqual([{ n: 1 }]);
		await one.drop();
		await two.drop();
		await expect(connect(one.ownerUrl)).rejects.toThrow('does not exist');
	});

	it('fails to drop while a connection is open, and says whose', async () => {
		const database = await cloneDatabase(server);
		const leaked = await connect(database.ownerUrl);
		await leaked.query('select n from note');
		await expect(database.drop()).rejects.toThrow(/1 connections .*forgetful, idle .*select n from note/s);
		await leaked.end();
		await database.drop();
	});

	it('waits for a connection that is just closing', async () => {
		const database = await cloneDatabase(server);
		const slow = await connect(database.ownerUrl);
		setTimeout(() => void slow.end(), 300);
		await database.drop();
	});

	it('fails the run when it is forgotten', async () => {
		const other = await startTestServer({ migrate });
		await cloneDatabase(other);
		await expect(other.stop()).rejects.toThrow('1 test databases were not dropped');
		if (embedded) expect(existsSync(new URL(other.adminUrl).searchParams.get('host') ?? '/')).toBe(false);
	});
});

it('asks for the global setup where there is none', async () => {
	const before = process.env.UTU_TEST_SERVER;
	delete process.env.UTU_TEST_SERVER;
	try {
		await expect(cloneDatabase()).rejects.toThrow('global-setup.ts');
	} finally {
		if (before !== undefined) process.env.UTU_TEST_SERVER = before;
	}
});
