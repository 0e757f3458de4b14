import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Answers, type Form, type Question, validateAnswers } from '../projects/form.ts';
import { decideItem, type ItemAnswer, weighedParts } from './decide-item.ts';
import { answerLabels, questionParts, questionPosterior, refitQuestion, unknownModels } from './question.ts';

const option = (value: string) => ({ value, label: value });
const kind: Question = {
	kind: 'single',
	name: 'kind',
	title: 'What is it?',
	required: true,
	options: [option('cat'), option('tree'), option('other')],
};
const traits: Question = {
	kind: 'multiple',
	name: 'traits',
	title: 'Which apply?',
	required: false,
	options: [option('day'), option('night'), option('people')],
	choicesMax: 2,
};
const severity: Question = { kind: 'severity', name: 'severity', title: 'How severe?', required: true };
const note: Question = { kind: 'text', name: 'note', title: 'What do you see?', required: false, charsMax: 200 };
const form: Form = { questions: [kind, traits, severity, note] };
const targets = { certainty: 0.9, viewsMin: 1, viewsMax: 5 };

const viewed = (worker: string, answers: Answers): ItemAnswer => ({ worker, basis: 'viewed', answers });
const agreeing = (count: number): ItemAnswer[] =>
	Array.from({ length: count }, (_, at) => viewed(`w${at}`, { kind: 'cat', severity: 1, traits: ['night'] }));

describe('an item', () => {
	it('is decided once every required question is, and not before', () => {
		expect(decideItem({ form, answers: [], targets })).toEqual({
			kind: 'another-view',
			views: 0,
			open: ['kind', 'severity'],
		});
		const kinds = [1, 2, 3, 4].map((count) => decideItem({ form, answers: agreeing(count), targets }));
		expect(kinds[0]).toMatchObject({ kind: 'another-view', views: 1 });
		const decided = kinds.find((decision) => decision.kind === 'decide')!;
		expect(decided).toMatchObject({
			answers: { kind: 'cat', severity: 1, traits: ['night'] },
			reason: 'certain',
			tied: false,
		});
		expect(decided.kind === 'decide' && decided.certainty).toBeGreaterThanOrEqual(0.9);
		expect(decided.views).toBeLessThan(5);
	});

	it('is decided at the cap as it stands, and says that it is tied', () => {
		const half = ['cat', 'cat', 'tree', 'tree'].map((value, at) => viewed(`w${at}`, { kind: value, severity: 2 }));
		const decision = decideItem({ form, answers: half, targets: { ...targets, viewsMax: 4 } });
		expect(decision).toMatchObject({ kind: 'decide', reason: 'cap', tied: true, views: 4 });
		expect(decision.kind === 'decide' && decision.certainty).toBeLessThan(0.6);
	});

	it('is not moved by an answer given without looking, however many there are', () => {
		const unseen: ItemAnswer[] = agreeing(9).map((answer) => ({
			...answer,
			worker: `u${answer.worker}`,
			basis: 'unseen',
		}));
		expect(decideItem({ form, answers: unseen, targets })).toEqual(decideItem({ form, answers: [], targets }));
		const one = viewed('w', { kind: 'tree', severity: 0 });
		expect(decideItem({ form, answers: [one, ...unseen], targets })).toEqual(
			decideItem({ form, answers: [one], targets }),
		);
	});

	it('counts a person once, by the last answer', () => {
		const before = viewed('w0', { kind: 'tree', severity: 4 });
		const same = decideItem({ form, answers: [before, ...agreeing(3)], targets });
		expect(same).toEqual(decideItem({ form, answers: agreeing(3), targets }));
	});

	it('needs fewer people where the first pass is sure, and one all the same', () => {
		const priors = new Map([
			['kind', [Float64Array.from([0.97, 0.02, 0.01])]],
			['severity', [Float64Array.from([0.02, 0.95, 0.01, 0.01, 0.01])]],
		]);
		expect(decideItem({ form, answers: [], priors, targets }).kind).toBe('another-view');
		expect(decideItem({ form, answers: agreeing(1), priors, targets })).toMatchObject({
			kind: 'decide',
			views: 1,
			reason: 'certain',
		});
	});

	it('is not held open by an optional question or a text', () => {
		const answers = agreeing(4).map(
			(answer, at): ItemAnswer => ({
				...answer,
				answers: {
					kind: 'cat',
					severity: 1,
					traits: at % 2 === 0 ? ['day'] : ['night'],
					note: at === 0 ? 'a cat' : 'a cat sleeps',
				},
			}),
		);
		const decision = decideItem({ form, answers, targets });
		expect(decision).toMatchObject({ kind: 'decide', reason: 'certain', answers: { note: 'a cat sleeps' } });
	});

	it('leaves out an optional question that nobody answered', () => {
		const answers = agreeing(4).map(({ worker }) => viewed(worker, { kind: 'cat', severity: 1 }));
		const decision = decideItem({ form, answers, targets });
		expect(decision.kind === 'decide' && Object.keys(decision.answers)).toEqual(['kind', 'severity']);
	});

	it('of a form that requires nothing waits for all its questions', () => {
		const free: Form = { questions: [{ ...kind, required: false }] };
		expect(decideItem({ form: free, answers: [], targets })).toMatchObject({ kind: 'another-view', open: ['kind'] });
		expect(decideItem({ form: free, answers: agreeing(4), targets }).kind).toBe('decide');
	});

	it('of text alone is decided at the least views, with no certainty that a single text could give', () => {
		const words: Form = { questions: [{ ...note, required: true }] };
		expect(decideItem({ form: words, answers: [], targets }).kind).toBe('another-view');
		const decision = decideItem({ form: words, answers: [viewed('w', { note: 'a tree' })], targets });
		expect(decision).toMatchObject({
			kind: 'decide',
			reason: 'text',
			certainty: undefined,
			answers: { note: 'a tree' },
		});
	});
});

