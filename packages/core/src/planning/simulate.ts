import { crewsOf } from './bound.ts';
import {
	arrivalsOf,
	breakSeconds,
	classDemand,
	classes,
	type Demand,
	dateViews,
	hourRate,
	type SeverityClass,
	workSecondsInHour,
} from './demand.ts';
import { hoursInWeek, type PlanInput } from './input.ts';
import type { CrewWeek } from './roster.ts';

export type ByClass<T> = Readonly<Record<SeverityClass, T>>;

export type PlanHour = {
	/** 0 is Monday 0:00. */
	readonly hour: number;
	readonly onShift: number;
	/** As many people could look at severe content all this hour. */
	readonly withRoom: number;
	/** As many would have to, to keep up with what severe comes in this hour. */
	readonly needed: number;
	/** Views. */
	readonly arrivals: ByClass<number>;
	readonly served: ByClass<number>;
	readonly backlog: ByClass<number>;
	/** How long what is next in turn has waited when the hour ends. */
	readonly ageHours: ByClass<number>;
};

export type Forecast = {
	readonly hours: readonly PlanHour[];
	/** What waits at the end of the week is no more than at its beginning. */
	readonly stable: ByClass<boolean>;
};

/** What each person of a group is given in an hour. */
export type Given = {
	readonly at: number;
	readonly name: 'moderate' | 'severe';
	readonly group: number;
	/** Of the group's people at work, the part that has such a date. */
	readonly dateShare: number;
	readonly firstDay: number;
	readonly week: CrewWeek;
	readonly views: number;
};

/** Of a week's views: by how much the backlog may have grown and still count as stable. */
const growthShareMax = 0.01;
/** The first week fills the windows and the backlog; the second is shown. */
const weeks = 2;
/** The ledger counts by the hour, the hour on the edge whole: 24 h are 25 hours. */
const dayHours = 25;
/** Any 7 × 24 h touch eight dates. */
const datesCounted = 8;

/**
 * Two weeks, hour by hour, as a fluid: people of a crew are alike, and parts of a person count. Nobody exceeds a limit:
 * - Some of the willing are kept for severe content, the others for moderate, as the work asks: no two doses add up.
 * - Dates. Of any eight dates one has severe content on `daysIn7`, or moderate content on twice as many; dates are shared
 *   out evenly, so that each day the same part of a crew has one.
 * - Day. Whoever has such a date is taken to have had one yesterday, too: the dose of 25 hours stays within `dayMs`.
 * - Hour, run and breaks bound the rate of each hour.
 * Severe and moderate content go first, to whoever has most room; mild content takes the time that is left, of everybody.
 * `observe` is told what each group is given, hour by hour.
 */
export const simulate = (input: PlanInput, observe?: (given: Given) => void): Forecast => {
	const groups = groupsOf(input);
	const lines = {
		mild: newLine(arrivalsOf(input, 'mild')),
		moderate: newLine(arrivalsOf(input, 'moderate')),
		severe: newLine(arrivalsOf(input, 'severe')),
	};
	const demand = demandsOf(input);
	const rate = hourRate(demand.severe, input.limits);
	const hours: PlanHour[] = [];
	const backlogBefore = { mild: 0, moderate: 0, severe: 0 };
	for (let at = 0; at < weeks * hoursInWeek; at++) {
		if (at === (weeks - 1) * hoursInWeek) for (const name of classes) backlogBefore[name] = lines[name].backlog;
		const hour = at % hoursInWeek;
		const severeRoom = serve({ input, line: lines.severe, groups: groups.severe, demand: demand.severe, at });
		serve({ input, line: lines.moderate, groups: groups.moderate, demand: demand.moderate, at });
		serveMild({ line: lines.mild, groups, demand, input, at });
		if (observe !== undefined) tell(observe, groups, at);
		if (at < (weeks - 1) * hoursInWeek) continue;
		const of = (pick: (line: Line) => number): ByClass<number> => ({
			mild: pick(lines.mild),
			moderate: pick(lines.moderate),
			severe: pick(lines.severe),
		});
		hours.push({
			hour,
			onShift: input.people * groups.onShift[hour]!,
			withRoom: rate > 0 ? severeRoom / rate : 0,
			needed: needed(lines.severe.arrivals[hour]!, rate),
			arrivals: of((line) => line.arrivals[hour]!),
			served: of((line) => line.servedNow),
			backlog: of((line) => line.backlog),
			ageHours: of((line) => ageAt(line, at)),
		});
	}
	const stable = (name: SeverityClass): boolean =>
		lines[name].backlog - backlogBefore[name] <= growthShareMax * demand[name].views + 1e-6;
	return { hours, stable: { mild: stable('mild'), moderate: stable('moderate'), severe: stable('severe') } };
};

