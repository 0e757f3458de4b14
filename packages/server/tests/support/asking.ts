import { submitAnswer } from '../../src/annotation/answer.ts';
import { reveal, viewLease } from '../../src/annotation/lease-use.ts';
import { type Next, nextWork } from '../../src/routing/next.ts';
import type { LeaseRow } from '../../src/safety/settle.sql.ts';
import type { World } from './world.ts';

export type Leased = LeaseRow & {
	readonly ref: { readonly organisationId: string; readonly personId: string; readonly leaseId: string };
};

/** What people do at their screens, as the use cases see it. */
export const asking = (world: () => World) => {
	const mine = (personId: string) => ({ organisationId: world().organisationId, personId });
	const ask = (personId: string): Promise<Next<unknown>> =>
		nextWork(
			{
				...world(),
				onConflict: (lane) => {
					throw new Error(`the statement refused what the predicate allowed, in lane ${lane}`);
				},
			},
			{ ...mine(personId), projectId: undefined },
			(tx, lease, now) => viewLease(world(), tx, { lease, now }),
		);
	const leased = async (personId: string): Promise<Leased> => {
		const next = await ask(personId);
		if (next.kind !== 'lease') throw new Error(`no lease: ${next.why}`);
		return { ...next.lease, ref: { ...mine(personId), leaseId: next.lease.id } };
	};
	const answerAs = (lease: Leased, kind: string) =>
		submitAnswer(world(), lease.ref, {
			idempotencyKey: lease.idempotencyKey,
			answers: { kind },
			hazardsFound: {},
		});
	const answer = (lease: Leased) => answerAs(lease, 'fine');
	/** Asks, looks for so long, answers. */
	const look = async (personId: string, visibleMs = 2_000): Promise<Leased> => {
		const lease = await leased(personId);
		await reveal(world(), lease.ref, 'all');
		world().clock.advance(visibleMs);
		await answer(lease);
		return lease;
	};
	return { mine, ask, leased, answer, answerAs, look };
};
