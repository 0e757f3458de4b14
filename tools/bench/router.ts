import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { seededRandom } from '@utu/core/first-pass/seeded-random.ts';
import { checkInvariants } from '../checker/check.ts';
import { startServer } from '../demo/server-process.ts';
import { addItems, addWorkers, type BenchWorker, connect, layProjects } from './router/data.ts';
import { closedLoad, createCaller, type Load, openLoad } from './router/load.ts';
import { naiveClaimMs } from './router/naive.ts';

type Row = {
	readonly items: number;
	readonly leaseP50Ms: number;
	readonly leaseP99Ms: number;
	readonly cyclesPerSecond: number;
	readonly requestsPerSecond: number;
	readonly failed: number;
	/** At what 2,000 people ask for. */
	readonly at200: { readonly leaseP50Ms: number; readonly leaseP99Ms: number; readonly requestsPerSecond: number };
	/** People for whom nearly all that waits is excluded. */
	readonly hard: { readonly leaseP50Ms: number; readonly leaseP99Ms: number };
	readonly baseline: { readonly leaseP50Ms: number };
};

const needed = 200;
const port = 4_655;

/** @public The dispatcher imports it by name. */
export const bench = {
	name: 'router',
	run: async (options: { readonly quick: boolean; readonly seed: number }): Promise<Record<string, unknown>> => {
		const sizes = options.quick ? [20_000, 100_000] : [100_000, 1_000_000, 5_000_000];
		const plan = options.quick
			? { people: 400, seconds: 5, atOnce: 24, tries: 3 }
			: { people: 2_000, seconds: 25, atOnce: 32, tries: 5 };
		const folder = mkdtempSync(join(tmpdir(), 'utu-router-'));
		chmodSync(folder, 0o711);
		const server = await startServer({ dataFolder: folder, db: 'embedded', port, start: null });
		const client = await connect(server.ownerUrl);
		const caller = createCaller(server.url, 2 * plan.atOnce);
		const random = seededRandom(options.seed);
		try {
			const now = new Date();
			await layProjects(client, now);
			const workers = await addWorkers(client, { count: plan.people, now, seed: options.seed });
			const rows: Row[] = [];
			let before = 0;
			for (const items of sizes) {
				await addItems(client, { from: before, to: items, now, say: (line) => console.log(`  ${line}`) });
				before = items;
				const load = { call: caller.call, workers };
				await closedLoad({ ...load, atOnce: plan.atOnce, seconds: 3 });
				const at200 = await openLoad({ ...load, requestsPerSecond: needed, seconds: plan.seconds, random });
				const full = await closedLoad({ ...load, atOnce: plan.atOnce, seconds: plan.seconds });
				rows.push(
					rowOf({ items, at200, full, baselineMs: await naiveClaimMs(client, { workers, tries: plan.tries }) }),
				);
				console.log(`  ${JSON.stringify(rows.at(-1))}`);
			}
			const report = await checkInvariants({ ownerUrl: server.ownerUrl });
			for (const breach of report.breaches.slice(0, 10)) console.log(`  ${breach.invariant}: ${breach.story}`);
			return {
				rows,
				exponent: exponentOf(rows),
				violations: report.breaches.length,
				checks: report.checks,
				people: (workers as readonly BenchWorker[]).length,
				peer: null,
			};
		} finally {
			caller.close();
			await client.end();
			await server.stop();
			rmSync(folder, { recursive: true, force: true });
		}
	},
};

const rowOf = (measured: {
	readonly items: number;
	readonly at200: Load;
	readonly full: Load;
	readonly baselineMs: number;
}): Row => {
	const { full, at200 } = measured;
	return {
		items: measured.items,
		leaseP50Ms: percentile(full.leaseMs, 0.5),
		leaseP99Ms: percentile(full.leaseMs, 0.99),
		cyclesPerSecond: Math.round(full.cycles / full.seconds),
		requestsPerSecond: Math.round(full.requests / full.seconds),
		failed: full.failed + at200.failed,
		at200: {
			leaseP50Ms: percentile(at200.leaseMs, 0.5),
			leaseP99Ms: percentile(at200.leaseMs, 0.99),
			requestsPerSecond: Math.round(at200.requests / at200.seconds),
		},
		hard: { leaseP50Ms: percentile(at200.hardMs, 0.5), leaseP99Ms: percentile(at200.hardMs, 0.99) },
		baseline: { leaseP50Ms: Number(measured.baselineMs.toFixed(2)) },
	};
};

const percentile = (values: readonly number[], share: number): number => {
	const sorted = [...values].sort((a, b) => a - b);
	return Number((sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0).toFixed(2));
};

/** The slope of log latency over log items, at the rate that is needed: 0 where size does not matter. */
const exponentOf = (rows: readonly Row[]): number => {
	const points = rows.map((row) => [Math.log(row.items), Math.log(row.at200.leaseP50Ms)] as const);
	const mean = (of: (point: readonly [number, number]) => number): number =>
		points.reduce((sum, point) => sum + of(point), 0) / points.length;
	const [x, y] = [mean((point) => point[0]), mean((point) => point[1])];
	const slope =
		points.reduce((sum, point) => sum + (point[0] - x) * (point[1] - y), 0) /
		points.reduce((sum, point) => sum + (point[0] - x) ** 2, 0);
	return Number(slope.toFixed(3));
};
