import type { Form, SingleQuestion } from '../projects/form.ts';
import { assert } from '../shared/result.ts';
import { type AutoDecideRule, guessOf } from './auto-decide.ts';
import { primaryQuestion } from './hazards.ts';

/** What the audit has found so far of the decisions that one rule made without people. */
export type AuditedRule = {
	/** Undefined: this class is left to people. */
	readonly threshold: number | undefined;
	readonly n: number;
	readonly errors: number;
	/** Set by the audit, never unset: a suspended class is decided by people until a new rule is proven. */
	readonly suspended: boolean;
};

/** Deciding without people, one rule a class. Off unless a project has switched it on. */
export type AutoDecideState = {
	readonly on: boolean;
	/** The error rate not to be exceeded, of what is decided as each class. */
	readonly alpha: number;
	/** The risk, for each class, that a rule within its bound is ever suspended. */
	readonly delta: number;
	readonly classes: readonly AuditedRule[];
};

/** An item that was decided without people, drawn at random, and judged by people who did not know. */
export type AutoAuditOutcome = { readonly decided: number; readonly wrong: boolean };

/** Nothing is decided without people. */
export const autoDecideOff: AutoDecideState = { on: false, alpha: 0, delta: 0, classes: [] };

export const startAutoDecide = ({
	rules,
	alpha,
	delta,
}: {
	/** From `learnThresholds`, with the same `alpha`. */
	readonly rules: readonly AutoDecideRule[];
	readonly alpha: number;
	readonly delta: number;
}): AutoDecideState => {
	assert(alpha > 0 && alpha < 1 && delta > 0 && delta < 1, 'alpha and delta are between 0 and 1');
	const classes = rules.map(({ threshold }) => ({ threshold, n: 0, errors: 0, suspended: false }));
	return { on: true, alpha, delta, classes };
};

/**
 * The state after one more audited decision. A class is suspended at the moment at which its audit refutes "at most
 * `alpha` is wrong": its betting wealth reaches 1 ÷ `delta`. By Ville's inequality that happens to a rule within its
 * bound, at any time and however often one looks, with probability `delta` at most.
 */
export const autoDecide = (state: AutoDecideState, outcome: AutoAuditOutcome): AutoDecideState => {
	const before = state.classes[outcome.decided];
	assert(before !== undefined, 'what was decided is a class');
	const n = before.n + 1;
	const errors = before.errors + (outcome.wrong ? 1 : 0);
	const refuted = logWealth({ n, errors, rate: state.alpha, side: 'above' }) >= -Math.log(state.delta);
	const after = { ...before, n, errors, suspended: before.suspended || refuted };
	return { ...state, classes: state.classes.map((one, k) => (k === outcome.decided ? after : one)) };
};

/** The class to decide without people, or undefined: then people look. */
export const autoDecision = (state: AutoDecideState, probabilities: ArrayLike<number>): number | undefined => {
	if (!state.on) return undefined;
	const { option, confidence } = guessOf(probabilities);
	const rule = state.classes[option];
	if (rule === undefined || rule.suspended || rule.threshold === undefined) return undefined;
	return confidence >= rule.threshold ? option : undefined;
};

/** Below this confidence people see no proposal of the machine either: nothing is drawn, and nothing is proven. */
export const auditConfidenceMin = 0.8;
/** Of what is not proven yet, the share that people decide blind: it is what a proof is made of. */
const learnShare = 0.5;

/**
 * `audit`: people decide, and are not told what the machine would have said. `withhold`: the same, as an audit has refuted
 * what the machine says there; it is no audit.
 */
export type AutoFate =
	| { readonly kind: 'people' }
	| { readonly kind: 'withhold' }
	| {
			readonly kind: 'audit' | 'decide';
			readonly option: number;
			readonly confidence: number;
			/** Whether the rule would decide it. */
			readonly accepted: boolean;
	  };

/** What becomes of one scored item. `chance` in [0, 1) is drawn anew for each. */
export const autoFate = (
	state: AutoDecideState,
	item: { readonly probabilities: ArrayLike<number>; readonly auditShare: number; readonly chance: number },
): AutoFate => {
	const { option, confidence } = guessOf(item.probabilities);
	const rule = state.classes[option];
	if (!state.on || rule === undefined || confidence < auditConfidenceMin) return { kind: 'people' };
	if (rule.suspended) return { kind: 'withhold' };
	const accepted = autoDecision(state, item.probabilities) === option;
	const share = rule.threshold === undefined ? learnShare : item.auditShare;
	if (item.chance < share) return { kind: 'audit', option, confidence, accepted };
	return accepted ? { kind: 'decide', option, confidence, accepted } : { kind: 'people' };
};

/**
 * The question that can be decided without people: one choice, and nothing else that an item must be asked. Undefined
 * where a form asks for more.
 */
export const autoQuestion = (form: Form): SingleQuestion | undefined => {
	const question = primaryQuestion(form);
	const others = form.questions.some((one) => one.required && one !== question);
	return question?.kind === 'single' && question.required && !others ? question : undefined;
};

/** Stakes as shares of the most that can be bet without going bankrupt; the wealth is the mean over them. */
const betShares = [0.02, 0.05, 0.1, 0.2, 0.4, 0.8] as const;

type Bet = {
	readonly n: number;
	readonly errors: number;
	/** The rate that is bet against. */
	readonly rate: number;
	/** Whether the bet is that the true rate is above it, or below. */
	readonly side: 'above' | 'below';
};

/**
 * ln of the wealth of betting against an error rate: the mean over fixed bets λ of ∏ (1 + λ (x − rate)), x = 1 for an
 * error (Waudby-Smith & Ramdas 2024, JRSS B 86, 1–27; a mixture over λ in place of a tuned one). Under any true rate on
 * the other side of `rate` it is a non-negative supermartingale from 1. For outcomes of 0 and 1 the counts are enough.
 */
export const logWealth = ({ n, errors, rate, side }: Bet): number => {
	const logs = betShares.map((share) => {
		const bet = side === 'above' ? share / rate : -share / (1 - rate);
		return errors * Math.log1p(bet * (1 - rate)) + (n - errors) * Math.log1p(-bet * rate);
	});
	const most = Math.max(...logs);
	return most + Math.log(logs.reduce((sum, log) => sum + Math.exp(log - most), 0) / logs.length);
};

/**
 * A confidence sequence for the error rate of one class: with probability 1 − 2 × `delta` it covers the true rate at
 * every moment at once, so that it may be looked at after every audit.
 */
export const errorSequence = (
	{ n, errors }: { readonly n: number; readonly errors: number },
	delta: number,
): { readonly low: number; readonly high: number } => {
	const line = -Math.log(delta);
	const refutes = (rate: number, side: Bet['side']): boolean => logWealth({ n, errors, rate, side }) >= line;
	const share = n > 0 ? errors / n : 0.5;
	return {
		low: bisect(0, share, (rate) => refutes(rate, 'above')),
		high: 1 - bisect(0, 1 - share, (rate) => refutes(1 - rate, 'below')),
	};
};

const rateMin = 1e-9;

/** The largest point of [from, to] up to which `holds` does; `from` where it holds nowhere. */
const bisect = (from: number, to: number, holds: (at: number) => boolean): number => {
	let low = from;
	let high = to;
	while (high - low > rateMin) {
		const middle = (low + high) / 2;
		if (holds(middle)) low = middle;
		else high = middle;
	}
	return low;
};
