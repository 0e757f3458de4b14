import { nextProof } from '@utu/core/first-pass/auto-decide.ts';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { drainConsensus } from '../src/consensus/consensus.loop.ts';
import { watchAutoDecisions } from '../src/first-pass/auto.loop.ts';
import { autoView, recallAuto, setAuto } from '../src/first-pass/auto.ts';
import { drainFirstPass } from '../src/first-pass/first-pass.loop.ts';
import { createDispatcher } from '../src/platform/dispatch.ts';
import type { Predictor } from '../src/predictors/predictor.port.ts';
import { asking, type Leased } from './support/asking.ts';
import { makeWorld, type World } from './support/world.ts';

let world: World;
beforeEach(async () => {
	world = await makeWorld();
	await setTargets({ viewsMax: 1 });
	await addModel(1);
});
afterEach(() => world.close());

const { ask, leased, answerAs } = asking(() => world);
const setting = { isOn: true, alpha: 0.2, delta: 0.2, auditShare: 0.1 };
const firstLook = nextProof({ looks: 0, alpha: 0.2, delta: 0.2 }).items;
const of = () => ({ organisationId: world.organisationId, projectId: world.projectId });
const switchOn = async (change: Partial<typeof setting> = {}): Promise<void> => {
	const set = await setAuto(world, of(), { ...setting, ...change });
	if (!set.ok) throw new Error(set.error.kind);
};
const view = async () => {
	const found = await autoView(world, of());
	if (!found.ok) throw new Error(found.error.kind);
	return found.value;
};
const optionView = async (option: string) => (await view()).options.find((one) => one.option === option);

/** Cap of one look: a person's word is the decision. */
const setTargets = (change: object) =>
	world.owner.query(
		`update utu.project_version set definition = jsonb_set(definition, '{targets}', definition -> 'targets' || $1)`,
		[change],
	);
let modelVersion = 1;
const addModel = async (version: number): Promise<void> => {
	modelVersion = version;
	await world.owner.query(
		`insert into utu.predictor_model (organisation_id, project_id, version, kind, weights, report, trained_on, created_at)
		values ($1, $2, $3, 'text-classifier', '', '{}', 100, $4)`,
		[world.organisationId, world.projectId, version, world.clock.now()],
	);
};

/** A machine that reads how sure it is in the text: "rude .97". It covers everything, and finds nothing dangerous. */
const reader: Predictor = {
	id: 'reader',
	version: '1',
	media: ['text'],
	covers: async ({ taxonomy }) => ({ ok: true, value: taxonomy.categories }),
	score: async ({ contents }) => ({
		ok: true,
		value: contents.map((content) => {
			const [option = '', confidence = ''] = content.medium === 'text' ? content.text.split(' ') : [];
			const p = Number(confidence);
			return {
				hazards: {},
				uncovered: [],
				sentenceSeverities: [0, 0],
				labelPrior: { kind: option === 'rude' ? [p, 1 - p] : [1 - p, p] },
				predictorId: 'reader',
				predictorVersion: '1',
				modelVersion,
				latencyMs: 0,
			};
		}),
	}),
	health: () => ({ state: 'ready', waiting: 0, restarts: 0 }),
};

let made = 0;
/** The text's number comes first to make each content another, and far from the others. */
const addItem = async (option: 'rude' | 'fine', confidence: number): Promise<string> => {
	const words = Array.from({ length: 12 }, (_, n) => `w${(made * 7919 + n * 104_729) % 1_000_003}`).join(' ');
	made++;
	const id = await world.addItem({ text: `${option} ${confidence} ${words}. It ends here.` });
	await world.owner.query(`update utu.item set stage = 'first-pass', first_pass_due = $2 where id = $1`, [
		id,
		world.clock.now(),
	]);
	return id;
};

/** @param chance in [0, 1): below the share, an item is drawn to be decided blind. */
const firstPass = (chance: number) =>
	drainFirstPass({
		...world,
		ids: { ...world.ids, random: () => chance },
		dispatcher: createDispatcher(world.dispatch),
		predictorFor: () => reader,
		fit: () => Promise.reject(new Error('nothing is learned here')),
		onFailure: ({ kind }) => {
			throw new Error(kind);
		},
		decided: () => undefined,
	})();
const drawn = 0;
const notDrawn = 0.99;

const itemOf = async (id: string) =>
	(
		await world.owner.query(
			`select i.stage, i.views, i.label_prior as prior, d.reason, d.answers, a.accepted, a.wrong from utu.item i
			left join utu.decision d on d.item_id = i.id and d.superseded_at is null left join utu.auto_audit a on a.item_id = i.id where i.id = $1`,
			[id],
		)
	).rows[0];

