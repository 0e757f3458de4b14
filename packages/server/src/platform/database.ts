import { createHash } from 'node:crypto';
import pg from 'pg';

/** A statement with its bound values; made by `sql` only. */
export type Statement = { readonly text: string; readonly values: readonly unknown[] };

/**
 * One statement, values bound, never interpolated. A nested statement is spliced in with its values.
 * @example sql`select name from utu.project where id = ${projectId}`
 */
export const sql = (parts: TemplateStringsArray, ...values: readonly unknown[]): Statement => {
	const bound: unknown[] = [];
	let text = parts[0] ?? '';
	values.forEach((value, index) => {
		if (isStatement(value)) {
			text += value.text.replace(/\$(\d+)/g, (_, n: string) => `$${Number(n) + bound.length}`);
			bound.push(...value.values);
		} else {
			bound.push(value);
			text += `$${bound.length}`;
		}
		text += parts[index + 1] ?? '';
	});
	return { text, values: bound };
};

const isStatement = (value: unknown): value is Statement =>
	typeof value === 'object' && value !== null && 'text' in value && 'values' in value && Array.isArray(value.values);

/** What runs statements: a transaction, or a connection outside one. */
export type Tx = {
	readonly rows: <Row>(statement: Statement) => Promise<readonly Row[]>;
	/** The single row, or undefined. Two rows are a bug and throw. */
	readonly row: <Row>(statement: Statement) => Promise<Row | undefined>;
	/** How many rows were changed. */
	readonly run: (statement: Statement) => Promise<number>;
};

/** On whose behalf a transaction runs: row-level security shows it these rows and no others. */
export type Scope = {
	readonly organisationId?: string | undefined;
	readonly personId?: string | undefined;
	readonly joinCode?: string;
	/** The person's account is locked as the transaction begins: whatever is charged to a person goes one after the other. */
	readonly lockAccount?: boolean;
};

export type Database = {
	readonly transaction: <T>(scope: Scope, work: (tx: Tx) => Promise<T>) => Promise<T>;
	/** A server-side cursor in one read-only transaction: `rows` at a time, flat memory. */
	readonly stream: <Row>(scope: Scope, statement: Statement, rowsMax: number) => AsyncGenerator<readonly Row[]>;
	readonly close: () => Promise<void>;
};

export type DatabaseOptions = {
	readonly url: string;
	readonly role: 'utu_app' | 'utu_dispatch' | 'utu_router';
	readonly connectionsMax: number;
	/** PgBouncer before 1.21 breaks named statements in transaction mode. */
	readonly namedStatements: boolean;
	readonly onError: (error: Error) => void;
};

const serializationRetriesMax = 3;
/** Deadlock, serialization failure: safe to run again, nothing was committed. */
const retryable = new Set(['40P01', '40001']);

