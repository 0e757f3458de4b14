import pg from 'pg';
import { type Invariant, storiesMax, type Tally } from './tally.ts';

/** A statement of this program's own words: nothing but other such statements can be put into it. */
export type Sql = { readonly text: string };

export const sql = (parts: TemplateStringsArray, ...inner: readonly Sql[]): Sql => ({
	// Raw: a backslash is PostgreSQL's.
	text: parts.raw.reduce((text, part, index) => text + inner[index - 1]!.text + part),
});

/** By how much the clocks of servers may have differed, or one clock from itself: what lies so near in time has no order. */
export const clocksDiffer: Sql = sql`(current_setting('checker.clocks_ms')::int * interval '1 millisecond')`;
/** Two servers in one network. */
const clocksDifferMs = 2_000;

/** One unmoving view of all rows, whoever they belong to. Moments arrive as milliseconds since 1970. */
export type Snapshot = {
	readonly rows: <Row>(statement: Sql, values?: readonly unknown[]) => Promise<readonly Row[]>;
	/** A cursor: `pageRowsMax` at a time. */
	readonly stream: <Row>(statement: Sql, values: readonly unknown[]) => AsyncGenerator<readonly Row[]>;
	/**
	 * `select` yields a row for each comparison: whether it holds, its story, and where they are known its lease and
	 * its person. Its only value, $1, is the project or null.
	 */
	readonly judge: (tally: Tally, invariant: Invariant, select: Sql) => Promise<void>;
	/** As `clocksDiffer`. */
	readonly clocksMs: number;
};

const pageRowsMax = 5_000;

/**
 * Opens a read-only snapshot as a role that row-level security cannot blind.
 * @throws when the role could be shown fewer rows than there are: a recount of a part proves nothing.
 */
export const withSnapshot = async <T>(
	options: { readonly ownerUrl: string; readonly projectId?: string; readonly clocksDifferMsMax?: number },
	work: (snapshot: Snapshot) => Promise<T>,
): Promise<T> => {
	const client = new pg.Client({ connectionString: options.ownerUrl, application_name: 'utu-checker', types });
	await client.connect();
	try {
		await client.query('begin transaction isolation level repeatable read read only');
		await requireSight(client);
		const clocksMs = options.clocksDifferMsMax ?? clocksDifferMs;
		await client.query(`select set_config('checker.clocks_ms', $1, true)`, [String(clocksMs)]);
		return await work({ ...snapshotOf(client, options.projectId ?? null), clocksMs });
	} finally {
		await client.end();
	}
};

const requireSight = async (client: pg.Client): Promise<void> => {
	const { rows } = await client.query<{ role: string; sees: boolean }>(
		'select rolname as role, rolsuper or rolbypassrls as sees from pg_roles where rolname = current_user',
	);
	const role = rows[0];
	if (role?.sees !== true) {
		throw new Error(
			`Row-level security could hide rows from the role ${role?.role ?? 'of this connection'}: nothing was checked. Connect as a superuser, or as a role with BYPASSRLS.`,
		);
	}
	// From here a statement that a policy would shorten fails instead.
	await client.query('set local row_security = off');
	await client.query(`set local timezone = 'UTC'`);
	// A cursor is read to its end here.
	await client.query('set local cursor_tuple_fraction = 1');
	// The catalog then writes every name in full, whatever the role is called.
	await client.query('set local search_path = pg_catalog');
};

const snapshotOf = (client: pg.Client, projectId: string | null): Omit<Snapshot, 'clocksMs'> => {
	const rows = async <Row>(statement: Sql, values: readonly unknown[] = []): Promise<readonly Row[]> =>
		(await client.query(statement.text, [...values])).rows as readonly Row[];
	return {
		rows,
		stream: async function* <Row>(statement: Sql, values: readonly unknown[]) {
			await client.query(`declare page no scroll cursor for ${statement.text}`, [...values]);
			for (;;) {
				const { rows: page } = await client.query(`fetch ${pageRowsMax} from page`);
				if (page.length === 0) break;
				yield page as readonly Row[];
			}
			await client.query('close page');
		},
		judge: async (tally, invariant, select) => {
			const [row] = await rows<Judged>(judgement(select), [projectId, storiesMax]);
			const told = row!.told.map(({ story, leaseId, personId }) => ({
				story,
				...(leaseId !== null && { leaseId }),
				...(personId !== null && { personId }),
			}));
			tally.add(invariant, { checks: Number(row!.checks), breaches: Number(row!.breaches) }, told);
		},
	};
};

type Judged = {
	readonly checks: string;
	readonly breaches: string;
	readonly told: readonly {
		readonly story: string;
		readonly leaseId: string | null;
		readonly personId: string | null;
	}[];
};

/** A comparison with an unknown (null) does not hold. */
const judgement = (select: Sql): Sql => sql`
	with project (id) as (select $1::uuid), judged (ok, story, lease_id, person_id) as materialized (${select})
	select (select count(*) from judged) as checks,
		(select count(*) from judged where ok is not true) as breaches,
		coalesce((
			select jsonb_agg(jsonb_build_object('story', story, 'leaseId', lease_id, 'personId', person_id))
			from (select * from judged where ok is not true order by story limit $2) as first
		), '[]') as told`;

const timestamptz = 1184;
const types = {
	getTypeParser: ((oid: number, format?: 'text' | 'binary') => {
		const parse = pg.types.getTypeParser(oid, format as 'text');
		return oid === timestamptz ? (text: string) => (parse(text) as unknown as Date).getTime() : parse;
	}) as typeof pg.types.getTypeParser,
};
