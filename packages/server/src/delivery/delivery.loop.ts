import { decisionMessage } from '@utu/core/delivery/message.ts';
import { nextAttempt, restMs, retryLimits } from '@utu/core/delivery/retry.ts';
import type { Clock, Ids } from '../platform/clock.ts';
import type { Database } from '../platform/database.ts';
import type { Resolve } from './address.ts';
import { organisationsDue } from './due.sql.ts';
import {
	buryOldMessages,
	type ClaimedMessage,
	claimMessages,
	type DueWebhook,
	dueWebhooks,
	insertMessages,
	listeningWebhooks,
	type Settled,
	settleMessages,
	takeDueDecisions,
} from './outbox.sql.ts';
import { createSender, type Sender, sendLimits } from './send.ts';

export const drainLimits = {
	/** Decisions announced in one transaction, and such transactions an organisation before messages are sent. */
	decisionsMax: 500,
	announcementsMax: 20,
	/** Webhooks of one organisation in one drain, and webhooks served at the same time. */
	webhooksMax: 200,
	lanesMax: 32,
	/** Messages in one pair of hands. */
	messagesMax: 16,
	/** How long one webhook is served in one drain: a stop waits for it. */
	laneMsMax: 5_000,
	batchesMax: 200,
	/** How long nobody else takes a claimed message: thrice what sending a batch can take. */
	claimMs: 60_000,
} as const;

export type DrainDeps = {
	readonly database: Database;
	/** Opened as `utu_dispatch`. */
	readonly dispatchDatabase: Database;
	readonly clock: Clock;
	readonly ids: Ids;
	readonly webhookPrivateAddresses: boolean;
	/** For tests. */
	readonly sendTimeoutMs?: number | undefined;
	readonly resolve?: Resolve | undefined;
};

/** An endpoint that failed, and until when it is left alone. Kept in memory: politeness needs no durability. */
type Rest = { readonly failures: number; readonly untilMs: number };
type Lane = { readonly organisationId: string; readonly webhook: DueWebhook };

/**
 * Makes the drain of the delivery loop: decisions that nobody was told of become messages, then every webhook is sent
 * what is due, each at its own pace. Any number of processes may run it at once. Says how many rows it moved.
 */
export const drainDelivery = (deps: DrainDeps): (() => Promise<number>) => {
	const rests = new Map<string, Rest>();
	return async () => {
		const organisations = await organisationsDue(deps.dispatchDatabase, deps.clock.now());
		let moved = 0;
		const lanes: Lane[] = [];
		for (const organisationId of organisations) {
			moved += await announceDecisions(deps, organisationId);
			const webhooks = await deps.database.transaction({ organisationId }, (tx) =>
				dueWebhooks(tx, { now: deps.clock.now(), rowsMax: drainLimits.webhooksMax }),
			);
			lanes.push(...webhooks.map((webhook) => ({ organisationId, webhook })));
		}
		if (lanes.length === 0) return moved;
		const sender = createSender({
			privateAddresses: deps.webhookPrivateAddresses,
			timeoutMs: deps.sendTimeoutMs,
			resolve: deps.resolve,
		});
		try {
			const counts = await inParallel(lanes, drainLimits.lanesMax, (lane) => serve({ deps, sender, rests, lane }));
			return counts.reduce((sum, count) => sum + count, moved);
		} finally {
			sender.close();
		}
	};
};

/**
 * Turns due decisions into messages: the flag is cleared in the transaction that writes them, so that a crash leaves
 * both or neither. A decision that commits late still carries its flag, and is found then.
 */
const announceDecisions = async (deps: DrainDeps, organisationId: string): Promise<number> => {
	let announced = 0;
	for (let round = 0; round < drainLimits.announcementsMax; round++) {
		const taken = await deps.database.transaction({ organisationId }, async (tx) => {
			const webhooks = await listeningWebhooks(tx);
			const decisions = await takeDueDecisions(tx, drainLimits.decisionsMax);
			const messages = decisions.flatMap((decision) =>
				webhooks
					.filter((webhook) => webhook.projectId === decision.projectId)
					.map((webhook) => ({
						id: deps.ids.uuid(),
						project_id: decision.projectId,
						webhook_id: webhook.id,
						decision_id: decision.decisionId,
						payload: decisionMessage(decision),
					})),
			);
			if (messages.length > 0) await insertMessages(tx, { organisationId, messages, now: deps.clock.now() });
			return decisions.length;
		});
		announced += taken;
		if (taken < drainLimits.decisionsMax) break;
	}
	return announced;
};

