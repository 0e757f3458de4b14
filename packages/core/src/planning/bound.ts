import { type Severity, severities } from '../safety/hazards.ts';
import {
	classDemand,
	classes,
	type Demand,
	dateViews,
	demandOf,
	hourRates,
	type LimitName,
	limitNames,
	workSecondsInHour,
} from './demand.ts';
import type { PlanInput } from './input.ts';
import { type CrewWeek, crewWeek } from './roster.ts';

/** How many people a severity takes at the least; none is enough where a limit leaves no room at all. */
export type SeverityBound = {
	readonly severity: Severity;
	readonly viewsPerWeek: number;
	/** With all limits together. */
	readonly people: number;
	/** The limit without which the fewest would do; undefined where nothing is asked for. */
	readonly binding: LimitName | undefined;
	/** With this limit alone beside the hours at work. */
	readonly alone: Readonly<Record<LimitName, number>>;
};

export type Bound = {
	/** For everything together, rounded up to whole people. */
	readonly people: number;
	readonly severities: readonly SeverityBound[];
};

/**
 * A lower bound in closed form: no roster does with fewer, because no person does more than this in a week. Hours of
 * the day, peaks and who is where are left out; the simulation has them.
 */
export const leastPeopleBound = (input: PlanInput): Bound => {
	const crews = crewsOf(input);
	const people = [
		...classes.map((name) => {
			const demand = classDemand(input, name);
			return peopleFor(demand, weekViews(input, crews, demand, limitNames), input);
		}),
		handsBound(input, crews),
		dayBound(input, crews),
	];
	return {
		people: Math.ceil(Math.max(...people) - 1e-9),
		severities: severities.map((severity) => severityBound(input, crews, severity)),
	};
};

type Crews = readonly { readonly share: number; readonly week: CrewWeek }[];

export const crewsOf = (input: PlanInput): Crews => {
	const total = input.shifts.reduce((sum, shift) => sum + shift.share, 0);
	return input.shifts.map((shift) => ({ share: shift.share / total, week: crewWeek(shift, input.daysOn) }));
};

const severityBound = (input: PlanInput, crews: Crews, severity: Severity): SeverityBound => {
	const demand = demandOf(input, severity);
	const people = (names: readonly LimitName[]): number =>
		peopleFor(demand, weekViews(input, crews, demand, names), input);
	const all = people(limitNames);
	const without = limitNames.map((name) => people(limitNames.filter((other) => other !== name)));
	const least = Math.min(...without);
	const alone = Object.fromEntries(limitNames.map((name) => [name, people([name])])) as Record<LimitName, number>;
	return {
		severity,
		viewsPerWeek: demand.views,
		people: all,
		// Where two limits bind alike, neither alone helps: the tighter one by itself is named.
		binding:
			demand.views === 0
				? undefined
				: least < all
					? limitNames[without.indexOf(least)]
					: limitNames.reduce((best, name) => (alone[name] > alone[best] ? name : best)),
		alone,
	};
};

const peopleFor = (demand: Demand, viewsEach: number, input: PlanInput): number => {
	if (demand.views === 0) return 0;
	const willing = demand.weight > 0 ? input.consentShare : 1;
	return demand.views / (willing * viewsEach);
};

/** Views a week of one person who is willing, held to these limits; the mean over the crews. */
const weekViews = (input: PlanInput, crews: Crews, demand: Demand, names: readonly LimitName[]): number =>
	crews.reduce((sum, { share, week }) => sum + share * crewViews(input, week, demand, new Set(names)), 0);

const crewViews = (input: PlanInput, week: CrewWeek, demand: Demand, names: ReadonlySet<LimitName>): number => {
	const { limits, daysOn } = input;
	const { weight } = demand;
	const hours = weight === 1 ? week.severeHours : week.anyHours;
	const days = weight > 0 && names.has('daysIn7') ? Math.min(daysOn, limits.daysIn7 / weight) : daysOn;
	const dates = weight > 0 && names.has('daysIn7') ? Math.min(week.dates, limits.daysIn7 / weight) : week.dates;
	const rates = hourRates(demand, limits);
	const rate = Math.min(
		names.has('hourViews') ? rates.hourViews : Number.POSITIVE_INFINITY,
		names.has('runMs') ? rates.runMs : Number.POSITIVE_INFINITY,
		// Without any breaks a look still takes its time.
		names.has('work') ? rates.work : 3_600 / demand.heldSeconds,
	);
	// On a date lies one shift's time at the most, in one piece or in two.
	const byHours = hours * Math.min(1, days / daysOn) * rate;
	return weight > 0 && names.has('dayMs') ? Math.min(byHours, dates * dateViews(demand, limits)) : byHours;
};

/** All that is to be done takes time, whoever does it. */
const handsBound = (input: PlanInput, crews: Crews): number => {
	const seconds = severities.reduce<number>((sum, severity) => {
		const { views, heldSeconds } = demandOf(input, severity);
		return sum + views * heldSeconds;
	}, 0);
	const hours = crews.reduce((sum, { share, week }) => sum + share * week.anyHours, 0);
	return seconds === 0 ? 0 : seconds / (hours * workSecondsInHour);
};

/** Severe and moderate content together, by minutes a day. */
const dayBound = (input: PlanInput, crews: Crews): number => {
	const seenMs = severities.reduce<number>((sum, severity) => {
		const { views, visibleSeconds, weight } = demandOf(input, severity);
		return sum + views * visibleSeconds * weight * 1_000;
	}, 0);
	const dates = crews.reduce((sum, { share, week }) => sum + share * Math.min(week.dates, 2 * input.limits.daysIn7), 0);
	return seenMs === 0 ? 0 : seenMs / (input.consentShare * input.limits.dayMs * dates);
};
