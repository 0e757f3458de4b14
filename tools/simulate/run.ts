import { seededRandom } from '@utu/core/first-pass/seeded-random.ts';
import { takeIn } from '../../packages/server/src/intake/intake.ts';
import type { Clock, Ids } from '../../packages/server/src/platform/clock.ts';
import { migrate } from '../../packages/server/src/platform/migrate.ts';
import { checkInvariants, type Report } from '../checker/check.ts';
import { createAgenda } from './agenda.ts';
import { clocksDifferMsMax, createFaults, type SimulatedDatabase } from './faults.ts';
import { createItems, type ItemMaker } from './items.ts';
import { isLost } from './lost.ts';
import { type Agent, act, type Surroundings } from './person.ts';
import { createErringPredictor } from './predictor.ts';
import { type Scenario, startOf } from './scenario.ts';
import { openServer, type SimulatedServer } from './servers.ts';
import { type Ground, layGround } from './setup.ts';

export type Outcome = {
	readonly report: Report;
	/** Simulated days that were gone through before the time was up. */
	readonly days: number;
	readonly seconds: number;
	readonly asked: number;
	readonly granted: number;
	readonly answered: number;
	readonly lostLines: number;
	/** Times that a constraint of the database refused what the program tried. */
	readonly refused: number;
	readonly crashes: number;
	readonly restarts: number;
	readonly clockSteps: number;
	/** Grants that the statement refused after the predicate had allowed them. */
	readonly conflicts: number;
	/** What was done, in the order in which it was begun: with it a race can be looked at. */
	readonly trace: readonly string[];
};

const minute = 60_000;
const turnEveryMs = 60_000;
const compareEveryMs = 20_000;
const intakeEveryMs = 10 * minute;
const togetherMax = 24;
const traceMax = 200_000;

/** Plays a scenario on a real database, faults included, and has what it left behind recounted by separate code. */
export const simulate = async (options: {
	readonly scenario: Scenario;
	readonly database: SimulatedDatabase;
	readonly say: (line: string) => void;
}): Promise<Outcome> => {
	const { scenario, database } = options;
	const random = seededRandom(scenario.seed);
	await migrate({ ownerUrl: database.ownerUrl() });
	const time = { at: startOf(scenario).getTime(), stepMs: 0 };
	const clock: Clock = { now: () => new Date(Math.floor(time.at + time.stepMs)) };
	const ids = seededIds(random);
	const items = createItems(seededRandom(scenario.seed + 1));
	const ground = await layGround({ ownerUrl: database.ownerUrl(), scenario, random, uuid: ids.uuid });
	const world = { scenario, database, time, clock, ids, items, ground, random, conflicts: 0, lostLoops: 0 };
	const played = await play(world, options.say);
	options.say('recounting from the tables');
	const report = await checkInvariants({ ownerUrl: database.ownerUrl(), clocksDifferMsMax });
	return { ...played, report, conflicts: world.conflicts };
};

type World = {
	readonly scenario: Scenario;
	readonly database: SimulatedDatabase;
	readonly time: { at: number; stepMs: number };
	readonly clock: Clock;
	readonly ids: Ids;
	readonly items: ItemMaker;
	readonly ground: Ground;
	readonly random: () => number;
	conflicts: number;
	lostLoops: number;
};

/** Identifiers that the seed gives again. */
const seededIds = (random: () => number): Ids => {
	const hex = (digits: number): string =>
		Array.from({ length: digits }, () => Math.floor(random() * 16).toString(16)).join('');
	return {
		uuid: () => `${hex(8)}-${hex(4)}-4${hex(3)}-8${hex(3)}-${hex(12)}`,
		random,
		code: (bytes) => hex(bytes * 2),
	};
};

const openServers = (world: World): readonly SimulatedServer[] =>
	[0, 1].map((number) =>
		openServer({
			ownerUrl: world.database.ownerUrl(),
			// The second server's clock is a little behind the first.
			clock: { now: () => new Date(world.clock.now().getTime() - number * 1_500) },
			ids: world.ids,
			predictor: createErringPredictor(world.items, seededRandom(world.scenario.seed + 2 + number)),
			connectionsMax: 14,
			onConflict: () => {
				world.conflicts += 1;
			},
			onLost: () => {
				world.lostLoops += 1;
			},
		}),
	);

