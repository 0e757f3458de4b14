import { type Form, sameAnswers } from '@utu/core/projects/form.ts';
import { concernDefaults } from '@utu/core/review/concern.ts';
import { type CheckedAnswer, countPeers, type PeerExpectation, peerExpectations } from '@utu/core/review/difficulty.ts';
import { logEValueOf } from '@utu/core/review/e-process.ts';
import { referenceMixOf } from '@utu/core/review/groups.ts';
import { type DoubleReviews, type Reviewing, reviewerErrorOf } from '@utu/core/review/reviewer-error.ts';
import { type ScoreContext, scoreOf } from '@utu/core/review/score.ts';
import { type ReviewEvent, type ScoredRecord, scoredRecord } from '@utu/core/review/verdict.ts';
import type { Clock } from '../platform/clock.ts';
import type { Database, Tx } from '../platform/database.ts';
import type { Dispatcher } from '../platform/dispatch.ts';
import type { FormsOf } from './judge.ts';
import {
	answersTo,
	type DrawnVerdict,
	drawnVerdicts,
	membersOf,
	myPseudonyms,
	type PeerAnswer,
	type ScoreRow,
	saveScore,
	tellTeam,
	verdictsMark,
} from './scores.sql.ts';

export type ScoreDeps = {
	readonly database: Database;
	readonly dispatcher: Dispatcher;
	readonly clock: Clock;
	readonly forms: FormsOf;
	/** At most so often for one organisation; where that takes long, less often by itself. */
	readonly everyMs: number;
};

type Context = ScoreContext & { readonly reviewing: Reviewing };

/** A wrong review and a wrong answer are held to be the same: with two options they are. */
const coincide = 1;
const verdictsMax = 50_000;
/** Everybody's transaction is run each time: one part of the time in so many, however many verdicts come. */
const restFactor = 20;
/** Teams change without a verdict: how long until the sample follows. */
const teamsMsMax = 300_000;

/**
 * Says anew what can be said of everybody's answers once a verdict or a contest changed. What is known of pseudonyms is put
 * together in each person's own transaction, which alone knows whose they are.
 */
export const computeScores = (deps: ScoreDeps) => {
	const known = new Map<string, { readonly mark: string; readonly at: number; readonly tookMs: number }>();
	return async (): Promise<number> => {
		let computed = 0;
		for (const organisationId of await deps.dispatcher.organisations()) {
			const now = deps.clock.now();
			const before = known.get(organisationId);
			const age = before === undefined ? Number.POSITIVE_INFINITY : Math.abs(now.getTime() - before.at);
			if (age < Math.max(deps.everyMs, restFactor * (before?.tookMs ?? 0))) continue;
			const mark = await deps.database.transaction({ organisationId }, verdictsMark);
			if (before?.mark === mark && age < teamsMsMax) continue;
			computed += await computeOrganisation(deps, { organisationId, now });
			const ended = deps.clock.now().getTime();
			known.set(organisationId, { mark, at: ended, tookMs: Math.max(0, ended - now.getTime()) });
		}
		return computed;
	};
};

const computeOrganisation = async (
	deps: ScoreDeps,
	options: { readonly organisationId: string; readonly now: Date },
): Promise<number> => {
	const { organisationId, now } = options;
	const { members, records, context } = await deps.database.transaction({ organisationId }, async (tx) => ({
		members: await membersOf(tx),
		...(await knownOfPseudonyms(deps, tx)),
	}));
	for (const personId of members)
		await deps.database.transaction({ organisationId, personId }, async (tx) => {
			await tellTeam(tx);
			const verdicts = (await myPseudonyms(tx)).flatMap((workerId) => records.get(workerId)?.verdicts ?? []);
			if (verdicts.length === 0) return;
			const score = scoreRow({ workerId: personId, verdicts }, context);
			await saveScore(tx, { organisationId, personId, score, now });
		});
	return members.length;
};

