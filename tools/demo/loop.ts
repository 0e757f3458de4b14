/**
 * `npm run demo:loop -- --data DIR [--items N] [--workers N] [--db embedded|postgres] [--kills N] [--seed N] [--json]`
 *
 * The whole loop on real items: a server is started, N items of DIR are sent in, scripted workers (their error rates are
 * known to the script alone) work over HTTP through the router until every item is decided, the data set is exported, and
 * the invariants are recounted from the tables by separate code. Time is a clock that this script moves; budgets stay as
 * they are. With `--workers 1` the worker is you: the address and a log-in are printed, and the clock is the wall's.
 */
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { seededRandom, shuffledIndices } from '@utu/core/first-pass/seeded-random.ts';
import { canonicalText } from '@utu/core/intake/normalise.ts';
import type { Client } from '@utu/sdk/client.ts';
import { checkInvariants } from '../checker/check.ts';
import { type CrowdOptions, drawHabits, type Step, signUp, step, type Timings, type WorkerState } from './crowd.ts';
import { type ServerProcess, startServer } from './server-process.ts';

const { values: flags } = parseArgs({
	options: {
		data: { type: 'string', default: '../shared/data/text/davidson' },
		items: { type: 'string', default: '2000' },
		workers: { type: 'string', default: '40' },
		db: { type: 'string', default: 'embedded' },
		kills: { type: 'string', default: '0' },
		seed: { type: 'string', default: '1' },
		port: { type: 'string', default: '4611' },
		json: { type: 'boolean', default: false },
	},
});

/** The project that the items are judged in, and how many rounds without progress are a fault of the program. */
const templateId = 'hate-offensive-neither';
const idleRoundsMax = 20_000;
const concurrencyWindowMs = 2_000;

type Item = { readonly key: string; readonly text: string; readonly label: string };

const say = (line: string): void => {
	if (!flags.json) process.stdout.write(`${line}\n`);
};

/** A seeded sample of the folder's items with their labels. */
const readItems = (folder: string, count: number, random: () => number): readonly Item[] => {
	const labels = new Map(
		readFileSync(join(folder, 'truth.csv'), 'utf8')
			.split('\n')
			.slice(1)
			.filter((line) => line !== '')
			.map((line) => line.trim().split(',') as [string, string]),
	);
	const all = readFileSync(join(folder, 'items.jsonl'), 'utf8')
		.split('\n')
		.filter((line) => line !== '')
		.map((line) => JSON.parse(line) as { item: number | string; text: string })
		.flatMap(({ item, text }) => {
			const label = labels.get(String(item));
			return label === undefined ? [] : [{ key: String(item), text, label }];
		});
	return [...shuffledIndices(all.length, random)].slice(0, count).flatMap((index) => all[index] ?? []);
};

type Setting = { readonly operator: Client; readonly projectId: string; readonly joinCode: string };

const setUp = async (url: string, items: readonly Item[]): Promise<Setting> => {
	const founder = await signUp({ url, email: 'operator@loop.example', name: 'Operator' });
	const { joinCode } = await founder.request('POST /api/v1/organisations', { body: { name: 'The loop' } });
	await founder.request('PATCH /api/v1/organisation', { body: { supportContact: 'A demonstration without people.' } });
	const project = await founder.request('POST /api/v1/projects', { body: { name: 'The loop', templateId } });
	const projectId = project.id;
	const lines = items.map(({ key, text }) => JSON.stringify({ key, text, language: 'en', source: 'loop' })).join('\n');
	const started = performance.now();
	const response = await founder.stream('POST /api/v1/projects/:projectId/items', {
		params: { projectId },
		rawBody: lines,
		contentType: 'application/x-ndjson',
	});
	const report = (await response.json()) as { accepted: number; refused: number; duplicates: number };
	say(
		`  ${report.accepted} items taken in (${report.duplicates} duplicates, ${report.refused} refused) in ${Math.round(performance.now() - started)} ms`,
	);
	await founder.request('POST /api/v1/projects/:projectId/state', { params: { projectId }, body: { state: 'open' } });
	return { operator: founder, projectId, joinCode };
};

