import type { Refusal } from '@utu/core/safety/assignment.ts';
import { breakMsMin } from '@utu/core/safety/limits.ts';
import { shiftForbids } from '@utu/core/safety/shift.ts';
import type { Tx } from '../platform/database.ts';
import type { Account } from '../safety/account.sql.ts';
import { windowFreesAt } from '../safety/dose.sql.ts';
import { projectsState } from './lanes.sql.ts';

export type NothingWhy =
	| 'shift'
	| 'break'
	| 'budget'
	| 'consent'
	| 'exclusion'
	| 'spread'
	| 'nothing-eligible'
	| 'first-pass'
	| 'done'
	| 'paused'
	| 'training';

type Nothing = { readonly why: NothingWhy; readonly until: Date | undefined };

/** When somebody who is spared asks again: by then others have had their turn. */
const sparedMs = 60_000;
const firstPassMs = 2_000;

/**
 * The reason that helps most: outside a shift nothing else matters, a break or a budget passes by itself, a consent is
 * the person's to give. It tells of nobody else.
 */
export const whyNothing = async (
	tx: Tx,
	options: {
		readonly account: Account;
		readonly refusals: readonly Refusal[];
		readonly spared: readonly number[];
		/** Some work begins with training that the person has not had. */
		readonly untrained?: boolean;
		readonly now: Date;
		readonly projectId: string | undefined;
	},
): Promise<Nothing> => {
	const { refusals, account, now } = options;
	const inMs = (ms: number): Date => new Date(now.getTime() + ms);
	const of = <Name extends Refusal['invariant']>(name: Name) =>
		refusals.find((refusal): refusal is Extract<Refusal, { invariant: Name }> => refusal.invariant === name);
	if (shiftForbids(account.shift, 0, now.getTime()) !== undefined) return { why: 'shift', until: undefined };
	const rest = of('break');
	if (rest !== undefined) return { why: 'break', until: new Date(rest.until) };
	if (options.spared.length > 0) return { why: 'spread', until: inMs(sparedMs) };
	const budget = of('budget');
	if (budget?.window === 'runMs')
		return { why: 'break', until: new Date((account.dose.lastEndedAt ?? now.getTime()) + breakMsMin) };
	if (budget !== undefined)
		return {
			why: 'budget',
			until: await windowFreesAt(tx, { personId: account.personId, now, window: budget.window }),
		};
	// What is left is severe, and the shift is about to end.
	if (of('shift') !== undefined) return { why: 'shift', until: undefined };
	if (options.untrained === true) return { why: 'training', until: undefined };
	if (of('consent') !== undefined) return { why: 'consent', until: undefined };
	if (of('exclusion') !== undefined) return { why: 'exclusion', until: undefined };
	const state = await projectsState(tx, { projectId: options.projectId });
	if (state.openProjects === 0) return { why: 'paused', until: undefined };
	if (state.waitsForFirstPass) return { why: 'first-pass', until: inMs(firstPassMs) };
	return { why: state.openItems ? 'nothing-eligible' : 'done', until: undefined };
};
