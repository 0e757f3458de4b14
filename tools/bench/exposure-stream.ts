import { identityCalibration } from '@utu/core/consensus/calibration.ts';
import { majoritySettled } from '@utu/core/consensus/early-stop.ts';
import {
	addAnswer,
	probabilitiesOf,
	refit,
	startPosterior,
	unknownWorker,
	workerConfusion,
} from '@utu/core/consensus/online.ts';
import { decideNext } from '@utu/core/consensus/stop.ts';
import { type HarmWeighing, harmStakes } from '@utu/core/consensus/worth.ts';
import { learnThresholds } from '@utu/core/first-pass/auto-decide.ts';
import {
	type AutoDecideState,
	autoDecide,
	autoDecideOff,
	autoDecision,
	startAutoDecide,
} from '@utu/core/first-pass/auto-suspend.ts';
import { fitTextModel } from '@utu/core/first-pass/fit-model.ts';
import { type LogPool, learnLogPool, poolOpinions } from '@utu/core/first-pass/log-pool.ts';
import { predictText, type TextModel } from '@utu/core/first-pass/model.ts';
import { seededRandom } from '@utu/core/first-pass/seeded-random.ts';
import { type PanelItem, viewable } from './exposure-data.ts';

/** Items that are decided by early-stopped majority of 5 before anything is known. */
export const warmupItems = 600;
/** Items after which workers and first pass are learnt again. */
const refitEvery = 400;
/** Items of the stream before which a rule for deciding without people is sought; each time takes its share of the risk. */
const proofsAfter = [800, 1_600] as const;
const classCount = 2;

/** Of an item of the stream. */
export type Outcome = { readonly decided: 0 | 1; readonly views: number; readonly audited?: boolean };

/** What an earlier project's first pass says of a text: one distribution over "harmless, harmful" an expert. */
export type Experts = (item: PanelItem) => readonly (readonly number[])[];

export type AdaptivePolicy = {
	readonly name: string;
	/** `certainty` alone stops, or errors weighed against exposure do. */
	readonly stop: { readonly certainty: number; readonly viewsMax: number } | HarmWeighing;
	/** The text classifier, retrained on the decisions as they come. */
	readonly firstPass: boolean;
	/** First passes that come along from an earlier project. */
	readonly experts?: Experts | undefined;
	/** Deciding without people under a proven bound, with the random audit that it needs. */
	readonly auto?: { readonly alpha: number; readonly delta: number; readonly auditShare: number } | undefined;
};

/** Views of the first `viewsMax`, read until the majority is settled. */
export const earlyStop = (item: PanelItem, viewsMax: number): Outcome => {
	const votes = [0, 0];
	let views = 0;
	while (!majoritySettled({ votes, viewsMax })) votes[item.views[views++]!.label]!++;
	return { decided: votes[1]! > votes[0]! ? 1 : 0, views };
};

export const majority = (item: PanelItem, views: number): Outcome => {
	const harmful = item.views.slice(0, views).filter(({ label }) => label === 1).length;
	return { decided: 2 * harmful > views ? 1 : 0, views };
};

type Learnt = {
	readonly confusions: readonly Float64Array[];
	readonly newcomer: Float64Array;
	readonly classPrior: Float64Array;
	readonly model: TextModel | undefined;
	readonly pool: LogPool | undefined;
};

/** All that the run knows, item by item in the order of the stream; nothing of the panel. */
type Stream = {
	readonly items: readonly PanelItem[];
	readonly outcomes: Outcome[];
	readonly priors: (Float64Array | undefined)[];
	readonly policy: AdaptivePolicy;
	readonly workerCount: number;
	readonly seed: number;
	learnt: Learnt;
	auto: AutoDecideState;
	/** What the rule was proven for: a first pass that has learnt more since is another one. */
	proven: Learnt | undefined;
};

/** One outcome an item, the warm-up's first. A decision stands as it was made: nothing is decided anew afterwards. */
export const runAdaptive = (
	items: readonly PanelItem[],
	options: { readonly policy: AdaptivePolicy; readonly workerCount: number; readonly seed: number },
): { readonly outcomes: readonly Outcome[]; readonly suspended: boolean } => {
	const unknown = unknownWorker(classCount);
	const stream: Stream = {
		items,
		outcomes: items.slice(0, warmupItems).map((item) => earlyStop(item, 5)),
		priors: [],
		...options,
		learnt: {
			confusions: [],
			newcomer: workerConfusion(unknown),
			classPrior: Float64Array.of(0.5, 0.5),
			model: undefined,
			pool: undefined,
		},
		auto: autoDecideOff,
		proven: undefined,
	};
	const random = seededRandom(options.seed + 7);
	for (let at = warmupItems; at < items.length; at++) {
		if ((at - warmupItems) % refitEvery === 0) learn(stream);
		stream.priors[at] = priorOf(stream.learnt, options.policy, items[at]!);
		stream.outcomes.push(decide(stream, at, random()));
	}
	return { outcomes: stream.outcomes, suspended: stream.auto.classes.some(({ suspended }) => suspended) };
};

