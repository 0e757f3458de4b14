import { drawSample } from '@utu/core/review/sample.ts';
import type { Clock, Ids } from '../platform/clock.ts';
import type { Database } from '../platform/database.ts';
import type { Dispatcher } from '../platform/dispatch.ts';
import { lapseContests } from './contest.sql.ts';
import {
	drawableAnswers,
	drawnTo,
	insertAdjudications,
	insertReviews,
	type NewReview,
	setDrawnTo,
} from './draw.sql.ts';

export type DrawDeps = {
	readonly database: Database;
	readonly dispatcher: Dispatcher;
	readonly clock: Clock;
	readonly ids: Ids;
};

/** Of what is drawn, so much is looked at twice, by two people who know nothing of each other: how often reviewers err. */
const doubleShare = 0.15;
/** Answers younger than this wait: one that commits late must not be stepped over. */
const settleMs = 10_000;

/**
 * Draws by chance which answers are looked at again, asks for adjudication where people differed to the end, and lets
 * contests lapse that nobody decided in time.
 */
export const drawReviews = (deps: DrawDeps) => async (): Promise<number> => {
	let drawn = 0;
	for (const organisationId of await deps.dispatcher.organisations())
		drawn += await deps.database.transaction({ organisationId }, async (tx) => {
			const now = deps.clock.now();
			const from = await drawnTo(tx, { organisationId, now });
			const to = new Date(now.getTime() - settleMs);
			const lapsed = await lapseContests(tx, now);
			if (to <= from) return lapsed;
			const answers = await drawableAnswers(tx, { from, to });
			const drawn = drawSample(answers, { doubleShare, random: deps.ids.random });
			const reviews = drawn.flatMap(({ answer, twice }): NewReview[] => {
				const review = {
					answer_id: answer.answerId,
					project_id: answer.projectId,
					item_id: answer.itemId,
					worker_id: answer.workerId,
					drawn_share: answer.share,
				};
				const once: NewReview = { ...review, id: deps.ids.uuid(), kind: 'review' };
				return twice ? [once, { ...review, id: deps.ids.uuid(), kind: 'double-review' }] : [once];
			});
			const inserted = reviews.length === 0 ? 0 : await insertReviews(tx, { organisationId, reviews, now });
			const differing = await insertAdjudications(tx, { organisationId, from, to, now });
			await setDrawnTo(tx, { organisationId, to });
			return lapsed + inserted + differing;
		});
	return drawn;
};
