import { randomBytes } from 'node:crypto';
import { chmodSync, mkdtempSync, readdirSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { describeEmbeddedPostgresError, startEmbeddedPostgres } from './embedded-postgres.ts';
import { isAlive } from './embedded-postgres-process.ts';

/** Where the databases of one test run are cloned. Text only: it travels to the test processes in the environment. */
export type TestServer = {
	/** A superuser's URL of a database that is none of the test's. */
	readonly adminUrl: string;
	/** The migrated database that every clone is a copy of. */
	readonly template: string;
	/** Names of clones begin with it. */
	readonly prefix: string;
};

export type RunningTestServer = TestServer & {
	/** @throws when a clone was never dropped; the server ends all the same. */
	readonly stop: () => Promise<void>;
};

export type TestDatabase = {
	readonly ownerUrl: string;
	/** @throws when a connection to it is still open, and says whose. */
	readonly drop: () => Promise<void>;
};

const versionMin = 150_000;
/** A closed connection's server process needs a moment to leave. */
const leaveMsMax = 2_000;
const pollMs = 20;
const folderPrefix = 'utu-test-';
const environmentName = 'UTU_TEST_SERVER';

/** Nothing of a test outlives it: no reason to wait for a disk. */
const throwaway = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: '200' };

/**
 * Starts the server of a test run: the embedded one in a temporary folder, or UTU_TEST_DATABASE_URL (a superuser of
 * PostgreSQL 15 or newer), and migrates the template.
 */
export const startTestServer = async (options: {
	readonly migrate: (template: { readonly ownerUrl: string }) => Promise<void>;
}): Promise<RunningTestServer> => {
	const given = process.env.UTU_TEST_DATABASE_URL;
	const source =
		given === undefined || given === '' ? await openEmbedded() : { adminUrl: given, close: async () => undefined };
	const run = randomBytes(4).toString('hex');
	const server: TestServer = { adminUrl: source.adminUrl, template: `utu_template_${run}`, prefix: `utu_test_${run}_` };
	try {
		await withAdmin(server.adminUrl, async (admin) => {
			await requireSuperuser(admin);
			await admin.query(`create database ${pg.escapeIdentifier(server.template)}`);
		});
		await options.migrate({ ownerUrl: urlOf(server, server.template) });
		// A session in the template would make every clone fail.
		await withAdmin(server.adminUrl, (admin) =>
			admin.query(`alter database ${pg.escapeIdentifier(server.template)} allow_connections false`),
		);
	} catch (error) {
		await source.close();
		throw error;
	}
	return { ...server, stop: () => stopTestServer(server, source.close) };
};

const openEmbedded = async (): Promise<{ readonly adminUrl: string; readonly close: () => Promise<undefined> }> => {
	removeLeftFolders();
	const folder = mkdtempSync(join(realpathSync(tmpdir()), `${folderPrefix}${process.pid}-`));
	chmodSync(folder, 0o711);
	const started = await startEmbeddedPostgres({ folder, database: 'utu', settings: throwaway });
	if (!started.ok) throw new Error(describeEmbeddedPostgresError(started.error));
	const close = async (): Promise<undefined> => {
		await started.value.stop();
		rmSync(folder, { recursive: true, force: true });
	};
	return { adminUrl: started.value.ownerUrl, close };
};

/** A killed test run cannot clean up: the next one does. */
const removeLeftFolders = (): void => {
	for (const name of readdirSync(tmpdir())) {
		const owner = new RegExp(`^${folderPrefix}(\\d+)-`).exec(name)?.[1];
		if (owner === undefined || isAlive(Number(owner))) continue;
		try {
			rmSync(join(tmpdir(), name), { recursive: true, force: true });
		} catch {
			// Another user's.
		}
	}
};

const requireSuperuser = async (admin: pg.Client): Promise<void> => {
	const { rows } = await admin.query<{ version: number; super: boolean }>(
		`select current_setting('server_version_num')::int as version, rolsuper as super from pg_roles where rolname = current_user`,
	);
	const found = rows[0];
	if (found === undefined || found.version < versionMin || !found.super) {
		throw new Error('UTU_TEST_DATABASE_URL must be of a superuser of PostgreSQL 15 or newer');
	}
};

const stopTestServer = async (server: TestServer, close: () => Promise<undefined>): Promise<void> => {
	const left = await withAdmin(server.adminUrl, async (admin) => {
		const { rows } = await admin.query<{ name: string }>(
			'select datname as name from pg_database where starts_with(datname, $1)',
			[server.prefix],
		);
		for (const { name } of rows) await admin.query(`drop database ${pg.escapeIdentifier(name)} with (force)`);
		await admin.query(`drop database ${pg.escapeIdentifier(server.template)}`);
		return rows.length;
	});
	await close();
	if (left > 0) throw new Error(`${left} test databases were not dropped: a test file leaks them`);
};

/** For the test processes: `process.env` is what they inherit. */
export const publishTestServer = (server: TestServer): void => {
	const { adminUrl, template, prefix } = server;
	process.env[environmentName] = JSON.stringify({ adminUrl, template, prefix });
};

const publishedTestServer = (): TestServer => {
	const text = process.env[environmentName];
	if (text === undefined)
		throw new Error('no test server: run Vitest with packages/server/tests/global-setup.ts as a globalSetup');
	return JSON.parse(text) as TestServer;
};

/**
 * A migrated database of its own for a test file: clone it in `beforeAll`, drop it in `afterAll`.
 * @example
 * const database = await cloneDatabase();
 * await database.drop();
 */
export const cloneDatabase = async (server: TestServer = publishedTestServer()): Promise<TestDatabase> => {
	const name = `${server.prefix}${randomBytes(6).toString('hex')}`;
	await withAdmin(server.adminUrl, (admin) =>
		admin.query(`create database ${pg.escapeIdentifier(name)} template ${pg.escapeIdentifier(server.template)}`),
	);
	return { ownerUrl: urlOf(server, name), drop: () => dropDatabase(server, name) };
};

const dropDatabase = (server: TestServer, name: string): Promise<void> =>
	withAdmin(server.adminUrl, async (admin) => {
		for (let waitedMs = 0; ; waitedMs += pollMs) {
			const guests = await guestsOf(admin, name);
			if (guests.length === 0) break;
			if (waitedMs >= leaveMsMax)
				throw new Error(`${guests.length} connections to the test database leaked:\n${guests.join('\n')}`);
			await sleep(pollMs);
		}
		await admin.query(`drop database ${pg.escapeIdentifier(name)}`);
	});

const guestsOf = async (admin: pg.Client, name: string): Promise<readonly string[]> => {
	const { rows } = await admin.query<{ guest: string }>(
		`select format('process %s, %s, %s since %s, last: %s', pid, coalesce(nullif(application_name, ''), 'unnamed'), state,
			to_char(state_change, 'HH24:MI:SS'), left(query, 200)) as guest
		from pg_stat_activity where datname = $1 and backend_type = 'client backend'`,
		[name],
	);
	return rows.map((row) => row.guest);
};

const urlOf = (server: TestServer, database: string): string => {
	const url = new URL(server.adminUrl);
	url.pathname = `/${database}`;
	return url.href;
};

const withAdmin = async <T>(adminUrl: string, work: (admin: pg.Client) => Promise<T>): Promise<T> => {
	const admin = new pg.Client({ connectionString: adminUrl });
	await admin.connect();
	try {
		return await work(admin);
	} finally {
		await admin.end();
	}
};
