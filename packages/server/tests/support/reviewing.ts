import { reveal, viewLease } from '../../src/annotation/lease-use.ts';
import { createDispatcher } from '../../src/platform/dispatch.ts';
import { drawReviews } from '../../src/review/draw.loop.ts';
import { type NextReview, nextReview } from '../../src/routing/next-review.ts';
import type { LeaseRow } from '../../src/safety/settle.sql.ts';
import { asking } from './asking.ts';
import type { World } from './world.ts';

type Seen = { readonly lease: LeaseRow; readonly view: Awaited<ReturnType<typeof viewLease>> };
export type GivenReview = Extract<NextReview<Seen>, { kind: 'lease' }>;

/** Draws each answer, and none twice. */
export const once = (): (() => number) => {
	let n = 0;
	return () => (n++ % 2 === 0 ? 0 : 0.9);
};

/** What workers answer, chance draws, and reviewers are given, as the use cases see it. */
export const reviewing = (world: () => World) => {
	const { mine, leased, answerAs } = asking(world);
	/** Somebody answers one new item, and the item is decided. */
	const answered = async (options: {
		readonly worker: string;
		readonly kind: string;
		readonly severity?: 0 | 2 | 3;
		readonly source?: string;
	}): Promise<string> => {
		const { worker, kind, severity = 0, source = 'test' } = options;
		const hazards = severity === 0 ? {} : { violence: severity };
		const itemId = await world().addItem({ hazards, source, themes: ['country:XX'] });
		const lease = await leased(worker);
		if (lease.itemId !== itemId) throw new Error('another item was given');
		await reveal(world(), lease.ref, 'all');
		await answerAs(lease, kind);
		await world().owner.query(`update utu.item set stage = 'decided', decided_at = $2 where id = $1`, [
			itemId,
			world().clock.now(),
		]);
		return itemId;
	};
	const draw = (random: () => number): Promise<number> => {
		world().clock.advance(60_000);
		const ids = { ...world().ids, random };
		return drawReviews({ ...world(), ids, dispatcher: createDispatcher(world().dispatch) })();
	};
	const review = (analyst: string): Promise<NextReview<Seen>> =>
		nextReview(
			{
				...world(),
				onConflict: (lane) => {
					throw new Error(`the statement refused what the predicate allowed, in lane ${lane}`);
				},
			},
			mine(analyst),
			async (tx, lease, now) => ({ lease, view: await viewLease(world(), tx, { lease, now }) }),
		);
	const given = async (analyst: string): Promise<GivenReview> => {
		const next = await review(analyst);
		if (next.kind !== 'lease') throw new Error(JSON.stringify(next));
		return next;
	};
	return { mine, answered, draw, review, given };
};