const needed = (views: number, rate: number): number =>
	views === 0 ? 0 : rate > 0 ? views / rate : Number.POSITIVE_INFINITY;

const demandsOf = (input: PlanInput): ByClass<Demand> => ({
	mild: classDemand(input, 'mild'),
	moderate: classDemand(input, 'moderate'),
	severe: classDemand(input, 'severe'),
});

/** People alike in crew, first day at work, and kind of date. */
type Group = {
	readonly people: number;
	readonly dateShare: number;
	readonly week: CrewWeek;
	readonly firstDay: number;
	/** Weighted seconds of one of them, by hour of the last 25, and their sum. */
	readonly dose: Float64Array;
	doseSeconds: number;
	/** Of this hour: views of one of them. */
	views: number;
};

type Groups = {
	readonly severe: readonly Group[];
	readonly moderate: readonly Group[];
	readonly others: readonly Group[];
	/** Share of all people who are on shift, by hour of the week. */
	readonly onShift: readonly number[];
};

const groupsOf = (input: PlanInput): Groups => {
	const severe: Group[] = [];
	const moderate: Group[] = [];
	const others: Group[] = [];
	const onShift = new Float64Array(hoursInWeek);
	const kept = severeShare(input);
	for (const { share, week } of crewsOf(input)) {
		const forSevere = dateShare(input, week, 'severe');
		const forModerate = dateShare(input, week, 'moderate');
		for (let firstDay = 0; firstDay < 7; firstDay++) {
			const group = (part: number, ofDates: number): Group => ({
				people: (input.people * share * part * ofDates) / 7,
				dateShare: ofDates,
				week,
				firstDay,
				dose: new Float64Array(dayHours),
				doseSeconds: 0,
				views: 0,
			});
			const [some, rest] = [input.consentShare * kept, input.consentShare * (1 - kept)];
			severe.push(group(some, forSevere));
			moderate.push(group(rest, forModerate));
			others.push(group(1 - some * forSevere - rest * forModerate, 1));
			for (let hour = 0; hour < hoursInWeek; hour++)
				onShift[hour]! += (share * presence(week.onShift, firstDay, hour)) / 7;
		}
	}
	return { severe, moderate, others, onShift: [...onShift] };
};

const tell = (observe: (given: Given) => void, groups: Groups, at: number): void => {
	for (const name of ['moderate', 'severe'] as const) {
		for (const [group, { dateShare: ofDates, firstDay, week, views }] of groups[name].entries())
			observe({ at, name, group, dateShare: ofDates, firstDay, week, views });
	}
};

const presence = (week: readonly number[], firstDay: number, hour: number): number =>
	week[(hour - 24 * firstDay + hoursInWeek) % hoursInWeek]!;

const datesWorked = (week: CrewWeek): number => Math.min(datesCounted, (week.dates * datesCounted) / 7);
const datesAllowed = (input: PlanInput, week: CrewWeek, name: 'moderate' | 'severe'): number =>
	Math.min(datesWorked(week), input.limits.daysIn7 * (name === 'severe' ? 1 : 2));

/** Of a crew's people at work on a date, the part that has such a date. */
const dateShare = (input: PlanInput, week: CrewWeek, name: 'moderate' | 'severe'): number =>
	week.dates === 0 ? 0 : datesAllowed(input, week, name) / datesWorked(week);