type Service = {
	readonly deps: DrainDeps;
	readonly sender: Sender;
	readonly rests: Map<string, Rest>;
	readonly lane: Lane;
};

/** Serves one webhook until nothing is due, it fails, or its turn is over. */
const serve = async ({ deps, sender, rests, lane }: Service): Promise<number> => {
	const { webhook, organisationId } = lane;
	const beganMs = deps.clock.now().getTime();
	let moved = 0;
	for (let batch = 0; batch < drainLimits.batchesMax; batch++) {
		const now = deps.clock.now();
		const rest = rests.get(webhook.id);
		if (now.getTime() - beganMs > drainLimits.laneMsMax) break;
		if (rest !== undefined && rest.untilMs > now.getTime()) break;
		const claim = deps.ids.uuid();
		// One message shows whether an endpoint that failed is back.
		const rowsMax = rest === undefined ? drainLimits.messagesMax : 1;
		const claimedUntil = new Date(now.getTime() + drainLimits.claimMs);
		const messages = await deps.database.transaction({ organisationId }, (tx) =>
			claimMessages(tx, { webhookId: webhook.id, claim, now, claimedUntil, rowsMax }),
		);
		if (messages.length === 0) break;
		const settled = await inParallel(messages, sendLimits.concurrencyMax, (message) =>
			sendOne({ deps, sender, webhook, message }),
		);
		const failed = settled.some((one) => one.state !== 'delivered');
		await settle(deps, { organisationId, webhook, claim, settled, failed });
		moved += messages.length;
		if (failed) {
			const failures = (rest?.failures ?? 0) + 1;
			rests.set(webhook.id, { failures, untilMs: deps.clock.now().getTime() + restMs(failures) });
			break;
		}
		rests.delete(webhook.id);
		if (messages.length < rowsMax) break;
	}
	return moved;
};

const sendOne = async (options: {
	readonly deps: DrainDeps;
	readonly sender: Sender;
	readonly webhook: DueWebhook;
	readonly message: ClaimedMessage;
}): Promise<Settled> => {
	const { deps, webhook, message } = options;
	const { id } = message;
	// Its last attempt ended with the process that made it.
	const sent =
		message.attempts > retryLimits.attemptsMax
			? ({ ok: false, error: 'given up: the outcome of the last attempt is not known' } as const)
			: await options.sender.send({
					url: webhook.url,
					secret: webhook.secret,
					id,
					body: JSON.stringify(message.payload),
					sentAt: deps.clock.now(),
				});
	if (sent.ok) return { id, state: 'delivered', next_attempt_at: null, error: null };
	const now = deps.clock.now().getTime();
	const next = nextAttempt({
		attempts: message.attempts,
		ageMs: now - message.queuedAt.getTime(),
		random: deps.ids.random(),
	});
	if (next.kind === 'dead') return { id, state: 'dead', next_attempt_at: null, error: sent.error };
	return { id, state: 'pending', next_attempt_at: new Date(now + next.afterMs), error: sent.error };
};

const settle = (
	deps: DrainDeps,
	options: {
		readonly organisationId: string;
		readonly webhook: DueWebhook;
		readonly claim: string;
		readonly settled: readonly Settled[];
		readonly failed: boolean;
	},
): Promise<void> =>
	deps.database.transaction({ organisationId: options.organisationId }, async (tx) => {
		const now = deps.clock.now();
		await settleMessages(tx, { claim: options.claim, settled: options.settled, now });
		if (!options.failed) return;
		await buryOldMessages(tx, {
			webhookId: options.webhook.id,
			queuedBefore: new Date(now.getTime() - retryLimits.ageMsMax),
			now,
			error: `given up: the endpoint has failed for ${retryLimits.ageMsMax / 86_400_000} days`,
		});
	});

/** Works through a list, so many at a time. All are finished before the first failure is thrown. */
const inParallel = async <T, R>(
	list: readonly T[],
	concurrencyMax: number,
	work: (one: T) => Promise<R>,
): Promise<readonly R[]> => {
	const results: R[] = [];
	const failures: unknown[] = [];
	let next = 0;
	const worker = async (): Promise<void> => {
		while (next < list.length) {
			const at = next++;
			try {
				results[at] = await work(list[at]!);
			} catch (error) {
				failures.push(error);
			}
		}
	};
	await Promise.all(Array.from({ length: Math.min(concurrencyMax, list.length) }, worker));
	if (failures.length > 0) throw failures[0];
	return results;
};