const hire = async (options: {
	readonly url: string;
	readonly setting: Setting;
	readonly number: number;
	readonly start: Date;
	readonly random: () => number;
}): Promise<WorkerState> => {
	const name = `worker ${options.number}`;
	const client = await signUp({ url: options.url, email: `worker-${options.number}@loop.example`, name });
	await client.request('POST /api/v1/memberships', { body: { joinCode: options.setting.joinCode } });
	await client.request('PUT /api/v1/work/projects/:projectId/consents', {
		params: { projectId: options.setting.projectId },
		body: { categories: ['hate', 'harassment', 'unscreened'] },
	});
	await client.request('POST /api/v1/me/shift', { body: { hours: 8 } });
	return {
		name,
		client,
		habits: drawHabits({ classes: 3, random: options.random }),
		readyAt: options.start.getTime(),
		held: undefined,
	};
};

type Run = { readonly timings: Timings; readonly seconds: number; readonly hours: number; readonly kills: number };

/** Moves the clock from one worker's moment to the next until every item is decided. */
const work = async (options: {
	readonly server: ServerProcess;
	readonly restart: (now: Date) => Promise<ServerProcess>;
	readonly setting: Setting;
	readonly workers: readonly WorkerState[];
	readonly crowd: CrowdOptions;
	readonly kills: number;
	readonly start: Date;
	readonly items: number;
}): Promise<Run> => {
	const { workers, crowd } = options;
	let server = options.server;
	const timings: Timings = { next: [], requests: 0 };
	const began = performance.now();
	const answersAtKill = Array.from({ length: options.kills }, (_, kill) =>
		Math.round(((kill + 1) / (options.kills + 1)) * options.items),
	);
	let now = options.start.getTime();
	let worked = 0;
	let idle = 0;
	let kills = 0;
	for (;;) {
		const soonest = Math.min(...workers.map((worker) => worker.readyAt));
		if (soonest > now) {
			now = soonest;
			await server.setTime(new Date(now));
		}
		const ready = workers.filter((worker) => worker.readyAt <= now + concurrencyWindowMs);
		const stepping = Promise.all(ready.map((worker) => step(worker, { ...crowd, now, timings })));
		if (kills < answersAtKill.length && worked / 2 >= (answersAtKill[kills] ?? 0)) {
			// In the middle of their requests, not between them.
			await sleep(1 + crowd.random() * 8);
			await server.kill();
			await stepping;
			server = await options.restart(new Date(now));
			kills++;
			say(`  killed and started again after about ${Math.round(worked / 2)} answers`);
			continue;
		}
		const steps: readonly Step[] = await stepping;
		worked += steps.filter((one) => one === 'worked').length;
		if (steps.some((one) => one === 'worked')) idle = 0;
		else {
			idle++;
			const { items } = await options.setting.operator.request('GET /api/v1/projects/:projectId/progress', {
				params: { projectId: options.setting.projectId },
			});
			if (items.open + items.firstPass === 0) break;
			if (idle > idleRoundsMax) throw new Error(`no progress: ${JSON.stringify(items)}`);
			await sleep(20);
		}
	}
	return {
		timings,
		kills,
		seconds: (performance.now() - began) / 1000,
		hours: (now - options.start.getTime()) / 3_600_000,
	};
};

const percentile = (values: readonly number[], share: number): number => {
	const sorted = [...values].sort((a, b) => a - b);
	return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
};

/** Decisions as the export tells them, against the truth file. */
const judge = async (
	setting: Setting,
	items: readonly Item[],
): Promise<{ readonly decided: number; readonly accuracy: number; readonly viewsPerItem: number }> => {
	const response = await setting.operator.stream('GET /api/v1/projects/:projectId/export', {
		params: { projectId: setting.projectId },
		query: { format: 'jsonl' },
	});
	const truth = new Map(items.map((item) => [item.key, item.label]));
	let decided = 0;
	let right = 0;
	let views = 0;
	for (const line of (await response.text()).split('\n').filter((one) => one !== '')) {
		const row = JSON.parse(line) as {
			key: string;
			decision: null | { answers: Record<string, string>; views: number };
		};
		if (row.decision === null) continue;
		decided++;
		views += row.decision.views;
		if (Object.values(row.decision.answers)[0] === truth.get(row.key)) right++;
	}
	return { decided, accuracy: right / decided, viewsPerItem: views / decided };
};