let persons: string[] = [];
beforeEach(() => {
	persons = [];
});
/** People answer all that waits, each a few, so that nobody comes near a limit; they say what `truth` says of the text. */
const people = async (truth: (lease: Leased) => string): Promise<number> => {
	let answered = 0;
	for (;;) {
		const person = await world.addPerson();
		persons.push(person);
		let mine = 0;
		for (; mine < 8; mine++) {
			const next = await ask(person);
			if (next.kind !== 'lease') break;
			const lease = {
				...next.lease,
				ref: { organisationId: world.organisationId, personId: person, leaseId: next.lease.id },
			};
			await answerAs(lease, truth(lease));
			world.clock.advance(100);
		}
		await drainConsensus({ ...world, dispatcher: createDispatcher(world.dispatch), decided: () => undefined })();
		answered += mine;
		if (mine === 0) return answered;
	}
};
const watch = () => watchAutoDecisions({ ...world, dispatcher: createDispatcher(world.dispatch) })();

/** Blind decisions of what the machine is sure of, until a proof is looked for. */
const learn = async (options: { readonly wrongEvery?: number } = {}): Promise<void> => {
	for (let n = 0; n < firstLook; n++) await addItem('rude', 0.9 + (n % 8) / 100);
	await firstPass(drawn);
	let n = 0;
	await people(() => (options.wrongEvery !== undefined && n++ % options.wrongEvery === 0 ? 'fine' : 'rude'));
	await watch();
};

