import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type RankedLane, rankLanes, spareUntilDueMs } from './rank.ts';
import { countSpread, loadPerHour, overSpread, spreadPeopleMin, spreadRatioMax, spreadViewsMin } from './spread.ts';

const now = 1_800_000_000_000;
const hour = 3_600_000;
const lane = (id: number, facts: Partial<RankedLane> = {}): RankedLane => ({
	id,
	severity: 0,
	dueAt: undefined,
	gain: 1,
	reservedMs: 20_000,
	...facts,
});
const rank = (
	lanes: readonly RankedLane[],
	options: {
		readonly lastSeverity?: number;
		readonly views?: number;
		readonly perHour?: number;
		readonly median?: number;
	} = {},
) =>
	rankLanes({
		lanes,
		lastSeverity: options.lastSeverity ?? 0,
		now,
		salt: 0,
		load: { views: options.views ?? 0, viewsPerHour: options.perHour ?? 0 },
		spreadOf: () =>
			options.median === undefined ? undefined : { viewsPerHourMedian: options.median, peopleWithRoom: 3 },
	});
const ids = (lanes: readonly RankedLane[]) => lanes.map((one) => one.id);

describe('rankLanes', () => {
	it('interleave: after severe content everything mild comes before anything else, also before what is due', () => {
		const lanes = fc.array(
			fc.record({
				severity: fc.integer({ min: 0, max: 4 }),
				dueAt: fc.option(fc.integer({ min: now - hour, max: now + 30 * hour }), { nil: undefined }),
				gain: fc.double({ min: 0, max: 1, noNaN: true }),
			}),
		);
		fc.assert(
			fc.property(lanes, fc.integer({ min: 3, max: 4 }), (facts, lastSeverity) => {
				const { order } = rank(
					facts.map((one, id) => lane(id, one)),
					{ lastSeverity, median: 2, perHour: 1 },
				);
				const severe = order.findIndex((one) => one.severity > 1);
				if (severe >= 0) expect(order.slice(severe).every((one) => one.severity > 1)).toBe(true);
			}),
		);
	});

	it('puts what is due first, then the most information for the exposure, then the mildest', () => {
		expect(ids(rank([lane(1), lane(2, { dueAt: now + 5 * hour }), lane(3, { dueAt: now + 600_000 })]).order)).toEqual([
			3, 2, 1,
		]);
		expect(
			ids(rank([lane(1, { gain: 0.1 }), lane(2, { gain: 0.9 }), lane(3, { gain: 0.9, reservedMs: 90_000 })]).order),
		).toEqual([2, 3, 1]);
	});

	it('spread: who carries less takes what weighs first, who carries more takes it last', () => {
		const lanes = [lane(1), lane(2, { severity: 3 }), lane(3, { severity: 2 })];
		expect(ids(rank(lanes, { median: 2, perHour: 1 }).order)).toEqual([3, 2, 1]);
		expect(ids(rank(lanes, { median: 2, perHour: 2.5 }).order)).toEqual([1, 3, 2]);
		expect(ids(rank(lanes).order)).toEqual([1, 3, 2]);
	});

	it('spread: spares who carries far more than most while others have room, until what waits is nearly due', () => {
		const severe = [lane(1, { severity: 3 }), lane(2, { severity: 3, dueAt: now + spareUntilDueMs }), lane(3)];
		const { order, spared } = rank(severe, { median: 2, perHour: 4, views: 8 });
		expect(ids(spared)).toEqual([1]);
		expect(ids(order)).toEqual([2, 3]);
		expect(rank(severe, { median: 2, perHour: 4, views: spreadViewsMin }).spared).toEqual([]);
	});

	it('loses no lane: each is tried or spared', () => {
		fc.assert(
			fc.property(fc.array(fc.integer({ min: 0, max: 4 })), fc.nat(20), fc.nat(20), (severities, views, median) => {
				const { order, spared } = rank(
					severities.map((severity, id) => lane(id, { severity })),
					{ views, perHour: views, median },
				);
				expect(new Set([...ids(order), ...ids(spared)]).size).toBe(severities.length);
				expect(spared.every((one) => one.severity >= 3)).toBe(true);
			}),
		);
	});
});

describe('countSpread', () => {
	it('spares nobody unless somebody else has room', () => {
		fc.assert(
			fc.property(fc.array(fc.double({ min: 0, max: 60, noNaN: true }), { minLength: spreadPeopleMin }), (loads) => {
				const spread = countSpread(loads);
				const spared = loads.filter((viewsPerHour) => overSpread({ views: 100, viewsPerHour }, spread));
				if (spared.length > 0) expect(spared.length).toBeLessThan(loads.length);
				for (const load of spared) expect(load).toBeGreaterThan(spreadRatioMax * (spread?.viewsPerHourMedian ?? 0));
			}),
		);
	});

	it('compares nobody where few are at work, and takes the first minutes of a shift for half an hour', () => {
		expect(countSpread([1, 2])).toBeUndefined();
		expect(countSpread([1, 2, 3, 10])).toEqual({ viewsPerHourMedian: 2.5, peopleWithRoom: 3 });
		expect(loadPerHour({ views: 1, hours: 1 / 60 })).toBe(2);
	});
});