/** Of the willing, the part that is kept for severe content: as many as it takes, beside those for moderate. */
const severeShare = (input: PlanInput): number => {
	const crews = crewsOf(input);
	const people = (name: 'moderate' | 'severe'): number => {
		const demand = classDemand(input, name);
		const each = crews.reduce((sum, { share, week }) => {
			const hours = (name === 'severe' ? week.severeHours : week.anyHours) / Math.max(1, week.dates);
			const views = Math.min(hours * hourRate(demand, input.limits), dateViews(demand, input.limits));
			return sum + share * views * datesAllowed(input, week, name);
		}, 0);
		// For what cannot be done at all nobody is kept.
		return each > 0 ? demand.views / each : 0;
	};
	const [severe, moderate] = [people('severe'), people('moderate')];
	return severe + moderate > 0 ? severe / (severe + moderate) : 1;
};

/** What waits of a class, first come first served. */
type Line = {
	readonly arrivals: readonly number[];
	backlog: number;
	servedNow: number;
	served: number;
	arrived: number;
	/** The hour whose arrivals are next in turn, and all that came before it. */
	next: number;
	arrivedBefore: number;
};

const newLine = (arrivals: readonly number[]): Line => ({
	arrivals,
	backlog: 0,
	servedNow: 0,
	served: 0,
	arrived: 0,
	next: 0,
	arrivedBefore: 0,
});

const settle = (line: Line, at: number, room: number): void => {
	const waiting = line.backlog + line.arrivals[at % hoursInWeek]!;
	line.servedNow = Math.min(waiting, room);
	line.served += line.servedNow;
	line.backlog = waiting - line.servedNow;
};

const ageAt = (line: Line, at: number): number => {
	const rounding = 1e-9 * (1 + line.served);
	if (line.backlog <= rounding) return 0;
	for (; line.next <= at; line.next++) {
		const came = line.arrivals[line.next % hoursInWeek]!;
		const part = (line.served + rounding - line.arrivedBefore) / Math.max(came, Number.MIN_VALUE);
		if (part < 1) return at + 1 - (line.next + Math.max(0, part));
		line.arrivedBefore += came;
	}
	return 0;
};

/** One hour of severe or moderate content: views by room; returns the room there was, in views. */
const serve = (options: {
	readonly input: PlanInput;
	readonly line: Line;
	readonly groups: readonly Group[];
	readonly demand: Demand;
	readonly at: number;
}): number => {
	const { groups, demand, at } = options;
	const { limits } = options.input;
	const seen = demand.weight * demand.visibleSeconds;
	const rate = hourRate(demand, limits);
	const slot = at % dayHours;
	let room = 0;
	for (const group of groups) {
		group.doseSeconds = Math.max(0, group.doseSeconds - group.dose[slot]!);
		group.dose[slot] = 0;
		const week = demand.weight === 1 ? group.week.severe : group.week.any;
		const left = Math.max(0, limits.dayMs / 1_000 - group.doseSeconds) / seen;
		group.views = Math.min(rate * presence(week, group.firstDay, at % hoursInWeek), left);
		room += group.people * group.views;
	}
	settle(options.line, at, room);
	const part = room > 0 ? options.line.servedNow / room : 0;
	for (const group of groups) {
		group.views *= part;
		group.dose[slot] = group.views * seen;
		group.doseSeconds += group.views * seen;
	}
	return room;
};

/** Mild content takes what time is left beside looks and breaks. */
const serveMild = (options: {
	readonly input: PlanInput;
	readonly line: Line;
	readonly groups: Groups;
	readonly demand: ByClass<Demand>;
	readonly at: number;
}): void => {
	const { groups, demand, at, input } = options;
	const seconds = (of: readonly Group[], other: Demand | undefined): number =>
		of.reduce((sum, group) => {
			const here = presence(group.week.any, group.firstDay, at % hoursInWeek);
			return (
				sum + group.people * (other === undefined ? workSecondsInHour * here : leftSeconds(input, group, other, here))
			);
		}, 0);
	const left =
		seconds(groups.severe, demand.severe) +
		seconds(groups.moderate, demand.moderate) +
		seconds(groups.others, undefined);
	settle(options.line, at, left / demand.mild.heldSeconds);
};

const leftSeconds = (input: PlanInput, group: Group, demand: Demand, here: number): number => {
	const breaks = (breakSeconds * group.views * demand.weight * demand.visibleSeconds * 1_000) / input.limits.runMs;
	const most = group.views === 0 ? Number.POSITIVE_INFINITY : 3_600 * here - breaks;
	return Math.max(0, Math.min(most, workSecondsInHour * here) - group.views * demand.heldSeconds);
};