const play = async (world: World, say: (line: string) => void): Promise<Omit<Outcome, 'report' | 'conflicts'>> => {
	const { scenario, time } = world;
	const began = performance.now();
	const end = time.at + scenario.days * 24 * 60 * minute;
	const agents = world.ground.people.map(
		(person, number): Agent => ({
			person,
			projects: world.ground.organisations.find((one) => one.id === person.organisationId)?.projects ?? [],
			random: seededRandom(scenario.seed * 7_919 + number),
			readyAt: time.at + world.random() * 10 * minute,
			held: undefined,
			settled: false,
			counts: { asked: 0, granted: 0, answered: 0, lost: 0, refused: 0, nothing: 0 },
		}),
	);
	const agenda = createAgenda();
	for (const [number, agent] of agents.entries()) agenda.add(agent.readyAt, number);
	let servers = openServers(world);
	const faults = createFaults(world);
	const around: Surroundings = {
		server: () => servers[Math.floor(world.random() * servers.length)] as SimulatedServer,
		items: world.items,
		now: () => time.at,
		idleMsMean: scenario.idleMsMean,
		changesMindShare: scenario.changesMindShare,
	};
	const due = { turn: time.at, compare: time.at, intake: time.at, said: time.at };
	const trace: string[] = [];
	while (time.at < end && (performance.now() - began) / 1_000 < scenario.secondsMax) {
		const together = agenda.take({ within: scenario.raceMs, most: scenario.raceMs === 0 ? 1 : togetherMax });
		if (together.length === 0) break;
		time.at = Math.max(time.at, ...together.map((one) => one.at));
		if (time.at >= due.intake) {
			await takeInMore(world, servers[0] as SimulatedServer);
			due.intake = time.at + intakeEveryMs;
		}
		if (time.at >= due.turn) {
			await around.server().turn();
			due.turn = time.at + turnEveryMs;
		}
		if (time.at >= due.compare) {
			await around.server().compare();
			due.compare = time.at + compareEveryMs;
		}
		if (faults.restartDue()) {
			await Promise.all(servers.map((server) => server.close()));
			await world.database.restart();
			servers = openServers(world);
		}
		faults.stepClock();
		if (trace.length < traceMax)
			trace.push(`${new Date(time.at).toISOString()} ${together.map((one) => one.who).join(' ')}`);
		const crash = faults.crash();
		await Promise.all(together.map(({ who }) => act(agents[who] as Agent, around)));
		await crash;
		for (const { who } of together) agenda.add(Math.max((agents[who] as Agent).readyAt, time.at + 1), who);
		if (time.at - due.said > 6 * 60 * minute) {
			due.said = time.at;
			say(
				`${new Date(time.at).toISOString()}  ${agents.reduce((sum, agent) => sum + agent.counts.granted, 0)} granted, ${Math.round((performance.now() - began) / 1_000)} s`,
			);
		}
	}
	await Promise.all(servers.map((server) => server.close()));
	const sum = (name: keyof Agent['counts']): number => agents.reduce((total, agent) => total + agent.counts[name], 0);
	return {
		days: (time.at - startOf(scenario).getTime()) / (24 * 60 * minute),
		seconds: (performance.now() - began) / 1_000,
		asked: sum('asked'),
		granted: sum('granted'),
		answered: sum('answered'),
		lostLines: sum('lost') + world.lostLoops,
		refused: sum('refused'),
		...faults.counts(),
		trace,
	};
};

/** What comes in within ten minutes, shared among the projects. A sender whose line is lost sends the same again. */
const takeInMore = async (world: World, server: SimulatedServer): Promise<void> => {
	const projects = world.ground.organisations.flatMap(({ id, projects: own }) =>
		own.map((projectId) => ({ id, projectId })),
	);
	const count = Math.round((world.scenario.itemsPerDay * intakeEveryMs) / (24 * 60 * minute));
	const now = new Date(world.time.at);
	for (const [number, { id, projectId }] of projects.entries()) {
		// The small organisation has a twentieth of the work.
		const share = number < 3 ? 0.95 / 3 : 0.05 / 3;
		const incoming = Array.from({ length: Math.max(1, Math.round(count * share)) }, (_, line) => {
			const { due, ...item } = world.items.make({ project: number, now });
			return {
				line,
				item: { ...item, themes: [...item.themes], ...(due === undefined ? {} : { dueAt: due.toISOString() }) },
			};
		});
		await untilTaken(() => takeIn(server, { organisationId: id, projectId, incoming }));
	}
};

const sendsMax = 5;

const untilTaken = async (send: () => ReturnType<typeof takeIn>): Promise<void> => {
	for (let sent = 1; ; sent++) {
		try {
			const taken = await send();
			if (!taken.ok) throw new Error(taken.error.kind);
			return;
		} catch (error) {
			if (!isLost(error) || sent === sendsMax) throw error;
		}
	}
};