describe('an item that may be harmful', () => {
	const harm: Question = {
		kind: 'single',
		name: 'harm',
		title: 'Is it harmful?',
		required: true,
		options: [option('no'), { ...option('yes'), hazards: { violence: 3 } }],
	};
	const harmForm: Form = { questions: [harm] };
	const workers = ['a', 'b', 'c', 'd', 'e', 'f'];
	/** A crowd that is right five times in six, learnt from items that all of them answered. */
	const views = Array.from({ length: 90 }, (_, at) => at).flatMap((at) =>
		workers.map((worker, person) => {
			const truth = at % 2;
			const label = (at >> 1) % 6 === person ? 1 - truth : truth;
			return { item: `i${at}`, worker, value: label === 1 ? 'yes' : 'no' };
		}),
	);
	const learnt = new Map([['harm', refitQuestion({ question: harm, views }).models]]);
	const likely = (p: number) => new Map([['harm', [Float64Array.of(1 - p, p)]]]);
	const wide = { certainty: 0.99, viewsMin: 1, viewsMax: 6 };
	const ask = (over: Partial<Parameters<typeof decideItem>[0]>) =>
		decideItem({ form: harmForm, answers: [], targets: wide, models: learnt, ...over });

	it('is decided on few views where it likely is, and looked at again where it likely is not', () => {
		const yes = [viewed('a', { harm: 'yes' })];
		const no = [viewed('a', { harm: 'no' })];
		expect(ask({ answers: yes, priors: likely(0.7) })).toMatchObject({
			kind: 'decide',
			reason: 'no-gain',
			views: 1,
			answers: { harm: 'yes' },
		});
		expect(ask({ answers: no, priors: likely(0.4) })).toMatchObject({ kind: 'another-view', open: ['harm'] });
	});

	it('is asked on up to its target where weighing is off, as where an audit says that recall suffers', () => {
		const yes = [viewed('a', { harm: 'yes' })];
		expect(ask({ answers: yes, priors: likely(0.7), weighing: 'off' }).kind).toBe('another-view');
	});

	it('is not decided for want of gain by a crowd of whom nothing is known', () => {
		const yes = [viewed('a', { harm: 'yes' })];
		expect(weighedParts(harm, unknownModels(harm))).toEqual([undefined]);
		expect(ask({ answers: yes, models: undefined, priors: likely(0.7) }).kind).toBe('another-view');
	});

	it('is weighed only by questions that tell harmful from harmless', () => {
		expect(weighedParts(harm, learnt.get('harm')!)![0]!.stakes.price[1]).toBeGreaterThan(0);
		expect(weighedParts(kind, unknownModels(kind))).toEqual([undefined]);
		expect(weighedParts(severity, unknownModels(severity))).toBeUndefined();
	});

	it('weighs each option of a multiple choice on its own', () => {
		const many: Question = {
			kind: 'multiple',
			name: 'many',
			title: 'What is in it?',
			required: true,
			options: [option('pets'), { ...option('blood'), hazards: { violence: 3 } }],
		};
		const seen = Array.from({ length: 60 }, (_, at) => at).flatMap((at) =>
			workers.map((worker, person) => ({
				item: `i${at}`,
				worker,
				value: (at % 2 === 0) === (at % 6 === person) ? ['pets'] : ['blood', 'pets'],
			})),
		);
		const models = refitQuestion({ question: many, views: seen }).models;
		const [pets, blood] = weighedParts(many, models)!;
		expect(pets).toBeUndefined();
		expect(blood!.stakes.losses[0 * 2 + 1]).toBeGreaterThan(0);
		const answers = workers.map((worker) => viewed(worker, { many: ['blood', 'pets'] }));
		const decided = decideItem({
			form: { questions: [many] },
			answers,
			targets: wide,
			models: new Map([['many', models]]),
		});
		expect(decided).toMatchObject({ kind: 'decide', answers: { many: ['blood', 'pets'] } });
	});
});

