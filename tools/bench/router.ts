/**
 * The router on a real PostgreSQL at sizes far apart: people near their limits ask for work, uncover, answer, over HTTP,
 * from this process to a server in another. `at200` is at what 2,000 people need, whether answers have come back or not;
 * the rest is as fast as it goes, with so many at once that they wait for each other. Beside it the claim that anyone
 * would write first, timed alone at the database.
 *
 * `UTU_BENCH_DB=postgres` takes the system's PostgreSQL; `UTU_BENCH_PLANS=1` prints the plans at the largest size;
 * `UTU_BENCH_SIZES=20000,100000` other sizes.
 */
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { seededRandom } from '@utu/core/first-pass/seeded-random.ts';
import type pg from 'pg';
import { checkInvariants } from '../checker/check.ts';
import { startServer } from '../demo/server-process.ts';
import { cpuTimeOf } from './router/cpu.ts';
import { exponentOf, percentile } from './router/figures.ts';
import { connect, layGround } from './router/ground.ts';
import { addItems } from './router/items.ts';
import { closedLoad, createCaller, type Load, openLoad } from './router/load.ts';
import { naiveClaimMs } from './router/naive.ts';
import { addWorkers, type BenchWorker } from './router/people.ts';
import { printPlans } from './router/plans.ts';

type Lease = { readonly leaseP50Ms: number; readonly leaseP99Ms: number };

type Row = Lease & {
	readonly items: number;
	readonly cyclesPerSecond: number;
	readonly requestsPerSecond: number;
	/** Asks of people who may see something, and were given nothing: their share. */
	readonly nothingShare: number;
	readonly failures: Readonly<Record<string, number>>;
	/** At what 2,000 people ask for. */
	readonly at200: Lease & {
		readonly requestsPerSecond: number;
		/** False where the machine could not: latencies are then those of a queue that only grows. */
		readonly keptUp: boolean;
		readonly revealP50Ms: number;
		readonly answerP50Ms: number;
		readonly answerP99Ms: number;
		/** People who may enter one lane of 640, and people who may enter none. */
		readonly hard: Lease;
		readonly none: Lease;
	};
	readonly hard: Lease;
	readonly none: Lease;
	/** One person at a time: nobody waits for anybody. */
	readonly alone: Lease;
	/** Processor time of one request at full speed, by whose it is: the same on a busy machine. Null off Linux. */
	readonly cpuMsPerRequest: { readonly server: number; readonly database: number; readonly client: number } | null;
	readonly baseline: { readonly leaseP50Ms: number };
};

const needed = 200;
/** Who asked last is served within a tenth of the time that all were asking. */
const keptUpRatio = 1.1;

type Plan = {
	readonly sizes: readonly number[];
	readonly people: number;
	readonly warmUpSeconds: number;
	readonly seconds: number;
	readonly atOnce: number;
	readonly naiveTries: number;
};

const planOf = (quick: boolean): Plan => {
	const asked = process.env['UTU_BENCH_SIZES']?.split(',').map(Number);
	return quick
		? { sizes: asked ?? [20_000, 100_000], people: 200, warmUpSeconds: 3, seconds: 3, atOnce: 32, naiveTries: 3 }
		: {
				...{ sizes: asked ?? [100_000, 1_000_000, 5_000_000], people: 2_000, warmUpSeconds: 5 },
				...{ seconds: 30, atOnce: 48, naiveTries: 3 },
			};
};

