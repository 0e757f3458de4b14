import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { FastifyInstance } from 'fastify';
import pg from 'pg';
import type { Logger } from 'pino';
import { annotationHandlers, leaseFailure, leaseForPage } from './annotation/annotation.http.ts';
import { createForms } from './annotation/forms.ts';
import type { LeaseDeps } from './annotation/lease-use.ts';
import { auditDecisions } from './consensus/audit.loop.ts';
import { drainConsensus } from './consensus/consensus.loop.ts';
import { refitWorkers } from './consensus/refit.loop.ts';
import { deliveryHandlers } from './delivery/delivery.http.ts';
import { drainDelivery } from './delivery/delivery.loop.ts';
import { autoHandlers } from './first-pass/auto.http.ts';
import { watchAutoDecisions } from './first-pass/auto.loop.ts';
import { drainFirstPass, relaneBatches } from './first-pass/first-pass.loop.ts';
import { learnFromDecisions } from './first-pass/learn.loop.ts';
import { newestModel } from './first-pass/models.sql.ts';
import { moderationHandlers } from './first-pass/moderations.http.ts';
import type { Fit, PredictorFor } from './first-pass/predictor.ts';
import { intakeHandlers } from './intake/intake.http.ts';
import type { IntakeDeps } from './intake/intake.ts';
import { createAuthorise } from './people/authorise.ts';
import { addIdentity } from './people/identity.http.ts';
import { createIdentity, type IdentityService } from './people/identity.ts';
import { peopleHandlers } from './people/people.http.ts';
import type { PeopleDeps } from './people/people.ts';
import { planningHandlers } from './planning/planning.http.ts';
import { type Clock, type Ids, steadyMs } from './platform/clock.ts';
import type { Config } from './platform/config.ts';
import { type Database, openDatabase } from './platform/database.ts';
import { createDispatcher, type Dispatcher } from './platform/dispatch.ts';
import type { Handlers } from './platform/handlers.ts';
import { buildHttp } from './platform/http.ts';
import { type Loop, startLoop } from './platform/loops.ts';
import { migrate, openLedger } from './platform/migrate.ts';
import { startTextClassifier, type TextClassifier } from './predictors/text-classifier.ts';
import { createTextPredictor } from './predictors/text-predictor.ts';
import { projectHandlers } from './projects/projects.http.ts';
import type { ProjectDeps } from './projects/projects.ts';
import { certificateHandlers } from './review/certificate.http.ts';
import { createSigner } from './review/certificate-signing.ts';
import { drawReviews } from './review/draw.loop.ts';
import { reviewHandlers } from './review/review.http.ts';
import { computeScores } from './review/scores.loop.ts';
import { trainingHandlers } from './review/training.http.ts';
import { publishCapacity } from './routing/capacity.loop.ts';
import { expireLeases } from './routing/expire.loop.ts';
import { createLaneCatalog } from './routing/lanes.ts';
import { lookAgainForPage } from './routing/look-again.http.ts';
import { reviewForPage } from './routing/next-review.http.ts';
import { trainingForPage } from './routing/next-training.http.ts';
import { routingHandlers } from './routing/routing.http.ts';
import { countSpreads } from './routing/spread.loop.ts';
import { safetyHandlers } from './safety/safety.http.ts';
import { supportHandlers } from './support/support.http.ts';

export type ServerRole = 'web' | 'loops' | 'predictors';

/** A server put together: what a start, a demonstration or a test needs of it. */
export type Composed = {
	readonly app: FastifyInstance;
	readonly identity: IdentityService;
	readonly people: PeopleDeps;
	readonly projects: ProjectDeps;
	readonly intake: IntakeDeps;
	readonly close: () => Promise<void>;
};

const webFolder = fileURLToPath(new URL('../../web/dist', import.meta.url));
const restMs = {
	firstPass: 200,
	consensus: 100,
	relane: 500,
	learn: 1_000,
	auto: 2_000,
	audit: 10_000,
	refit: 1_000,
	expire: 1_000,
	spread: 10_000,
	capacity: 30_000,
	review: 2_000,
	scores: 5_000,
	delivery: 500,
	ledger: 24 * 3_600_000,
	purge: 600_000,
};
const purgeRowsMax = 1_000;
/** How old the router's view of what is open may be. */
const lanesMsMax = 1_000;