const decide = (stream: Stream, at: number, draw: number): Outcome => {
	const { policy, items } = stream;
	const item = items[at]!;
	const prior = stream.priors[at]!;
	const proposed = stream.proven && autoDecision(stream.auto, priorOf(stream.proven, policy, item));
	if (policy.auto !== undefined && draw < policy.auto.auditShare) {
		const found = earlyStop(item, 5);
		if (proposed !== undefined)
			stream.auto = autoDecide(stream.auto, { decided: proposed, wrong: found.decided !== proposed });
		return { ...found, audited: true };
	}
	if (proposed !== undefined) return { decided: proposed as 0 | 1, views: 0 };
	const { newcomer, classPrior } = stream.learnt;
	const weighed =
		'certainty' in policy.stop ? undefined : harmStakes({ severity: [0, 3], share: classPrior, weighing: policy.stop });
	const targets =
		'certainty' in policy.stop
			? { viewsMin: 1, ...policy.stop }
			: // The weighing alone stops: no certainty is called enough.
				{ viewsMin: 1, viewsMax: viewable, certainty: 1 };
	let posterior = startPosterior(prior);
	for (let views = 0; ; views++) {
		const decision = decideNext({
			posterior: probabilitiesOf(posterior),
			views,
			targets,
			calibration: identityCalibration,
			weighed: weighed && { stakes: weighed, confusion: newcomer },
		});
		if (decision.kind === 'decide') return { decided: decision.option as 0 | 1, views };
		const { worker, label } = item.views[views]!;
		posterior = addAnswer({ posterior, confusion: stream.learnt.confusions[worker]!, label });
	}
};

const priorOf = ({ model, pool, classPrior }: Learnt, policy: AdaptivePolicy, item: PanelItem): Float64Array => {
	if (model === undefined || item.text === undefined) return classPrior;
	const own = predictText(model, item.text);
	return pool === undefined ? own : poolOpinions(pool, [own, ...(policy.experts?.(item) ?? [])]);
};

/** Workers, then the first pass on what they decided, then how much to believe each first pass. */
const learn = (stream: Stream): void => {
	const { items, outcomes, policy, priors, workerCount, seed } = stream;
	const count = outcomes.length;
	const views = outcomes.flatMap((outcome, item) =>
		items[item]!.views.slice(0, outcome.views).map((view) => ({ item, ...view })),
	);
	const known = new Float64Array(count * classCount);
	for (let item = warmupItems; item < count; item++) known.set(priors[item]!, item * classCount);
	const fit = refit(
		{
			itemCount: count,
			workerCount,
			classCount,
			item: Int32Array.from(views, ({ item }) => item),
			worker: Int32Array.from(views, ({ worker }) => worker),
			label: Int32Array.from(views, ({ label }) => label),
		},
		policy.firstPass ? { prior: known } : {},
	);
	const workers = {
		confusions: fit.models.map(workerConfusion),
		newcomer: workerConfusion(fit.newcomer),
		classPrior: fit.classPrior,
	};
	stream.learnt = { ...workers, model: undefined, pool: undefined };
	if (!policy.firstPass) return;
	const target = (item: number) => [...fit.posterior.subarray(item * classCount, (item + 1) * classCount)];
	// What the machine decided alone teaches nothing: it would learn from itself.
	const taught = [...outcomes.keys()].filter((at) => items[at]!.text !== undefined && outcomes[at]!.views > 0);
	const fitted = fitTextModel({
		kind: 'single',
		classes: ['harmless', 'harmful'],
		groups: [],
		examples: taught.map((at) => ({ text: items[at]!.text!, target: target(at) })),
		random: seededRandom(seed),
	});
	if (!fitted.ok) throw new Error(`the decisions cannot be learned: ${fitted.error.kind}`);
	const { model, heldOut } = fitted.value;
	const opinions = taught.map((at, row) => [
		heldOut.subarray(row * classCount, (row + 1) * classCount),
		...(policy.experts?.(items[at]!) ?? []),
	]);
	const pool =
		policy.experts === undefined
			? undefined
			: learnLogPool(
					taught.map((at, row) => ({ opinions: opinions[row]!, target: target(at) })),
					{ classCount, expertCount: opinions[0]!.length },
				);
	stream.learnt = { ...workers, model, pool };
	for (const [row, at] of taught.entries())
		priors[at] = pool === undefined ? Float64Array.from(opinions[row]![0]!) : poolOpinions(pool, opinions[row]!);
	if (policy.auto !== undefined && proofsAfter.some((after) => after === count - warmupItems)) prove(stream, taught);
};

/** A new rule from all that people decided without the machine: warm-up and audit, by predictions that did not see them. */
const prove = (stream: Stream, taught: readonly number[]): void => {
	const { outcomes, policy, priors, auto } = stream;
	const { alpha, delta } = policy.auto!;
	const audited = taught
		.filter((at) => at < warmupItems || outcomes[at]!.audited === true)
		.map((at) => ({ probabilities: priors[at]!, truth: outcomes[at]!.decided }));
	const rules = learnThresholds({ audited, classCount, alpha, delta: delta / proofsAfter.length });
	const next = startAutoDecide({ rules, alpha, delta });
	stream.proven = stream.learnt;
	// A class that an audit has suspended stays with people.
	stream.auto = auto.on
		? { ...next, classes: next.classes.map((one, k) => (auto.classes[k]!.suspended ? auto.classes[k]! : one)) }
		: next;
};
