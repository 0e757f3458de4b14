import { harmWeighing } from '@utu/core/consensus/worth.ts';
import { seededRandom } from '@utu/core/first-pass/seeded-random.ts';
import { describe, expect, it } from 'vitest';
import { type PanelItem, viewable } from './exposure-data.ts';
import { curvePlot } from './exposure-plot.ts';
import { type AdaptivePolicy, earlyStop, majority, runAdaptive, warmupItems } from './exposure-stream.ts';

const workerCount = 20;
const words = { harmless: ['tea', 'bread', 'garden', 'river'], harmful: ['thorn', 'nettle', 'wasp', 'frost'] };

/** People are right four times in five; the text says something, most of the time the truth. */
const stream = (count: number, seed: number, { right = 0.8, told = 0.85 } = {}): readonly PanelItem[] => {
	const random = seededRandom(seed);
	return Array.from({ length: count }, (_, at) => {
		const truth = random() < 0.6 ? 1 : 0;
		const views = Array.from({ length: viewable }, (_, view) => ({
			worker: (at * 7 + view) % workerCount,
			label: (random() < right ? truth : 1 - truth) as 0 | 1,
		}));
		const spoken = random() < told ? truth : 1 - truth;
		const bag = spoken === 1 ? words.harmful : words.harmless;
		const text = Array.from({ length: 4 }, () => bag[Math.floor(random() * bag.length)]).join(' ');
		return { id: `${at}`, text, views, truth };
	});
};

const fewest: AdaptivePolicy = { name: 'fewest eyes', stop: harmWeighing, firstPass: true };
const share = (items: readonly PanelItem[], decided: readonly { readonly decided: number }[]) =>
	items.filter(({ truth }, at) => decided[at]!.decided === truth).length / items.length;

describe('the stream of the exposure bench', { timeout: 60_000 }, () => {
	const items = stream(warmupItems + 700, 1);

	it('never reads the panel: another truth changes no decision and no view', () => {
		const other = items.map((item): PanelItem => ({ ...item, truth: item.truth === 1 ? 0 : 1 }));
		for (const policy of [fewest, { ...fewest, auto: { alpha: 0.3, delta: 0.1, auditShare: 0.1 } }]) {
			const run = (of: readonly PanelItem[]) => runAdaptive(of, { policy, workerCount, seed: 3 }).outcomes;
			expect(run(other)).toEqual(run(items));
		}
	});

	it('has one person at least look at each item, and costs fewer views than it is accurate for', () => {
		const { outcomes } = runAdaptive(items, { policy: fewest, workerCount, seed: 3 });
		const after = outcomes.slice(warmupItems);
		expect(outcomes).toHaveLength(items.length);
		expect(Math.min(...after.map(({ views }) => views))).toBe(1);
		expect(Math.max(...after.map(({ views }) => views))).toBeLessThanOrEqual(viewable);
		const stop = items.slice(warmupItems).map((item) => earlyStop(item, 3));
		const views = (of: readonly { readonly views: number }[]) => of.reduce((sum, one) => sum + one.views, 0);
		expect(views(after)).toBeLessThan(views(stop));
		expect(share(items.slice(warmupItems), after)).toBeGreaterThan(
			share(
				items,
				items.map((item) => majority(item, 1)),
			),
		);
	});

	it('decides without people only where a rule was proven, and audits it', () => {
		const lax = { ...fewest, auto: { alpha: 0.15, delta: 0.1, auditShare: 0.1 } };
		const longer = stream(warmupItems + 1_300, 2, { right: 0.95, told: 0.97 });
		const { outcomes } = runAdaptive(longer, { policy: lax, workerCount, seed: 3 });
		// The first proof comes 800 items after the warm-up.
		expect(outcomes.slice(0, warmupItems + 800).every(({ views }) => views > 0)).toBe(true);
		expect(outcomes.slice(warmupItems + 800).some(({ views }) => views === 0)).toBe(true);
		const strict = { ...fewest, auto: { alpha: 0.001, delta: 0.001, auditShare: 0.1 } };
		const proven = runAdaptive(longer, { policy: strict, workerCount, seed: 3 }).outcomes;
		expect(proven.every(({ views }) => views > 0)).toBe(true);
	});

	it('stops early as the whole majority would have decided', () => {
		for (const item of items.slice(0, 300)) {
			expect(earlyStop(item, 5).decided).toBe(majority(item, 5).decided);
			expect(earlyStop(item, 5).views).toBeGreaterThanOrEqual(3);
		}
	});
});

describe('the plot', () => {
	it('has a mark for each point and family', () => {
		const points = ['majority', 'fewest eyes'].flatMap((family) =>
			[1, 5].map((k) => ({
				policy: `${family} of ${k}`,
				family,
				harmfulViews: k,
				balancedAcc: 86 + k,
				harmfulRecall: 88 + k,
			})),
		);
		const svg = curvePlot(points, { splits: 8 });
		// Two panels of four points, and a legend of two.
		expect(svg.match(/<circle|<rect/g)).toHaveLength(2 * 4 + 2);
		expect(svg).not.toContain('NaN');
		expect(svg).toContain('prefers-color-scheme:dark');
	});
});
