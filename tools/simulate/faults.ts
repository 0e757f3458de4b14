import { mkdtempSync, rmSync } from 'node:fs';
import { chmod } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import {
	describeEmbeddedPostgresError,
	type EmbeddedPostgres,
	startEmbeddedPostgres,
} from '../../packages/server/src/platform/embedded-postgres.ts';
import type { Scenario } from './scenario.ts';

/** A PostgreSQL of the simulation's own, which can be shot. */
export type SimulatedDatabase = {
	readonly ownerUrl: () => string;
	/** SIGKILL to the server and all its processes: it recovers from its log when it is started again. */
	readonly restart: () => Promise<void>;
	readonly stop: () => Promise<void>;
};

export const openSimulatedDatabase = async (): Promise<SimulatedDatabase> => {
	const folder = mkdtempSync(join(tmpdir(), 'utu-simulate-'));
	await chmod(folder, 0o711);
	// A commit waits for no disk, as no machine loses power here; a shot server recovers all the same.
	const settings = { synchronous_commit: 'off', max_connections: '100', shared_buffers: '512MB', max_wal_size: '4GB' };
	const start = async (): Promise<EmbeddedPostgres> => {
		const started = await startEmbeddedPostgres({ folder: join(folder, 'postgres'), database: 'utu', settings });
		if (!started.ok) throw new Error(describeEmbeddedPostgresError(started.error));
		return started.value;
	};
	let server = await start();
	return {
		ownerUrl: () => server.ownerUrl,
		restart: async () => {
			// Nothing else may keep this process: the server that ends does not, and every connection is closed.
			const awake = setInterval(() => undefined, 1_000);
			process.kill(server.pid, 'SIGQUIT');
			await server.ended;
			await server.stop();
			server = await start();
			clearInterval(awake);
		},
		stop: async () => {
			await server.stop();
			rmSync(folder, { recursive: true, force: true });
		},
	};
};

const second = 1_000;
const minute = 60 * second;

/** A clock is wrong by up to so much, forth or back. */
const clockStepMsMax = 3 * minute;
/** From one end to the other, and what lies between the two servers. */
export const clocksDifferMsMax = 2 * clockStepMsMax + 2 * second;

/** Draws when what breaks, in simulated time. */
export const createFaults = (world: {
	readonly scenario: Scenario;
	readonly database: SimulatedDatabase;
	readonly time: { at: number; stepMs: number };
	readonly random: () => number;
}) => {
	const { scenario, time, random } = world;
	const counts = { crashes: 0, restarts: 0, clockSteps: 0 };
	const next = (everyMs: number): number => time.at - Math.log(1 - random()) * everyMs;
	const due = {
		crash: next(scenario.crashEveryMs),
		restart: next(scenario.restartEveryMs),
		step: next(scenario.clockStepEveryMs),
	};
	return {
		counts: () => counts,
		restartDue: (): boolean => {
			if (time.at < due.restart) return false;
			due.restart = next(scenario.restartEveryMs);
			counts.restarts += 1;
			return true;
		},
		/** Both servers' clock goes wrong by up to a few minutes, forth or back, until it is set right with the next step. */
		stepClock: (): void => {
			if (time.at < due.step) return;
			due.step = next(scenario.clockStepEveryMs);
			time.stepMs = time.stepMs === 0 ? (2 * random() - 1) * clockStepMsMax : 0;
			counts.clockSteps += 1;
		},
		/** Ends a share of the servers' connections in the middle of what they are doing, as the death of a server does. */
		crash: async (): Promise<void> => {
			if (time.at < due.crash) return;
			due.crash = next(scenario.crashEveryMs);
			counts.crashes += 1;
			const client = new pg.Client({ connectionString: world.database.ownerUrl() });
			// Its own end is told by the statement.
			client.on('error', () => undefined);
			await client.connect();
			try {
				await client.query(
					`select pg_terminate_backend(pid) from pg_stat_activity
					where datname = current_database() and pid <> pg_backend_pid() and backend_type = 'client backend' and random() < 0.5`,
				);
			} finally {
				await client.end();
			}
		},
	};
};
