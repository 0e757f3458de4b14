import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDatabase, sql } from '../src/platform/database.ts';
import { cloneDatabase } from '../src/platform/test-database.ts';

let cloned: Awaited<ReturnType<typeof cloneDatabase>>;
beforeAll(async () => {
	cloned = await cloneDatabase();
});
afterAll(() => cloned?.drop());

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

describe('sessions that the server ends', () => {
	it('fail what they were doing, and neither the process nor the next transaction', { timeout: 60_000 }, async () => {
		const owner = new pg.Client({ connectionString: cloned.ownerUrl });
		await owner.connect();
		let [done, lost] = [0, 0];
		for (let round = 0; round < 12; round++) {
			const database = openDatabase({
				url: cloned.ownerUrl,
				role: 'utu_app',
				connectionsMax: 8,
				namedStatements: true,
				onError: () => undefined,
			});
			const work = async (): Promise<void> => {
				for (let n = 0; n < 12; n++)
					await database
						.transaction({}, async (tx) => {
							await tx.rows(sql`select ${n}::int`);
							if (n % 3 === 0) await tx.rows(sql`select pg_sleep(0.005)`);
							return tx.rows(sql`select ${n}::int + 1`);
						})
						.then(
							() => done++,
							() => lost++,
						);
			};
			const ending = async (): Promise<void> => {
				for (let n = 0; n < 4; n++) {
					await owner.query(
						`select pg_terminate_backend(pid) from pg_stat_activity
						where datname = current_database() and pid <> pg_backend_pid() and backend_type = 'client backend' and random() < 0.5`,
					);
					await pause(8);
				}
			};
			await Promise.all([ending(), ...Array.from({ length: 16 }, work)]);
			const after = await database.transaction({}, (tx) => tx.row<{ n: number }>(sql`select 1 as n`));
			expect(after).toEqual({ n: 1 });
			await database.close();
		}
		await owner.end();
		expect(done + lost).toBe(12 * 16 * 12);
		expect(lost).toBeGreaterThan(0);
	});
});
