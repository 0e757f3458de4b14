import { type Score, scoreLimits } from './score.ts';

/** Changes whenever a field does: who reads a certificate knows what may stand in it. */
export const certificateFormat = 'utu-certificate/1';

export const certificateMethod =
	'The estimate is the share of right answers on the mix of items that everybody of the organisation has, from blind second ' +
	'looks at answers that chance drew. How hard the items were for others and how often reviewers err is taken out. The ' +
	'truth lies in its span 95 times in 100.';

/** What is known of a person's work, of which the certificate tells no more than `Certificate` has fields for. */
export type CertificateFacts = {
	readonly id: string;
	/** As the worker wants to be called. */
	readonly name: string;
	readonly organisation: string;
	/** Where the installation is reached. */
	readonly issuer: string;
	readonly now: Date;
	/** Answers that counted, in all projects; the times of the first and the last are undefined where there is none. */
	readonly answers: number;
	readonly firstAt: Date | undefined;
	readonly lastAt: Date | undefined;
	/** Of the items answered, as they were sent in. */
	readonly languages: readonly string[];
	readonly score:
		| { readonly verdicts: number; readonly wrong: number; readonly wrongExpected: number; readonly estimate: Score }
		| undefined;
};

export type CertifiedEstimate =
	| {
			readonly kind: 'estimate';
			readonly value: number;
			readonly low: number;
			readonly high: number;
			readonly level: number;
	  }
	| {
			readonly kind: 'not-enough';
			/** Of what there is too little, and how many of them are needed. */
			readonly lacks: 'verdicts' | 'double-reviews';
			readonly needed: number;
	  };

/** What a worker takes along of their work. There is no place in it for what they saw, chose, skipped, or how fast they were. */
export type Certificate = {
	readonly format: typeof certificateFormat;
	readonly id: string;
	readonly name: string;
	readonly organisation: string;
	readonly issuer: string;
	/** RFC 3339, UTC. */
	readonly issuedAt: string;
	/** Months, “2026-03”: days would tell when somebody worked. */
	readonly period: { readonly from: string; readonly to: string } | null;
	readonly answers: number;
	readonly languages: readonly string[];
	readonly verdicts: number;
	/** Found wrong after contests, and as many as peers are expected to have on the same items. */
	readonly wrong: number;
	readonly wrongExpected: number;
	readonly estimate: CertifiedEstimate;
	readonly method: string;
};

/** Puts a certificate together, field by field: what is not named here does not get in. */
export const certificateOf = (facts: CertificateFacts): Certificate => {
	const { id, name, organisation, issuer, now, answers, firstAt, lastAt, languages, score } = facts;
	return {
		format: certificateFormat,
		id,
		name,
		organisation,
		issuer,
		issuedAt: now.toISOString(),
		period: firstAt === undefined || lastAt === undefined ? null : { from: monthOf(firstAt), to: monthOf(lastAt) },
		answers,
		languages: [...new Set(languages)].sort(),
		verdicts: score?.verdicts ?? 0,
		wrong: score?.wrong ?? 0,
		wrongExpected: Math.round((score?.wrongExpected ?? 0) * 10) / 10,
		estimate: estimateOf(score?.estimate),
		method: certificateMethod,
	};
};

const monthOf = (at: Date): string => at.toISOString().slice(0, 7);

const steps = 1_000;

const estimateOf = (score: Score | undefined): CertifiedEstimate => {
	if (score === undefined) return { kind: 'not-enough', lacks: 'verdicts', needed: scoreLimits.verdictsMin };
	if (score.kind === 'not-enough') return { kind: 'not-enough', lacks: score.of, needed: score.needed };
	return {
		kind: 'estimate',
		value: Math.round(score.adjusted * steps) / steps,
		// Outwards: a span that is written down claims no more than the one that was computed.
		low: Math.floor(score.low * steps) / steps,
		high: Math.ceil(score.high * steps) / steps,
		level: score.level,
	};
};
