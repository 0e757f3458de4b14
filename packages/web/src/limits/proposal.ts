import { effectiveLimits, type Limits } from '@utu/core/safety/limits.ts';
import { type LimitName, limitNames, typedLimit } from '../app/limit-names.ts';

export type Fault = 'no-number' | 'above-ceiling';

export type Proposal =
	| { readonly ok: true; readonly limits: Limits; readonly changes: boolean }
	| { readonly ok: false; readonly faults: Partial<Record<LimitName, Fault>> };

/** What was typed, as limits that may be proposed: what core would lower is above the ceiling. */
export const readProposal = (typed: Readonly<Record<LimitName, string>>, holds: Limits): Proposal => {
	const faults: Partial<Record<LimitName, Fault>> = {};
	const asked: Partial<Record<LimitName, number>> = {};
	for (const name of limitNames) {
		const value = typedLimit(name, typed[name]);
		if (value === undefined) faults[name] = 'no-number';
		else asked[name] = value;
	}
	const limits = effectiveLimits({ organisation: asked, own: {} });
	for (const name of limitNames) {
		if (asked[name] !== undefined && limits[name] < asked[name]) faults[name] = 'above-ceiling';
	}
	if (Object.keys(faults).length > 0) return { ok: false, faults };
	return { ok: true, limits, changes: limitNames.some((name) => limits[name] !== holds[name]) };
};