const answersArbitrary = fc.record({
	kind: fc.constantFrom('cat', 'tree', 'other'),
	severity: fc.integer({ min: 0, max: 4 }),
	traits: fc.subarray(['day', 'night', 'people'], { maxLength: 2 }),
	note: fc.constantFrom('a cat', 'a tree', 'trees'),
});
const stateArbitrary = fc.record({
	answers: fc.array(
		fc.record({
			worker: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'),
			basis: fc.constantFrom('viewed' as const, 'unseen' as const),
			answers: answersArbitrary,
		}),
		{ maxLength: 8 },
	),
	gainMin: fc.option(fc.double({ min: 0, max: 0.2, noNaN: true }), { nil: undefined }),
	certainty: fc.double({ min: 0.3, max: 0.99, noNaN: true }),
	viewsMin: fc.integer({ min: 1, max: 2 }),
	viewsMax: fc.integer({ min: 2, max: 4 }),
});

describe('whatever the answers', () => {
	it('no view is asked past the cap, nor with all required questions certain, nor are fewer than the least enough', () => {
		fc.assert(
			fc.property(stateArbitrary, ({ answers, gainMin, certainty, viewsMin, viewsMax }) => {
				const state = { form, answers, gainMin, targets: { certainty, viewsMin, viewsMax } };
				const decision = decideItem(state);
				const views = new Set(answers.filter(({ basis }) => basis === 'viewed').map(({ worker }) => worker)).size;
				expect(decision.views).toBe(views);
				if (views >= viewsMax) expect(decision.kind).toBe('decide');
				if (views < viewsMin) expect(decision.kind).toBe('another-view');
				if (decision.kind === 'another-view') {
					expect(decision.open.every((name) => name === 'kind' || name === 'severity')).toBe(true);
					return;
				}
				expect(validateAnswers(form, decision.answers)).toEqual({ ok: true, value: decision.answers });
				expect(decision.reason === 'certain').toBe(decision.certainty! >= certainty);
			}),
			{ numRuns: 400 },
		);
	});
});

describe('a question', () => {
	it('has parts, and an answer has a label for each', () => {
		expect(form.questions.map(questionParts)).toEqual([[3], [2, 2, 2], [5], []]);
		expect(answerLabels(kind, 'tree')).toEqual([1]);
		expect(answerLabels(traits, ['people', 'day'])).toEqual([1, 0, 1]);
		expect(answerLabels(severity, 4)).toEqual([4]);
		expect(() => answerLabels(kind, 'house')).toThrow('outside its options');
	});

	it('learns who tells cats from trees, and trusts them more', () => {
		const views = Array.from({ length: 60 }, (_, at) => at).flatMap((at) => {
			const truth = at % 2 === 0 ? 'cat' : 'tree';
			const item = `i${at}`;
			return [
				...['a', 'b', 'c'].map((worker) => ({ item, worker, value: truth })),
				{ item, worker: 'careless', value: at % 4 < 2 ? 'cat' : 'tree' },
			];
		});
		const { models, warnings, posteriors } = refitQuestion({ question: kind, views });
		expect(warnings).toEqual([[]]);
		expect(posteriors.get('i0')![0]![0]).toBeGreaterThan(0.8);
		const by = (worker: string) =>
			questionPosterior({ question: kind, models, views: [{ worker, value: 'cat' }] }).parts[0]![0]!;
		expect(by('a')).toBeGreaterThan(0.85);
		expect(by('careless')).toBeLessThan(0.7);
	});

	it('is refitted with gold and a first pass, part by part', () => {
		const views = Array.from({ length: 30 }, (_, at) => ({ item: `i${at}`, worker: `w${at % 3}`, value: ['day'] }));
		const { warnings, posteriors } = refitQuestion({
			question: traits,
			views,
			gold: (item) => (item === 'i0' ? ['people'] : undefined),
			prior: () => [Float64Array.from([0.1, 0.9]), undefined, undefined],
		});
		expect(warnings[0]!.map(({ kind: one }) => one)).not.toContain('degenerate');
		expect(posteriors.get('i0')!.map((part) => part[1])).toEqual([0, 0, 1]);
		expect(posteriors.get('i1')![0]![1]).toBeGreaterThan(0.9);
	});

	it('without views knows nobody', () => {
		expect(refitQuestion({ question: severity, views: [] }).models).toEqual(unknownModels(severity));
	});
});