/** The one place that sees everything. `clock` is the system's in production: `main.ts` hands over no other. */
export const compose = async (options: {
	readonly config: Config;
	readonly ownerUrl: string;
	readonly clock: Clock;
	readonly ids: Ids;
	readonly log: Logger;
	readonly roles: readonly ServerRole[];
}): Promise<Composed> => {
	const { config, ownerUrl, clock, ids, log } = options;
	await migrate({ ownerUrl });
	await openLedger({ ownerUrl, now: clock.now() });
	const pools = openPools(options);
	const { database, dispatch, router, authPool } = pools;
	const dispatcher = createDispatcher(dispatch);
	const identity = await createIdentity({
		pool: authPool,
		namedStatements: config.namedStatements,
		baseUrl: config.baseUrl,
		secret: config.secret,
		trustedOrigins: [],
		signUp: config.signUp,
		clock,
		ids,
		log: ({ level, message }) => log[level](message),
	});
	const classifier = startTextClassifier();
	const predictorFor: PredictorFor = (organisationId) =>
		createTextPredictor({
			classifier,
			clock,
			modelOf: (projectId) => newestModel(database, { organisationId, projectId }),
		});
	const { authorise, forget } = createAuthorise({ database, clock });
	const loops: Loop[] = [];
	const wake = (name: string) => (): void => loops.find((loop) => loop.name === name)?.wake();
	const people: PeopleDeps = { database, clock, ids, rolesChanged: forget };
	const shared = { database, clock, ids, forms: createForms() };
	const intake: IntakeDeps = { ...shared, wake: wake('first-pass') };
	const delivery = { ...shared, dispatchDatabase: dispatch, webhookPrivateAddresses: config.webhookPrivateAddresses };
	const app = await buildHttp({
		handlers: handlersOf({ shared, people, identity, intake, delivery, classifier, config, log }),
		authorise,
		logger: log,
		requestsPerMinuteMax: config.requestsPerMinuteMax,
		webFolder: existsSync(webFolder) ? webFolder : undefined,
		secure: config.baseUrl.startsWith('https:'),
		trustProxy: config.trustProxy,
		addIdentity: (server) => addIdentity(server, { identity }),
	});
	if (options.roles.includes('loops'))
		loops.push(
			...startLoops({
				...shared,
				ownerUrl,
				router,
				dispatcher,
				predictorFor,
				fit: classifier.fit,
				identity,
				delivery,
				log,
				wake,
			}),
		);
	return {
		app,
		identity,
		people,
		projects: shared,
		intake,
		close: async () => {
			await app.close();
			await Promise.all(loops.map((loop) => loop.stop()));
			await classifier.stop();
			await pools.close();
		},
	};
};

/** Every room's routes. */
const handlersOf = (deps: {
	readonly shared: LeaseDeps;
	readonly people: PeopleDeps;
	readonly identity: IdentityService;
	readonly intake: IntakeDeps;
	readonly delivery: Parameters<typeof deliveryHandlers>[0];
	readonly classifier: TextClassifier;
	readonly config: Config;
	readonly log: Logger;
}): Handlers => {
	const { shared, config, log } = deps;
	const signer = createSigner(config.secret);
	const granting = {
		...shared,
		viewLease: leaseForPage(shared),
		onConflict: (laneId: number) =>
			log.warn({ laneId }, 'a grant was refused by the statement after the predicate allowed it'),
	};
	return {
		...peopleHandlers({ ...deps.people, apiKeys: deps.identity }),
		...projectHandlers(shared),
		...intakeHandlers(deps.intake),
		...autoHandlers(shared),
		...moderationHandlers({ ...shared, moderate: deps.classifier.moderate, elapsedMs: steadyMs }),
		...routingHandlers({ ...granting, lanes: createLaneCatalog({ ageMsMax: lanesMsMax, elapsedMs: steadyMs }) }),
		...safetyHandlers(shared),
		...planningHandlers(shared),
		...supportHandlers(shared),
		...annotationHandlers(shared),
		...certificateHandlers({ ...shared, baseUrl: config.baseUrl, signer: () => signer }),
		...reviewHandlers({
			...shared,
			leaseFailure,
			nextReview: reviewForPage(granting),
			lookAgain: lookAgainForPage(granting),
		}),
		...trainingHandlers({ ...shared, leaseFailure, nextTraining: trainingForPage(granting) }),
		...deliveryHandlers(deps.delivery),
	};
};

