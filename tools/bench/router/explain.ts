import type { Database, Statement, Tx } from '../../../packages/server/src/platform/database.ts';
import { sql } from '../../../packages/server/src/platform/database.ts';

/** What one statement of a transaction cost, as PostgreSQL tells it. */
export type Explained = {
	readonly name: string;
	readonly planMs: number;
	readonly runMs: number;
	/** Pages of 8 KB found in memory, and read from outside PostgreSQL's own. */
	readonly hits: number;
	readonly reads: number;
	/** Ways of reading, with rows fetched and thrown away; the dearest first. */
	readonly ways: readonly string[];
	readonly text: string;
};

type Node = {
	readonly 'Node Type': string;
	readonly 'Relation Name'?: string;
	readonly 'Index Name'?: string;
	readonly 'Actual Rows'?: number;
	readonly 'Actual Loops'?: number;
	readonly 'Shared Hit Blocks'?: number;
	readonly 'Shared Read Blocks'?: number;
	readonly 'Rows Removed by Filter'?: number;
	readonly Plans?: readonly Node[];
};
type Plan = { readonly Plan: Node; readonly 'Planning Time': number; readonly 'Execution Time': number };

const names: readonly (readonly [string, string])[] = [
	['from utu.person_account a join utu.person', 'facts and dose'],
	['cross join lateral (\n\t\t\tselect i.due_at', 'open lanes'],
	['for update of i skip locked', 'candidate'],
	['with allowed as', 'grant'],
	['with ended as', 'settle'],
	['with known as', 'answer'],
	['"waitsForFirstPass"', 'what is left'],
	['from utu.item_content', 'content'],
	['join utu.item_content', 'content'],
	['for update of l, i', 'lease and item'],
	['"projectName"', 'frame'],
	['set revealed_sentences', 'reveal'],
	["definition -> 'form'", 'form'],
	['for update', 'lease'],
	['select min(x.at)', 'when there is room'],
];

/** The same database, where each statement is first explained, undone, and then run: what follows sees what it would. */
export const explaining = (database: Database, tell: (explained: Explained) => void): Database => ({
	...database,
	transaction: (scope, work) => database.transaction(scope, (tx) => work(explainingTx(tx, tell))),
});

export const explainingTx = (tx: Tx, tell: (explained: Explained) => void): Tx => {
	const first = async (statement: Statement): Promise<void> => tell(await explain(tx, statement));
	return {
		rows: async (statement) => first(statement).then(() => tx.rows(statement)),
		row: async (statement) => first(statement).then(() => tx.row(statement)),
		run: async (statement) => first(statement).then(() => tx.run(statement)),
	};
};

const explain = async (tx: Tx, statement: Statement): Promise<Explained> => {
	const asJson = await explained<readonly Plan[]>(tx, statement, 'format json');
	const asText = await explained<string>(tx, statement, 'format text');
	const plan = asJson[0]?.[0];
	if (plan === undefined) throw new Error('no plan');
	return {
		name: names.find(([part]) => statement.text.includes(part))?.[1] ?? statement.text.trim().slice(0, 40),
		planMs: plan['Planning Time'],
		runMs: plan['Execution Time'],
		hits: plan.Plan['Shared Hit Blocks'] ?? 0,
		reads: plan.Plan['Shared Read Blocks'] ?? 0,
		ways: waysOf(plan.Plan),
		text: asText.join('\n'),
	};
};

const explained = async <Line>(tx: Tx, statement: Statement, format: string): Promise<readonly Line[]> => {
	await tx.run(sql`savepoint explained`);
	const rows = await tx.rows<{ readonly 'QUERY PLAN': Line }>({
		text: `explain (analyze, buffers, ${format}) ${statement.text}`,
		values: statement.values,
	});
	await tx.run(sql`rollback to savepoint explained`);
	return rows.map((row) => row['QUERY PLAN']);
};

const waysOf = (root: Node): readonly string[] => {
	const ways = new Map<string, { rows: number; removed: number; pages: number }>();
	const visit = (node: Node): void => {
		const relation = node['Relation Name'];
		const index = node['Index Name'];
		if (relation !== undefined || index !== undefined) {
			const name = index ?? `${node['Node Type'] === 'Seq Scan' ? 'all of ' : ''}${relation}`;
			const loops = node['Actual Loops'] ?? 0;
			const way = ways.get(name) ?? { rows: 0, removed: 0, pages: 0 };
			ways.set(name, {
				rows: way.rows + (node['Actual Rows'] ?? 0) * loops,
				removed: way.removed + (node['Rows Removed by Filter'] ?? 0) * loops,
				pages: way.pages + (node['Shared Hit Blocks'] ?? 0) + (node['Shared Read Blocks'] ?? 0),
			});
		}
		for (const child of node.Plans ?? []) visit(child);
	};
	visit(root);
	return [...ways]
		.filter(([, way]) => way.pages > 0)
		.sort(([, one], [, other]) => other.pages - one.pages)
		.map(
			([name, { rows, removed, pages }]) =>
				`${name} ${pages} p, ${Math.round(rows)} rows${removed > 0 ? ` (${Math.round(removed)} passed over)` : ''}`,
		);
};
