import { createForms } from '../../packages/server/src/annotation/forms.ts';
import { drainConsensus } from '../../packages/server/src/consensus/consensus.loop.ts';
import { drainFirstPass, relaneBatches } from '../../packages/server/src/first-pass/first-pass.loop.ts';
import type { Clock, Ids } from '../../packages/server/src/platform/clock.ts';
import { type Database, openDatabase } from '../../packages/server/src/platform/database.ts';
import { createDispatcher } from '../../packages/server/src/platform/dispatch.ts';
import type { Predictor } from '../../packages/server/src/predictors/predictor.port.ts';
import { drawReviews } from '../../packages/server/src/review/draw.loop.ts';
import { computeScores } from '../../packages/server/src/review/scores.loop.ts';
import { expireLeases } from '../../packages/server/src/routing/expire.loop.ts';
import { createLaneCatalog, type LaneCatalog } from '../../packages/server/src/routing/lanes.ts';
import { countSpreads } from '../../packages/server/src/routing/spread.loop.ts';

/** What one server process holds: connections, what it remembers, a clock of its own. */
export type SimulatedServer = {
	readonly database: Database;
	readonly clock: Clock;
	readonly ids: Ids;
	readonly lanes: LaneCatalog;
	readonly forms: ReturnType<typeof createForms>;
	readonly wake: () => void;
	readonly onConflict: (laneId: number) => void;
	/** One round of every stage's loop. */
	readonly turn: () => Promise<void>;
	/** The router compares what people at work carry: more often than the rest. */
	readonly compare: () => Promise<void>;
	readonly close: () => Promise<void>;
};

/** Simulated: everybody's transaction is run each time. */
const scoresMsMin = 6 * 3_600_000;
/** Rounds of a loop before it rests, also where more is due. */
const roundsMax = 8;
const triesMax = 3;

export const openServer = (options: {
	readonly ownerUrl: string;
	readonly clock: Clock;
	readonly ids: Ids;
	readonly predictor: Predictor;
	readonly connectionsMax: number;
	readonly onConflict: (laneId: number) => void;
	readonly onLost: (error: unknown) => void;
}): SimulatedServer => {
	const { clock, ids } = options;
	const open = (role: 'utu_app' | 'utu_dispatch' | 'utu_router', connectionsMax: number): Database =>
		openDatabase({ url: options.ownerUrl, role, connectionsMax, namedStatements: true, onError: () => undefined });
	const [database, dispatch, router] = [
		open('utu_app', options.connectionsMax),
		open('utu_dispatch', 1),
		open('utu_router', 1),
	];
	const dispatcher = createDispatcher(dispatch);
	const shared = { database, clock, ids, dispatcher };
	const firstPass = {
		...shared,
		predictorFor: () => options.predictor,
		fit: () => Promise.reject(new Error('nothing is learned here')),
		onFailure: () => undefined,
		decided: () => undefined,
	};
	const scores = computeScores({ ...shared, forms: createForms(), everyMs: scoresMsMin });
	const loops = [
		drainFirstPass(firstPass),
		relaneBatches(firstPass),
		drainConsensus({ ...shared, decided: () => undefined }),
		expireLeases(shared),
		drawReviews(shared),
		async () => {
			await scores();
			return 0;
		},
	];
	const once = async (loop: () => Promise<number>): Promise<void> => {
		for (let round = 0; round < roundsMax; round++) if ((await loop()) === 0) break;
	};
	// As in production: a loop that fails goes on soon.
	const run = async (loop: () => Promise<number>): Promise<void> => {
		for (let left = triesMax; left > 0; left--) {
			try {
				return await once(loop);
			} catch (error) {
				options.onLost(error);
			}
		}
	};
	return {
		database,
		clock,
		ids,
		lanes: createLaneCatalog({ ageMsMax: 5_000, elapsedMs: () => clock.now().getTime() }),
		forms: createForms(),
		wake: () => undefined,
		onConflict: options.onConflict,
		turn: async () => {
			for (const loop of loops) await run(loop);
		},
		compare: () => run(countSpreads({ router, clock })),
		close: async () => {
			await Promise.all([database.close(), dispatch.close(), router.close()]);
		},
	};
};
