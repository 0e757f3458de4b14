import type pg from 'pg';
import { leaseForPage } from '../../../packages/server/src/annotation/annotation.http.ts';
import { submitAnswer } from '../../../packages/server/src/annotation/answer.ts';
import { createForms } from '../../../packages/server/src/annotation/forms.ts';
import { type LeaseDeps, reveal } from '../../../packages/server/src/annotation/lease-use.ts';
import { steadyMs } from '../../../packages/server/src/platform/clock.ts';
import { type Database, openDatabase, type Tx } from '../../../packages/server/src/platform/database.ts';
import { systemIds } from '../../../packages/server/src/platform/ids.ts';
import { projectsState } from '../../../packages/server/src/routing/lanes.sql.ts';
import { createLaneCatalog } from '../../../packages/server/src/routing/lanes.ts';
import { nextWork } from '../../../packages/server/src/routing/next.ts';
import { type Explained, explaining, explainingTx } from './explain.ts';
import { connect, organisationId, projectIdOf } from './ground.ts';
import { layCases, type PlanCase } from './plan-cases.ts';

/**
 * Prints what each statement of a cycle (ask, uncover, answer) costs on the bench's database, for an ordinary person and
 * for those for whom it is dear. The statements are the program's own, in the program's own transactions and role; each
 * is explained twice and run once, so that it finds its pages in memory. `UTU_BENCH_PLANS=full` prints the plans whole.
 */
export const printPlans = async (ownerUrl: string): Promise<void> => {
	const client = await connect(ownerUrl);
	const onError = (error: Error): void => console.error(error);
	const database = openDatabase({ url: ownerUrl, role: 'utu_app', connectionsMax: 1, namedStatements: false, onError });
	try {
		const { people, warmUp } = await layCases(client, new Date());
		// A connection's first plans read the catalog.
		await cycle(
			explaining(database, () => undefined),
			{ name: 'warm-up', personId: warmUp, projectId: undefined },
		);
		for (const one of people) {
			console.log(`\n  ${one.name}`);
			await cycle(explaining(database, printExplained), one);
		}
		await printSpent(client);
	} finally {
		await database.close();
		await client.end();
	}
};

const cycle = async (database: Database, { personId, projectId }: PlanCase): Promise<void> => {
	const clock = { now: () => new Date() };
	const deps: LeaseDeps = { database, clock, ids: systemIds(clock), forms: createForms() };
	const lanes = createLaneCatalog({ ageMsMax: 0, elapsedMs: steadyMs });
	const onConflict = (laneId: number): void => console.log(`    the statement refused lane ${laneId}`);
	const ref = { organisationId, personId };
	const next = await nextWork({ ...deps, lanes, onConflict }, { ...ref, projectId }, leaseForPage(deps));
	if (next.kind === 'nothing') return console.log(`    nothing: ${next.why}`);
	const { id: leaseId, idempotencyKey, severity } = next.lease;
	if (severity > 1) await reveal(deps, { ...ref, leaseId }, 'all');
	await submitAnswer(deps, { ...ref, leaseId }, { idempotencyKey, answers: { kind: 'fine' }, hazardsFound: {} });
};

/** What somebody asks who finds nothing, where a project of many items is decided to the last. Undone after. */
const printSpent = async (client: pg.Client): Promise<void> => {
	const projectId = projectIdOf(0);
	await client.query('begin');
	const { rowCount } = await client.query(`update utu.item set stage = 'decided' where project_id = $1`, [projectId]);
	await client.query(`set local role utu_app; set local jit = off`);
	await client.query(`select set_config('utu.organisation', $1, true)`, [organisationId]);
	console.log(`\n  ${rowCount} items of a project, all decided`);
	await projectsState(explainingTx(txOf(client), printExplained), { projectId });
	await client.query('rollback');
};

const txOf = (client: pg.Client): Tx => {
	const rows = async <Row>(statement: { readonly text: string; readonly values: readonly unknown[] }) =>
		(await client.query(statement.text, [...statement.values])).rows as readonly Row[];
	return {
		rows,
		row: async <Row>(statement: { readonly text: string; readonly values: readonly unknown[] }) =>
			(await rows<Row>(statement))[0],
		run: async (statement) => (await rows(statement)).length,
	};
};

const waysShown = 6;

const printExplained = (explained: Explained): void => {
	const { name, planMs, runMs, hits, reads, ways } = explained;
	const times = `plan ${planMs.toFixed(2)} ms, run ${runMs.toFixed(2)} ms, ${hits} pages${reads > 0 ? ` + ${reads} read` : ''}`;
	console.log(`    ${name.padEnd(18)} ${times}: ${ways.slice(0, waysShown).join('; ')}`);
	if (process.env['UTU_BENCH_PLANS'] === 'full') console.log(explained.text);
};
