import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { debianPostgresAdvice, findDebianPostgres, startDebianPostgres } from './debian-postgres.ts';

const ask = async (ownerUrl: string, text: string): Promise<unknown> => {
	const client = new pg.Client({ connectionString: ownerUrl });
	await client.connect();
	try {
		return (await client.query<Record<string, unknown>>(text)).rows[0];
	} finally {
		await client.end();
	}
};

const missing = findDebianPostgres() === undefined;
let folder: string;

beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'utu debian-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

// Runs wherever the system has PostgreSQL; `npm test` installs it on Debian as root.
describe.skipIf(missing)(
	`the system's PostgreSQL${missing ? `: ${debianPostgresAdvice}` : ''}`,
	{ timeout: 60_000 },
	() => {
		it('runs on a private cluster and recovers from a kill', async () => {
			const first = await startDebianPostgres({ folder });
			await ask(first.ownerUrl, 'create table note as select 42 as n');
			process.kill(first.pid, 'SIGKILL');
			const second = await startDebianPostgres({ folder, settings: { max_connections: '37' } });
			try {
				expect(await ask(second.ownerUrl, 'select n from note')).toEqual({ n: 42 });
				expect(
					await ask(
						second.ownerUrl,
						`select current_setting('max_connections') as most, current_setting('fsync') as fsync,
					current_setting('server_version_num')::int >= 150000 as recent, current_setting('listen_addresses') as tcp`,
					),
				).toEqual({ most: '37', fsync: 'on', recent: true, tcp: '' });
			} finally {
				await second.stop();
			}
		});

		it('says why it does not start', async () => {
			await expect(startDebianPostgres({ folder, settings: { max_connections: 'many' } })).rejects.toThrow(
				'invalid value for parameter "max_connections"',
			);
		});
	},
);
