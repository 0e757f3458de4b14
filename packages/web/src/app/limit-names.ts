import type { I18n, MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import type { Limits } from '@utu/core/safety/limits.ts';

export type LimitName = keyof Limits;

export const limitNames: readonly LimitName[] = ['dayMs', 'runMs', 'hourViews', 'daysIn7'];

const words: Readonly<Record<LimitName, MessageDescriptor>> = {
	dayMs: msg`Minutes in 24 hours`,
	runMs: msg`Minutes without a break`,
	hourViews: msg`Items in an hour`,
	daysIn7: msg`Days in 7`,
};

export const limitWord = (name: LimitName, i18n: I18n): string => i18n._(words[name]);

const minuteMs = 60_000;
const unitOf = (name: LimitName): number => (name === 'dayMs' || name === 'runMs' ? minuteMs : 1);

/** The number as a person reads and types it: minutes, items or days. */
export const shownLimit = (name: LimitName, value: number): number => Math.ceil(value / unitOf(name));

export const shownLimits = (limits: Limits): Readonly<Record<LimitName, string>> => ({
	dayMs: String(shownLimit('dayMs', limits.dayMs)),
	runMs: String(shownLimit('runMs', limits.runMs)),
	hourViews: String(limits.hourViews),
	daysIn7: String(limits.daysIn7),
});

/** What was typed, as a limit; undefined when it is no number. */
export const typedLimit = (name: LimitName, typed: string): number | undefined => {
	const value = typed.trim() === '' ? Number.NaN : Number(typed);
	return Number.isFinite(value) && value >= 0 ? Math.round(value * unitOf(name)) : undefined;
};