describe('deciding without people', () => {
	it('is off unless somebody switches it on', async () => {
		const id = await addItem('rude', 0.999);
		await firstPass(drawn);
		expect(await itemOf(id)).toMatchObject({
			stage: 'open',
			accepted: null,
			prior: { kind: [0.999, expect.any(Number)] },
		});
		expect(await view()).toMatchObject({ possible: true, setting: { isOn: false }, spared: { items: 0 } });
	});

	it('decides nothing before it is proven, and draws what is sure to be decided blind', async () => {
		await switchOn();
		const [sure, unsure, spare] = [
			await addItem('rude', 0.999),
			await addItem('rude', 0.7),
			await addItem('rude', 0.999),
		];
		await world.owner.query(`update utu.item set first_pass_due = null where id = $1`, [spare]);
		await firstPass(drawn);
		expect(await itemOf(sure)).toMatchObject({ stage: 'open', accepted: false, prior: null });
		expect(await itemOf(unsure)).toMatchObject({ stage: 'open', accepted: null });
		await world.owner.query(`update utu.item set first_pass_due = $2 where id = $1`, [spare, world.clock.now()]);
		await firstPass(notDrawn);
		expect(await itemOf(spare)).toMatchObject({ stage: 'open', accepted: null, prior: { kind: expect.any(Array) } });
	});

	it('tells nobody what the machine said of a drawn item, also after it is scored again', async () => {
		await switchOn();
		const id = await addItem('rude', 0.99);
		await firstPass(drawn);
		await world.owner.query(`update utu.item set stage = 'first-pass', first_pass_due = $1`, [world.clock.now()]);
		await firstPass(notDrawn);
		expect(await itemOf(id)).toMatchObject({ stage: 'open', prior: null, accepted: false });
	});

	it('decides once it is proven, also what waits, and nobody is shown any of it; duplicates inherit', async () => {
		await switchOn();
		const waiting = await addItem('rude', 0.97);
		const [weaker, other] = [await addItem('rude', 0.82), await addItem('fine', 0.99)];
		await firstPass(notDrawn);
		await world.owner.query(`update utu.item set stage = 'duplicate', duplicate_of = $1 where id = $2`, [
			waiting,
			other,
		]);
		await learnBeside([waiting, weaker]);
		expect(await optionView('rude')).toMatchObject({ state: 'deciding', proof: { items: firstLook, wrong: 0 } });
		expect(await optionView('fine')).toMatchObject({ state: 'learning', proof: null });
		await firstPass(notDrawn);
		expect(await itemOf(waiting)).toMatchObject({
			stage: 'decided',
			views: 0,
			reason: 'machine',
			answers: { kind: 'rude' },
		});
		expect(await itemOf(other)).toMatchObject({ stage: 'duplicate', reason: 'inherited', answers: { kind: 'rude' } });
		expect(await itemOf(weaker)).toMatchObject({ stage: 'open', reason: null });
		const leases = await world.owner.query('select count(*)::int as n from utu.lease where item_id = $1', [waiting]);
		expect(leases.rows[0].n).toBe(0);
		expect((await view()).spared).toEqual({ items: 1, looks: 1, bySeverity: [{ severity: 0, items: 1 }] });
	});

	it('proves nothing of an option that people find wrong too often', async () => {
		await switchOn();
		await learn({ wrongEvery: 2 });
		expect(await optionView('rude')).toMatchObject({
			state: 'learning',
			proof: null,
			collected: firstLook,
			needed: firstLook * 2,
		});
		const id = await addItem('rude', 0.97);
		await firstPass(notDrawn);
		expect(await itemOf(id)).toMatchObject({ stage: 'open', reason: null });
	});

	it('suspends itself when audits refute the bound, for good under this model', async () => {
		await switchOn({ auditShare: 1 });
		await learn();
		expect(await optionView('rude')).toMatchObject({ state: 'deciding' });
		for (let n = 0; n < 24; n++) await addItem('rude', 0.97);
		await firstPass(drawn);
		await people(() => 'fine');
		await watch();
		expect(await optionView('rude')).toMatchObject({ state: 'suspended', audit: { items: 24, wrong: 24 } });
		const id = await addItem('rude', 0.999);
		await firstPass(notDrawn);
		expect(await itemOf(id)).toMatchObject({ stage: 'open', reason: null });
		await switchOn({ alpha: 0.15 });
		await firstPass(notDrawn);
		expect(await itemOf(id)).toMatchObject({ stage: 'open', reason: null });
	});

	it('gives back to people what a suspended option had decided, and its duplicates', async () => {
		await switchOn();
		await learn();
		const [decided, twin] = [await addItem('rude', 0.97), await addItem('rude', 0.97)];
		await world.owner.query(
			`update utu.item set stage = 'duplicate', duplicate_of = $1, first_pass_due = null where id = $2`,
			[decided, twin],
		);
		await firstPass(notDrawn);
		expect(await itemOf(twin)).toMatchObject({ reason: 'inherited' });
		const recall = () => recallAuto(world, { ...of(), option: 'rude' });
		expect(await recall()).toEqual({ ok: false, error: { kind: 'not-suspended' } });
		await world.owner.query('update utu.auto_rule set suspended_at = $1', [world.clock.now()]);
		expect(await recall()).toMatchObject({ ok: true, value: { spared: { items: 0 } } });
		expect(await itemOf(decided)).toMatchObject({ stage: 'first-pass', reason: null });
		expect(await itemOf(twin)).toMatchObject({ stage: 'duplicate', reason: null });
		await firstPass(notDrawn);
		await people(() => 'fine');
		expect(await itemOf(decided)).toMatchObject({ stage: 'decided', views: 1, answers: { kind: 'fine' } });
		expect(await itemOf(twin)).toMatchObject({ reason: 'inherited', answers: { kind: 'fine' } });
	});

	it('leaves alone what somebody holds or has looked at', async () => {
		await setTargets({ viewsMin: 2, viewsMax: 2 });
		await switchOn();
		const [seen, held] = [await addItem('rude', 0.97), await addItem('rude', 0.97)];
		await firstPass(notDrawn);
		const first = await leased(await world.addPerson());
		await answerAs(first, 'fine');
		await world.owner.query('update utu.item set queue_order = queue_order + 1e6 where id = $1', [first.itemId]);
		const second = await leased(await world.addPerson());
		expect([first.itemId, second.itemId].sort()).toEqual([seen, held].sort());
		// People have not decided it yet.
		await world.owner.query('update utu.answer set consensus_due = false');
		await setTargets({ viewsMin: 1, viewsMax: 1 });
		await learnBeside([seen, held]);
		await world.owner.query(`update utu.item set stage = 'first-pass', first_pass_due = $1 where id = any ($2)`, [
			world.clock.now(),
			[seen, held],
		]);
		await firstPass(notDrawn);
		expect(await itemOf(seen)).toMatchObject({ stage: 'open', reason: null });
		expect(await itemOf(held)).toMatchObject({ stage: 'open', reason: null });
	});

	it('decides nothing of a batch that surprised somebody', async () => {
		await switchOn();
		await learn();
		const id = await addItem('rude', 0.97);
		await world.owner.query('update utu.batch set quarantined_at = $1', [world.clock.now()]);
		await firstPass(notDrawn);
		expect(await itemOf(id)).toMatchObject({ stage: 'open', reason: null });
	});

	it('begins anew with another model, or another bound', async () => {
		await switchOn();
		await learn();
		await switchOn({ alpha: 0.1 });
		const bound = await addItem('rude', 0.97);
		await firstPass(notDrawn);
		expect(await itemOf(bound)).toMatchObject({ stage: 'open' });
		await switchOn();
		await addModel(2);
		const model = await addItem('rude', 0.97);
		await firstPass(notDrawn);
		expect(await itemOf(model)).toMatchObject({ stage: 'open' });
		expect(await optionView('rude')).toMatchObject({ state: 'learning', collected: 0 });
	});

	it('is refused where a form asks for more than one choice', async () => {
		await world.owner.query(
			`update utu.project_version set definition = jsonb_set(definition, '{form,questions,1}', '{"name":"how","title":"How?","kind":"severity","required":true}')`,
		);
		expect(await setAuto(world, of(), setting)).toEqual({ ok: false, error: { kind: 'not-one-question' } });
		expect(await view()).toMatchObject({ possible: false, options: [] });
	});
});

/** Learns as `learn` does while some items are kept from everybody. */
async function learnBeside(ids: readonly string[]): Promise<void> {
	const hide = `update utu.item set queue_order = 1e12, views_active = views_active + 1 where id = any ($1)`;
	await world.owner.query(hide, [ids]);
	await learn();
	await world.owner.query('update utu.item set views_active = views_active - 1 where id = any ($1)', [ids]);
	await world.owner.query(`update utu.item set stage = 'first-pass', first_pass_due = $2 where id = any ($1)`, [
		ids,
		world.clock.now(),
	]);
}