/** Records by pseudonym, with how hard each item was for the others. */
const knownOfPseudonyms = async (
	deps: ScoreDeps,
	tx: Tx,
): Promise<{ readonly records: ReadonlyMap<string, ScoredRecord>; readonly context: Context }> => {
	const verdicts = await drawnVerdicts(tx, verdictsMax);
	const peers = await answersTo(tx, [...new Set(verdicts.map(({ itemId }) => itemId))]);
	const forms = new Map<string, Form>();
	for (const verdict of verdicts) {
		const key = formKey(verdict);
		if (!forms.has(key)) forms.set(key, (await deps.forms.of(tx, verdict)).form);
	}
	const twice = verdicts.filter(({ second }) => second !== null);
	const doubleReviews: DoubleReviews = {
		reviews: twice.length,
		disagreements: twice.filter(({ second, verdict }) => second !== verdict).length,
	};
	// Without double reviews no error is assumed, which asks less of everybody.
	const error = twice.length === 0 ? 0 : reviewerErrorOf(doubleReviews, { coincide }).rate;
	const reviewing: Reviewing = { error, coincide };
	const counts = countPeers(checkedAnswers({ verdicts, peers, forms }), reviewing);
	const records = new Map<string, ScoredRecord>();
	for (const [workerId, own] of Map.groupBy(verdicts, (verdict) => verdict.workerId)) {
		const items = own.map((verdict) => ({
			itemId: verdict.itemId,
			stratum: stratumOf(verdict),
			check: 'review' as const,
		}));
		const expected = peerExpectations(counts, { workerId, items });
		const events = own.flatMap((verdict, at) => eventsOf(verdict, expected[at] as PeerExpectation));
		records.set(workerId, scoredRecord(events, { workerId }));
	}
	const reference = referenceMixOf(
		[...records.values()].flatMap((record) => record.verdicts),
		reviewing,
	);
	return { records, context: { reference, doubleReviews, coincide, reviewing } };
};

const formKey = ({ projectId, version }: DrawnVerdict): string => `${projectId} ${version}`;
const stratumOf = ({ projectId, language }: DrawnVerdict): string => `${projectId} ${language ?? ''}`;

/** Everybody's answers to the items that were reviewed: right where they are what the reviewer found. */
const checkedAnswers = (options: {
	readonly verdicts: readonly DrawnVerdict[];
	readonly peers: readonly PeerAnswer[];
	readonly forms: ReadonlyMap<string, Form>;
}): readonly CheckedAnswer[] => {
	const byItem = Map.groupBy(options.peers, ({ itemId }) => itemId);
	return options.verdicts.flatMap((verdict) => {
		const form = options.forms.get(formKey(verdict));
		if (form === undefined) return [];
		return (byItem.get(verdict.itemId) ?? []).map(({ itemId, workerId, answers }) => ({
			itemId,
			workerId,
			stratum: stratumOf(verdict),
			check: 'review' as const,
			right: workerId === verdict.workerId ? verdict.verdict === 'right' : sameAnswers(form, answers, verdict.answers),
		}));
	});
};

const eventsOf = (verdict: DrawnVerdict, { expected, peers }: PeerExpectation): readonly ReviewEvent[] => {
	const { reviewId: verdictId, itemId, workerId } = verdict;
	const correct = verdict.verdict === 'right';
	return [
		{ kind: 'verdict', verdictId, itemId, workerId, correct, expected, peers, check: 'review', drawn: 'at-random' },
		...(verdict.second === null
			? []
			: [{ kind: 'second-review', verdictId, agrees: verdict.second === verdict.verdict } as const]),
		...(verdict.contested ? [{ kind: 'standing', verdictId, standing: verdict.outcome ?? 'frozen' } as const] : []),
	];
};

const scoreRow = (record: ScoredRecord, context: Context): ScoreRow => ({
	verdicts: record.verdicts.length,
	wrong: record.verdicts.filter(({ correct }) => !correct).length,
	wrongExpected: record.verdicts.reduce((sum, { expected }) => sum + 1 - expected, 0),
	estimate: scoreOf(record, context),
	logEvidence: logEValueOf(record, { ...concernDefaults, reviewing: context.reviewing }),
});
