import type { SeverityBound } from '@utu/core/planning/bound.ts';
import type { LimitName, SeverityClass } from '@utu/core/planning/demand.ts';
import type { PlanInput } from '@utu/core/planning/input.ts';
import type { ClassOutlook, Plan, PlanNote } from '@utu/core/planning/plan.ts';
import { count, table } from '../terminal.ts';

const days = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'] as const;
const severityNames = ['0 none', '1 mild', '2 moderate', '3 severe', '4 extreme'] as const;

/** A plan for a manager to read: the answer first, then what it follows from. */
export const planText = (plan: Plan, input: PlanInput): string =>
	[
		answerLine(plan, input),
		...(['severe', 'moderate', 'mild'] as const).flatMap((name) => outlookLine(name, plan.outlook[name])),
		...plan.notes.map((note) => notes[note]),
		'',
		table(
			['SEVERITY', 'VIEWS A WEEK', 'PEOPLE AT LEAST', 'WHAT BINDS'],
			plan.bound.severities.flatMap((one) => boundRow(one, input)),
		),
		'',
		table(
			['DAY', 'ON SHIFT', 'WITH ROOM', 'NEEDED', 'SEVERE WAITS UP TO'],
			days.map((day, at) => dayRow(plan, day, at)),
		),
		'',
		'On shift, with room for severe content, needed: means over the day, people. The hours are in --json.',
	].join('\n');

const answerLine = (plan: Plan, input: PlanInput): string => {
	const target = `severe items wait ${hoursText(input.severeAgeHoursMax)} at most`;
	const have = `You have ${count(plan.people)}.`;
	if (plan.peopleNeeded === null)
		return `No number of people keeps up so that ${target}. ${have} Add shifts where nobody is at work, let items wait longer, or ask who is willing.`;
	const least = `This work needs at least ${count(plan.peopleNeeded)} people, so that nobody exceeds a limit and ${target}.`;
	return `${least} ${have}${plan.enough ? ' That is enough.' : ''}`;
};

const outlookLine = (name: SeverityClass, outlook: ClassOutlook): readonly string[] => {
	if (outlook.viewsPerWeek === 0) return [];
	const title = `${name.charAt(0).toUpperCase()}${name.slice(1)} items`;
	const wait = `${hoursText(outlook.ageHoursMax)} by ${hourText(outlook.ageHoursMaxAt)}`;
	if (!outlook.stable)
		return [`${title} pile up: after two weeks the oldest would have waited ${wait}, and longer each week.`];
	return [outlook.ageHoursMax < 1 ? `${title} would wait less than an hour.` : `${title} would wait up to ${wait}.`];
};

const notes: Readonly<Record<PlanNote, string>> = {
	'hours-idle':
		'Part of these shifts is idle: nothing is given out past 8 h at work in any 24 h, or 48 h in 7 days. Shifts of 8 h or less at the same time each day lose nothing.',
	'no-consent': 'Nobody is willing to look at what is moderate or worse: none of it is done.',
};

const boundRow = (one: SeverityBound, input: PlanInput): readonly (readonly string[])[] => {
	if (one.viewsPerWeek === 0) return [];
	const people = Number.isFinite(one.people) ? count(Math.ceil(one.people - 1e-9)) : 'no number';
	return [
		[
			severityNames[one.severity] ?? String(one.severity),
			count(Math.round(one.viewsPerWeek)),
			people,
			one.binding === undefined ? '' : bindingText(one.binding, input),
		],
	];
};

const bindingText = (name: LimitName, { limits }: PlanInput): string => {
	switch (name) {
		case 'hourViews':
			return `${limits.hourViews} severe views an hour`;
		case 'dayMs':
			return `${Math.round(limits.dayMs / 60_000)} severe minutes a day`;
		case 'daysIn7':
			return `severe content on ${limits.daysIn7} days in 7`;
		case 'runMs':
			return `a break of 10 min after ${Math.round(limits.runMs / 60_000)} severe minutes`;
		case 'work':
			return 'hours at work, with their breaks';
	}
};

const dayRow = (plan: Plan, day: string, at: number): readonly string[] => {
	const hours = plan.hours.slice(24 * at, 24 * at + 24);
	const mean = (of: (hour: Plan['hours'][number]) => number): string =>
		(hours.reduce((sum, hour) => sum + of(hour), 0) / hours.length).toFixed(1);
	return [
		day,
		mean((hour) => hour.onShift),
		mean((hour) => hour.withRoom),
		mean((hour) => hour.needed),
		hoursText(Math.max(...hours.map((hour) => hour.ageHours.severe))),
	];
};

const hoursText = (hours: number): string => (hours < 10 ? `${Number(hours.toFixed(1))} h` : `${Math.round(hours)} h`);

/** The hour ends then; a day ends at 24:00. */
const hourText = (hour: number): string =>
	`${days[Math.floor(hour / 24)]} ${String((hour % 24) + 1).padStart(2, '0')}:00`;
