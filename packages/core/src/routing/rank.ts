import { exposureWeight } from '../safety/limits.ts';
import type { EpochMs } from '../shared/brand.ts';
import { type OwnLoad, overSpread, type Spread } from './spread.ts';

/** A lane that this person may enter, with what the ranking weighs. */
export type RankedLane = {
	readonly id: number;
	readonly severity: number;
	readonly dueAt: EpochMs | undefined;
	/** What one more look is expected to settle, 0 to 1, and how long it takes at the most. */
	readonly gain: number;
	readonly reservedMs: number;
};

export type Ranking<Lane> = {
	/** To be tried in this order. */
	readonly order: readonly Lane[];
	/** Severe lanes that this person is spared for now, because others carry less. */
	readonly spared: readonly Lane[];
};

const minuteMs = 60_000;
/** Lanes due within the same of these are equally urgent. [D] */
const urgencyMs = [15 * minuteMs, 60 * minuteMs, 4 * 60 * minuteMs, 24 * 60 * minuteMs] as const;
/** Sparing somebody may delay an item until this close to its deadline. [D] */
export const spareUntilDueMs = 30 * minuteMs;

/**
 * The order in which a person's eligible lanes are tried. It orders and may delay; it never refuses for good.
 * 1. After severe content something mild (`interleave`). 2. What is due. 3. Who carries less than most takes what weighs
 * before what does not, who carries more takes it last (`spread`): so what anybody may take is left to those who said no
 * to much. 4. The most information for the exposure. 5. The mildest.
 */
export const rankLanes = <Lane extends RankedLane>(options: {
	readonly lanes: readonly Lane[];
	readonly lastSeverity: number;
	readonly now: EpochMs;
	readonly load: OwnLoad;
	/** Another for each person: among equals everybody begins elsewhere, and nobody waits for the same item. */
	readonly salt: number;
	readonly spreadOf: (lane: Lane) => Spread | undefined;
}): Ranking<Lane> => {
	const { now, load } = options;
	const spared = (lane: Lane): boolean => isSpared({ ...lane, now, load, spread: options.spreadOf(lane) });
	const keyed = options.lanes
		.filter((lane) => !spared(lane))
		.map((lane) => ({
			lane,
			key: [
				options.lastSeverity >= 3 && lane.severity > 1 ? 1 : 0,
				urgency(lane.dueAt, now),
				turn(lane, load, options.spreadOf(lane)),
				-informationPerExposure(lane),
				lane.severity,
				place(lane.id, options.salt),
				lane.id,
			],
		}));
	return {
		order: keyed.sort((a, b) => compare(a.key, b.key)).map(({ lane }) => lane),
		spared: options.lanes.filter(spared),
	};
};

/** Whether somebody is spared this for now: a lane by its first item, and an item of it by itself. */
export const isSpared = (options: {
	readonly severity: number;
	readonly dueAt: EpochMs | undefined;
	readonly now: EpochMs;
	readonly load: OwnLoad;
	readonly spread: Spread | undefined;
}): boolean =>
	options.severity >= 3 &&
	(options.dueAt === undefined || options.dueAt - options.now > spareUntilDueMs) &&
	overSpread(options.load, options.spread);

const urgency = (dueAt: EpochMs | undefined, now: EpochMs): number => {
	const step = urgencyMs.findIndex((within) => dueAt !== undefined && dueAt - now <= within);
	return step < 0 ? urgencyMs.length : step;
};

/** 0 first, 2 last. Where too few work to compare, what weighs nothing comes first. */
const turn = (lane: RankedLane, load: OwnLoad, spread: Spread | undefined): number => {
	if (exposureWeight(lane.severity) === 0) return 1;
	return spread !== undefined && load.viewsPerHour <= spread.viewsPerHourMedian ? 0 : 2;
};

const place = (id: number, salt: number): number => Math.imul(id ^ salt, 0x9e3779b1) >>> 0;

/** What a second of looking settles; severe seconds count double, so that doubt about mild content is settled first. */
const informationPerExposure = (lane: RankedLane): number =>
	lane.gain / (Math.max(1_000, lane.reservedMs) * (1 + exposureWeight(lane.severity)));

const compare = (a: readonly number[], b: readonly number[]): number => {
	for (const [index, value] of a.entries()) {
		const difference = value - (b[index] ?? 0);
		if (difference !== 0) return difference;
	}
	return 0;
};