export const openDatabase = (options: DatabaseOptions): Database => {
	const pool = new pg.Pool({
		connectionString: options.url,
		max: options.connectionsMax,
		options: `-c role=${options.role} -c timezone=UTC -c statement_timeout=30000 -c idle_in_transaction_session_timeout=30000 -c jit=off`,
		types: typeParsers,
		// What does not wait for an answer is sent with what comes next: a transaction's beginning with its first statement.
		pipeline: true,
	});
	pool.on('error', options.onError);
	pool.on('connect', (client) => client.on('error', heard));
	const names = new Map<string, string>();
	const name = (text: string): string => {
		let known = names.get(text);
		if (known === undefined) {
			known = createHash('sha1').update(text).digest('base64url');
			names.set(text, known);
		}
		return known;
	};
	const txOf = (client: pg.PoolClient): Tx => {
		const query = (statement: Statement) =>
			client.query({
				...(options.namedStatements ? { name: name(statement.text) } : {}),
				text: statement.text,
				values: statement.values as unknown[],
			});
		return {
			rows: async (statement) => (await query(statement)).rows,
			row: async (statement) => {
				const { rows } = await query(statement);
				if (rows.length > 1) throw new Error(`one row expected, got ${rows.length}: ${statement.text.slice(0, 120)}`);
				return rows[0];
			},
			run: async (statement) => (await query(statement)).rowCount ?? 0,
		};
	};
	const once = async <T>(
		scope: Scope,
		begin: string,
		work: (tx: Tx, client: pg.PoolClient) => Promise<T>,
	): Promise<T> => {
		const client = await pool.connect();
		let broken: Error | undefined;
		try {
			// One message. Each of its statements sees what was committed before it began: what follows the lock is current.
			const opened = client.query(`${begin}; ${enter(scope)}`);
			opened.catch(() => undefined);
			// What follows a failed beginning fails too, and its own error says only that: the first one is the cause.
			const value = await work(txOf(client), client).catch((error: unknown) =>
				opened.then(() => Promise.reject(error)),
			);
			const results = (await opened) as unknown as readonly pg.QueryResult[];
			if (scope.lockAccount === true && results.at(-1)?.rowCount !== 1) throw new Error('a person without an account');
			await client.query('commit');
			return value;
		} catch (error) {
			await client.query('rollback').catch((lost: Error) => {
				broken = lost;
			});
			throw error;
		} finally {
			client.release(broken);
		}
	};
	return {
		transaction: async (scope, work) => {
			for (let attempt = 0; ; attempt++) {
				try {
					return await once(scope, 'begin', work);
				} catch (error) {
					const code = error instanceof pg.DatabaseError ? error.code : undefined;
					if (code === undefined || !retryable.has(code) || attempt >= serializationRetriesMax) throw error;
				}
			}
		},
		stream: async function* <Row>(scope: Scope, statement: Statement, rowsMax: number) {
			const client = await pool.connect();
			try {
				await client.query(`begin transaction isolation level repeatable read read only; ${enter(scope)}`);
				await client.query({
					text: `declare page no scroll cursor for ${statement.text}`,
					values: statement.values as unknown[],
				});
				for (;;) {
					const { rows } = await client.query(`fetch ${Math.trunc(rowsMax)} from page`);
					if (rows.length === 0) break;
					yield rows as readonly Row[];
				}
			} finally {
				const lost = await client.query('rollback').then(
					() => undefined,
					(error: Error) => error,
				);
				client.release(lost);
			}
		},
		close: () => pool.end(),
	};
};

/**
 * A server that ends a session says so on its connection; the statement under way fails with the cause, that is enough.
 * Heard for as long as the connection is there: also while it is closed, when nobody else listens any more.
 */
const heard = (): void => undefined;

/**
 * What is charged to a person is read by keys, so that one plan serves every value. Left to itself, PostgreSQL plans the
 * two longest of these statements anew each time: 4 of 8 ms of its processor time for a claim, a reveal and an answer.
 */
const planOnce = 'set local plan_cache_mode = force_generic_plan';

const enter = (scope: Scope): string => {
	const set = (name: string, value: string | undefined): string =>
		`set_config('utu.${name}', ${pg.escapeLiteral(value ?? '')}, true)`;
	const settings = `select ${set('organisation', scope.organisationId)}, ${set('person', scope.personId)}, ${set('join_code', scope.joinCode)}`;
	return scope.lockAccount === true
		? `${planOnce}; ${settings}; select person_id from utu.person_account where person_id = ${pg.escapeLiteral(scope.personId ?? '')}::uuid for update`
		: settings;
};

const int8 = 20;
const numeric = 1700;
/** bigint and numeric come as numbers: nothing here passes 2^53. */
const typeParsers = {
	getTypeParser: ((oid: number, format?: 'text' | 'binary') =>
		oid === int8 || oid === numeric
			? Number
			: pg.types.getTypeParser(oid, format as 'text')) as typeof pg.types.getTypeParser,
};
