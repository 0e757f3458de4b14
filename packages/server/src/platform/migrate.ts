import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import pg from 'pg';

const folder = new URL('../../migrations/', import.meta.url);
/** Any number of servers may start at once; one migrates, the others wait. */
const lockKey = 847_201_733;

/**
 * Makes the ledger's tables of this year and the next. What no table takes goes to one for all others, so that nothing
 * is lost where this comes late.
 */
export const openLedger = async (options: { readonly ownerUrl: string; readonly now: Date }): Promise<void> => {
	const client = new pg.Client({ connectionString: options.ownerUrl });
	await client.connect();
	try {
		await client.query('select pg_advisory_lock($1)', [lockKey]);
		const year = options.now.getUTCFullYear();
		for (const one of [year, year + 1]) await client.query('select utu.open_exposure_year($1)', [one]);
	} finally {
		await client.end();
	}
};

/**
 * Applies the migrations that the database does not have yet, in order, each in a transaction, under a lock.
 * @throws when an applied migration was changed since, or the database is of a newer version of the program.
 */
export const migrate = async (options: { readonly ownerUrl: string }): Promise<void> => {
	const files = (await readdir(folder)).filter((file) => /^\d{4}-.*\.sql$/.test(file)).sort();
	const client = new pg.Client({ connectionString: options.ownerUrl });
	await client.connect();
	try {
		await client.query('select pg_advisory_lock($1)', [lockKey]);
		await client.query(
			'create table if not exists public.utu_migration (name text primary key, sha256 text not null, applied_at timestamptz not null default now())',
		);
		const { rows } = await client.query<{ name: string; sha256: string }>(
			'select name, sha256 from public.utu_migration',
		);
		const applied = new Map(rows.map((row) => [row.name, row.sha256]));
		for (const name of applied.keys()) {
			if (!files.includes(name))
				throw new Error(
					`The database has the migration ${name}, which this version does not know. Run the newer version.`,
				);
		}
		for (const file of files) {
			const text = await readFile(new URL(file, folder), 'utf8');
			const sha256 = createHash('sha256').update(text).digest('hex');
			const known = applied.get(file);
			if (known === sha256) continue;
			if (known !== undefined)
				throw new Error(
					`The migration ${file} was changed after it was applied. Migrations are append-only: add a new one.`,
				);
			await apply(client, { file, text, sha256 });
		}
	} finally {
		await client.end();
	}
};

const apply = async (
	client: pg.Client,
	step: { readonly file: string; readonly text: string; readonly sha256: string },
): Promise<void> => {
	await client.query('begin');
	try {
		await client.query(step.text);
		await client.query('insert into public.utu_migration (name, sha256) values ($1, $2)', [step.file, step.sha256]);
		await client.query('commit');
	} catch (error) {
		await client.query('rollback');
		throw new Error(`The migration ${step.file} failed: ${error instanceof Error ? error.message : String(error)}`, {
			cause: error,
		});
	}
};