/** Connections by role of the database: each sees what its part of the work needs. */
const openPools = (options: { readonly config: Config; readonly ownerUrl: string; readonly log: Logger }) => {
	const { config, ownerUrl, log } = options;
	const onError = (error: Error): void => log.warn({ err: error }, 'a database connection was lost');
	const pool = { url: ownerUrl, namedStatements: config.namedStatements, onError };
	const database = openDatabase({ ...pool, role: 'utu_app', connectionsMax: config.databaseConnectionsMax });
	const dispatch = openDatabase({ ...pool, role: 'utu_dispatch', connectionsMax: 2 });
	const router = openDatabase({ ...pool, role: 'utu_router', connectionsMax: 1 });
	const authPool = new pg.Pool({ connectionString: ownerUrl, max: 4, options: '-c role=utu_auth -c search_path=auth' });
	authPool.on('error', onError);
	const close = async (): Promise<void> => {
		await Promise.all([database.close(), dispatch.close(), router.close(), authPool.end()]);
	};
	return { database, dispatch, router, authPool, close };
};

type LoopDeps = {
	readonly database: Database;
	readonly ownerUrl: string;
	readonly router: Database;
	readonly dispatcher: Dispatcher;
	readonly clock: Clock;
	readonly ids: Ids;
	readonly forms: LeaseDeps['forms'];
	readonly predictorFor: PredictorFor;
	readonly fit: Fit;
	readonly identity: IdentityService;
	readonly delivery: Parameters<typeof drainDelivery>[0];
	readonly log: Logger;
	readonly wake: (name: string) => () => void;
};

/** Every stage's loop: a forward step is a row that the next one drains at its own pace. */
const startLoops = (deps: LoopDeps): readonly Loop[] => {
	const onError = (error: unknown, name: string): void =>
		deps.log.error({ err: error, loop: name }, 'a loop failed; it goes on');
	const onFailure = (failure: { readonly kind: string; readonly items: number }): void =>
		deps.log.warn(failure, 'a predictor failed');
	const firstPass = { ...deps, onFailure, decided: deps.wake('delivery') };
	const loop = (name: string, rest: number, drain: () => Promise<number>): Loop =>
		startLoop({ name, restMs: rest, drain, onError });
	const scores = computeScores({ ...deps, everyMs: 0 });
	return [
		loop('first-pass', restMs.firstPass, drainFirstPass(firstPass)),
		loop('relane', restMs.relane, relaneBatches(firstPass)),
		loop('learn', restMs.learn, learnFromDecisions(firstPass)),
		loop('auto', restMs.auto, watchAutoDecisions(deps)),
		loop('audit', restMs.audit, () => auditDecisions(deps)().then(() => 0)),
		loop('consensus', restMs.consensus, drainConsensus({ ...deps, decided: deps.wake('delivery') })),
		loop('refit', restMs.refit, refitWorkers(deps)),
		loop('expire', restMs.expire, expireLeases(deps)),
		loop('spread', restMs.spread, countSpreads(deps)),
		loop('capacity', restMs.capacity, publishCapacity(deps)),
		loop('review', restMs.review, drawReviews(deps)),
		loop('scores', restMs.scores, () => scores().then(() => 0)),
		loop('delivery', restMs.delivery, drainDelivery(deps.delivery)),
		loop('ledger', restMs.ledger, () => openLedger({ ...deps, now: deps.clock.now() }).then(() => 0)),
		loop('purge', restMs.purge, () => deps.identity.purgeEnded(purgeRowsMax)),
	];
};