const run = async (options: { readonly quick: boolean; readonly seed: number }): Promise<Record<string, unknown>> => {
	const plan = planOf(options.quick);
	const db = process.env['UTU_BENCH_DB'] === 'postgres' ? 'postgres' : 'embedded';
	const folder = mkdtempSync(join(tmpdir(), 'utu-bench-router-'));
	// PostgreSQL does not run as root: it must get to its own folder below.
	chmodSync(folder, 0o711);
	try {
		const server = await startServer({ dataFolder: folder, db, port: await freePort(), start: null });
		const client = await connect(server.ownerUrl);
		const caller = createCaller(server.url, 4 * plan.atOnce);
		try {
			const rows = await measureAll({
				client,
				call: caller.call,
				serverPid: server.pid,
				plan,
				random: seededRandom(options.seed),
			});
			const report = await checkInvariants({ ownerUrl: server.ownerUrl });
			for (const breach of report.breaches.slice(0, 20)) console.log(`  ${breach.invariant}: ${breach.story}`);
			if (process.env['UTU_BENCH_PLANS'] !== undefined) await printPlans(server.ownerUrl);
			return {
				db,
				people: plan.people,
				rows,
				exponent: exponentOf(rows.map((row) => [row.items, row.at200.leaseP50Ms])),
				exponentAlone: exponentOf(rows.map((row) => [row.items, row.alone.leaseP50Ms])),
				exponentCpu: exponentOf(
					rows.map(({ items, cpuMsPerRequest: cpu }) => [items, (cpu?.server ?? 0) + (cpu?.database ?? 0)]),
				),
				violations: Object.values(report.byInvariant).reduce((sum, { breaches }) => sum + breaches, 0),
				checks: report.checks,
				peer: null,
				peerWhy: 'the nearest peer needs Python, a server of its own, and packages by the hundred',
			};
		} finally {
			caller.close();
			await client.end();
			await server.stop();
		}
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
};

/** @public The dispatcher imports it by name. */
export const bench = { name: 'router', run };

const freePort = (): Promise<number> =>
	new Promise((resolve, reject) => {
		const probe = createServer();
		probe.once('error', reject);
		probe.listen(0, '127.0.0.1', () => {
			const address = probe.address();
			probe.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
		});
	});

type Measuring = {
	readonly client: pg.Client;
	readonly call: ReturnType<typeof createCaller>['call'];
	readonly serverPid: number;
	readonly plan: Plan;
	readonly random: () => number;
};

const measureAll = async ({ client, call, serverPid, plan, random }: Measuring): Promise<readonly Row[]> => {
	await layGround(client, new Date());
	const rows: Row[] = [];
	let before = 0;
	console.log(
		'     items  lease p50 / p99 ms at 200/s   hard, none p50   full speed p50 / p99   cycles/s  requests/s   naive p50',
	);
	for (const [cohort, items] of plan.sizes.entries()) {
		const began = performance.now();
		await addItems(client, { from: before, to: items, now: new Date() });
		before = items;
		const workers = await addWorkers(client, { count: plan.people, cohort, now: new Date(), random });
		await client.query('checkpoint');
		const writtenSeconds = (performance.now() - began) / 1_000;
		const load = { call, workers };
		await closedLoad({ ...load, atOnce: plan.atOnce, seconds: plan.warmUpSeconds });
		const alone = await closedLoad({ ...load, atOnce: 1, seconds: plan.warmUpSeconds });
		const at200 = await openLoad({ ...load, requestsPerSecond: needed, seconds: plan.seconds, random });
		const cpu = cpuMeter(serverPid);
		const full = await closedLoad({ ...load, atOnce: plan.atOnce, seconds: plan.seconds });
		const cpuMsPerRequest = cpu(full.requests);
		const row = rowOf({
			items,
			secondsAsked: plan.seconds,
			alone,
			at200,
			full,
			cpuMsPerRequest,
			naiveMs: await naive(client, plan, workers),
		});
		rows.push(row);
		printRow(row, writtenSeconds);
	}
	return rows;
};

const cpuMeter = (serverPid: number): ((requests: number) => Row['cpuMsPerRequest']) => {
	const [before, ownBefore] = [cpuTimeOf(serverPid), process.cpuUsage()];
	return (requests) => {
		const [after, own] = [cpuTimeOf(serverPid), process.cpuUsage(ownBefore)];
		if (before === undefined || after === undefined) return null;
		const each = (ms: number): number => Number((ms / requests).toFixed(3));
		return {
			server: each(after.own - before.own),
			database: each(after.below - before.below),
			client: each((own.user + own.system) / 1_000),
		};
	};
};

const naive = (client: pg.Client, plan: Plan, workers: readonly BenchWorker[]): Promise<number> =>
	naiveClaimMs(client, { workers, tries: plan.naiveTries });

const leaseOf = (values: readonly number[]): Lease => ({
	leaseP50Ms: percentile(values, 0.5),
	leaseP99Ms: percentile(values, 0.99),
});

const rowOf = (measured: {
	readonly items: number;
	readonly secondsAsked: number;
	readonly alone: Load;
	readonly at200: Load;
	readonly full: Load;
	readonly cpuMsPerRequest: Row['cpuMsPerRequest'];
	readonly naiveMs: number;
}): Row => {
	const { full, at200 } = measured;
	const asks = full.leaseMs.ordinary.length + full.leaseMs.hard.length;
	return {
		items: measured.items,
		...leaseOf(full.leaseMs.ordinary),
		cyclesPerSecond: Math.round(full.cycles / full.seconds),
		requestsPerSecond: Math.round(full.requests / full.seconds),
		nothingShare: Number((full.nothing / asks).toFixed(3)),
		failures: { ...at200.failures, ...full.failures },
		at200: {
			...leaseOf(at200.leaseMs.ordinary),
			requestsPerSecond: Math.round(at200.requests / at200.seconds),
			keptUp: at200.seconds <= keptUpRatio * measured.secondsAsked,
			revealP50Ms: percentile(at200.revealMs, 0.5),
			answerP50Ms: percentile(at200.answerMs, 0.5),
			answerP99Ms: percentile(at200.answerMs, 0.99),
			hard: leaseOf(at200.leaseMs.hard),
			none: leaseOf(at200.leaseMs.none),
		},
		hard: leaseOf(full.leaseMs.hard),
		none: leaseOf(full.leaseMs.none),
		alone: leaseOf(measured.alone.leaseMs.ordinary),
		cpuMsPerRequest: measured.cpuMsPerRequest,
		baseline: { leaseP50Ms: measured.naiveMs },
	};
};

const printRow = (row: Row, writtenSeconds: number): void => {
	const figures = [
		[row.items, 10],
		[`${row.at200.leaseP50Ms} / ${row.at200.leaseP99Ms}`, 31],
		[`${row.at200.hard.leaseP50Ms}, ${row.at200.none.leaseP50Ms}`, 17],
		[`${row.leaseP50Ms} / ${row.leaseP99Ms}`, 23],
		[row.cyclesPerSecond, 11],
		[row.requestsPerSecond, 12],
		[row.baseline.leaseP50Ms, 12],
	] as const;
	console.log(figures.map(([value, width]) => String(value).padStart(width)).join(''));
	console.log(
		`            written in ${writtenSeconds.toFixed(0)} s; alone ${row.alone.leaseP50Ms} / ${row.alone.leaseP99Ms} ms; CPU ms a request: ${JSON.stringify(row.cpuMsPerRequest)}; refused: ${JSON.stringify(row.failures)}`,
	);
};
