import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { submitAnswer } from '../src/annotation/answer.ts';
import { reveal } from '../src/annotation/lease-use.ts';
import { drainConsensus } from '../src/consensus/consensus.loop.ts';
import { drainFirstPass, relaneBatches } from '../src/first-pass/first-pass.loop.ts';
import { systemClock } from '../src/platform/clock.ts';
import { createDispatcher } from '../src/platform/dispatch.ts';
import { startTextClassifier, type TextClassifier } from '../src/predictors/text-classifier.ts';
import { createTextPredictor } from '../src/predictors/text-predictor.ts';
import { nextWork } from '../src/routing/next.ts';
import { makeWorld, type World } from './support/world.ts';

let world: World;
let classifier: TextClassifier;
beforeAll(async () => {
	world = await makeWorld();
	classifier = startTextClassifier();
});
afterAll(async () => {
	await classifier.stop();
	await world.close();
});

const all = [
	'sexual',
	'sexual/minors',
	'hate',
	'hate/threatening',
	'harassment',
	'self-harm',
	'violence',
	'violence/graphic',
] as const;
const failures: string[] = [];
const firstPass = () => ({
	...world,
	dispatcher: createDispatcher(world.dispatch),
	predictorFor: () => createTextPredictor({ classifier, clock: systemClock, modelOf: async () => undefined }),
	fit: classifier.fit,
	onFailure: ({ kind }: { readonly kind: string }) => failures.push(kind),
	decided: () => undefined,
});

/** One scout's look; true when there was an item for this person. */
const look = async (personId: string, hazardsFound = {}): Promise<boolean> => {
	const next = await nextWork(
		{ ...world, onConflict: () => undefined },
		{ organisationId: world.organisationId, personId, projectId: undefined },
		async () => undefined,
	);
	if (next.kind !== 'lease') return false;
	expect(next.lease.purpose).toBe('scout');
	const ref = { organisationId: world.organisationId, personId, leaseId: next.lease.id };
	await reveal(world, ref, 'all');
	await submitAnswer(world, ref, {
		idempotencyKey: next.lease.idempotencyKey,
		answers: { kind: 'fine' },
		hazardsFound,
	});
	await drainConsensus({ ...firstPass(), decided: () => undefined })();
	return true;
};
const settle = async (): Promise<void> => {
	for (let round = 0; round < 10; round++) await relaneBatches(firstPass())();
	for (let round = 0; round < 10; round++) await drainFirstPass(firstPass())();
};

describe('scouts', () => {
	it('screen a batch by a sample of distinct items, and only then do others get the rest', async () => {
		const wary = await world.addPerson({ consents: ['harassment'], shiftHours: 1 });
		const scouts = [await world.addPerson({ shiftHours: null }), await world.addPerson({ shiftHours: null })];
		// 240 items need 186 clean looks; two views of one item are one look.
		for (let n = 0; n < 240; n++)
			await world.addItem({ hazards: { unscreened: 4 }, uncovered: all, source: 'sample', views: 2 });
		const ask = () =>
			nextWork(
				{ ...world, onConflict: () => undefined },
				{ organisationId: world.organisationId, personId: wary, projectId: undefined },
				async () => undefined,
			);
		expect((await ask()).kind).toBe('nothing');
		let looks = 0;
		for (let hour = 0; hour < 24; hour++) {
			world.clock.advance(3_600_000 * 5);
			for (const scout of scouts) await world.addShift({ personId: scout, hours: 1.5 });
			for (let n = 0; n < 40; n++) for (const scout of scouts) looks += (await look(scout)) ? 1 : 0;
			await settle();
			const { rows } = await world.owner.query(
				'select looked, found, cleared_at is not null as cleared from utu.batch_screen where category = $1',
				['hate'],
			);
			const distinct = (await world.owner.query('select count(*)::int as n from utu.item where scouted_round = 1'))
				.rows[0].n;
			expect(rows[0].looked).toBe(distinct);
			if (rows[0].cleared) break;
		}
		const { rows } = await world.owner.query(
			'select category, looked, cleared_at is not null as cleared from utu.batch_screen order by category',
		);
		expect(rows.map((row) => [row.category, row.cleared])).toEqual([...all].sort().map((category) => [category, true]));
		expect(rows[0].looked).toBeGreaterThanOrEqual(186);
		expect(looks).toBeGreaterThan(rows[0].looked);
		await world.addShift({ personId: wary, hours: 1 });
		const granted = await ask();
		expect(granted).toMatchObject({ kind: 'lease', lease: { purpose: 'annotate', severity: 0 } });
		expect(failures).toEqual([]);
	}, 120_000);
});