const main = async (): Promise<void> => {
	const folder = resolve(flags.data);
	if (!existsSync(join(folder, 'items.jsonl'))) {
		process.stderr.write(
			`There is no ${join(folder, 'items.jsonl')}. Name a folder with items.jsonl and truth.csv: --data DIR\n`,
		);
		process.exitCode = 2;
		return;
	}
	const seed = Number(flags.seed);
	const random = seededRandom(seed);
	const items = readItems(folder, Number(flags.items), random);
	const dataFolder = mkdtempSync(join(tmpdir(), 'utu-loop-'));
	// The database runs under an account of its own, which has to pass through.
	chmodSync(dataFolder, 0o711);
	const db = flags.db === 'postgres' ? 'postgres' : 'embedded';
	const alone = Number(flags.workers) === 1;
	const start = new Date('2026-03-02T06:00:00Z');
	const restart = (now: Date): Promise<ServerProcess> =>
		startServer({ dataFolder, db, port: Number(flags.port), start: alone ? null : now });
	let server = await restart(start);
	try {
		say(`  server at ${server.url}, ${db} database`);
		const setting = await setUp(server.url, items);
		if (alone) return await workAlone(server, setting);
		const workers: WorkerState[] = [];
		for (let number = 1; number <= Number(flags.workers); number++)
			workers.push(await hire({ url: server.url, setting, number, start, random }));
		say(`  ${workers.length} workers signed up`);
		const labels = new Map(items.map((item) => [canonicalText(item.text), item.label]));
		const crowd: CrowdOptions = {
			classes: ['0', '1', '2'],
			truthOf: (text) => labels.get(canonicalText(text)),
			random,
		};
		const run = await work({
			server,
			restart: async (now) => {
				server = await restart(now);
				return server;
			},
			setting,
			workers,
			crowd,
			kills: Number(flags.kills),
			start,
			items: items.length,
		});
		const judged = await judge(setting, items);
		const checked = await checkInvariants({ ownerUrl: server.ownerUrl });
		report({ judged, run, checked, seed, db });
		if (judged.decided !== items.length || checked.breaches.length > 0) process.exitCode = 1;
	} finally {
		await server.stop();
		rmSync(dataFolder, { recursive: true, force: true });
	}
};

const report = (options: {
	readonly judged: Awaited<ReturnType<typeof judge>>;
	readonly run: Run;
	readonly checked: Awaited<ReturnType<typeof checkInvariants>>;
	readonly seed: number;
	readonly db: string;
}): void => {
	const { judged, run, checked } = options;
	const round = (value: number, digits: number): number => Number(value.toFixed(digits));
	for (const breach of checked.breaches.slice(0, 20)) say(`  breach of ${breach.invariant}: ${breach.story}`);
	say(
		`  ${judged.decided} decided in ${round(run.hours, 1)} h of their time, ${round(run.seconds, 1)} s of ours; ${checked.checks} checks`,
	);
	const figures = {
		decided: judged.decided,
		viewsPerItem: round(judged.viewsPerItem, 3),
		accuracy: round(judged.accuracy, 4),
		breaches: checked.breaches.length,
		requestsPerSecond: Math.round(run.timings.requests / run.seconds),
		nextP50Ms: round(percentile(run.timings.next, 0.5), 2),
		nextP99Ms: round(percentile(run.timings.next, 0.99), 2),
		kills: run.kills,
		checks: checked.checks,
		db: options.db,
		seed: options.seed,
	};
	process.stdout.write(`${JSON.stringify(figures)}\n`);
};

/** The worker is a person at a browser; ends when all is decided, or at Ctrl-C. */
const workAlone = async (server: ServerProcess, setting: Setting): Promise<void> => {
	process.stdout.write(
		`\n  Open ${server.url}, sign up, and join with the code ${setting.joinCode}.\n  Ctrl-C ends it; what was done is thrown away.\n\n`,
	);
	let stopped = false;
	process.once('SIGINT', () => {
		stopped = true;
	});
	while (!stopped) {
		const { items } = await setting.operator.request('GET /api/v1/projects/:projectId/progress', {
			params: { projectId: setting.projectId },
		});
		if (items.open + items.firstPass === 0) {
			process.stdout.write(`  All ${items.total} items are decided.\n`);
			return;
		}
		await sleep(1_000);
	}
};

await main();
