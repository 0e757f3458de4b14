import {
	type AnswerError,
	type Answers,
	checkable,
	type Form,
	sameAnswers,
	validateAnswers,
} from '@utu/core/projects/form.ts';
import { type TrainingProgress, type TrainingRule, trainingProgress } from '@utu/core/review/qualification.ts';
import { err, ok, type Result } from '@utu/core/shared/result.ts';
import type { Tx } from '../platform/database.ts';
import { endLease, lockInHand, type NotInHand } from '../safety/settle.sql.ts';
import { type GoldRow, goldOn } from './gold.sql.ts';
import type { JudgeDeps } from './judge.ts';
import {
	insertTrainingAnswer,
	myTraining,
	qualify,
	type TrainingProject,
	trainingAnswer,
	trainingProjects,
	trainingRule,
} from './training.sql.ts';

type Mine = { readonly organisationId: string; readonly personId: string };
export type TrainingError =
	| NotInHand
	| { readonly kind: 'not-training' | 'not-looked' }
	| { readonly kind: 'invalid'; readonly error: AnswerError };

/** What somebody in training is told at once: what experts answered, and why. */
export type TrainingFeedback = {
	readonly gold: GoldRow;
	readonly form: Form;
	readonly mine: Answers;
	readonly right: boolean;
	/** Null where a project trains without asking for anything. */
	readonly progress: (TrainingProgress & TrainingRule) | null;
};

/**
 * Takes an answer in training: the lease is settled, charged and paid like any, and what experts say is told at once. It
 * is the person's alone, and counts in no score. Sending it again tells the same.
 */
export const answerTraining = (
	deps: JudgeDeps,
	options: Mine & { readonly leaseId: string; readonly answers: Answers },
): Promise<Result<TrainingFeedback, TrainingError>> =>
	deps.database.transaction<Result<TrainingFeedback, TrainingError>>({ ...options, lockAccount: true }, async (tx) => {
		const before = await trainingAnswer(tx, options.leaseId);
		if (before !== undefined) {
			const gold = await goldOn(tx, before.itemId);
			return gold === undefined ? err({ kind: 'not-training' }) : ok(await feedback(deps, tx, { gold, ...before }));
		}
		const held = await lockInHand(tx, { ...options, now: deps.clock.now });
		if (!held.ok) return held;
		const { lease, now } = held.value;
		const gold = lease.purpose === 'gold' ? await goldOn(tx, lease.itemId) : undefined;
		if (gold === undefined) return err({ kind: 'not-training' });
		if (lease.revealedAt === null) return err({ kind: 'not-looked' });
		const { form } = await deps.forms.of(tx, gold);
		const checked = validateAnswers(form, options.answers);
		if (!checked.ok) return err({ kind: 'invalid', error: checked.error });
		const right = sameAnswers(checkable(form), checked.value, gold.answers);
		const { projectId } = gold;
		await insertTrainingAnswer(tx, {
			...options,
			projectId,
			itemId: lease.itemId,
			answers: checked.value,
			right,
			now,
		});
		await endLease(tx, { lease, state: 'answered', now, endKnown: true });
		const told = await feedback(deps, tx, { gold, answers: checked.value, right });
		if (told.progress?.qualified === true) await qualify(tx, { ...options, projectId, how: 'trained', now });
		return ok(told);
	});

const feedback = async (
	deps: JudgeDeps,
	tx: Tx,
	options: { readonly gold: GoldRow; readonly answers: Answers; readonly right: boolean },
): Promise<TrainingFeedback> => {
	const { gold } = options;
	const rule = await trainingRule(tx, gold.projectId);
	return {
		gold,
		form: (await deps.forms.of(tx, gold)).form,
		mine: options.answers,
		right: options.right,
		progress: rule === undefined ? null : { ...rule, ...trainingProgress(await myTraining(tx, gold.projectId), rule) },
	};
};

/** The person's own training, project by project. */
export const allTraining = (deps: Pick<JudgeDeps, 'database'>, mine: Mine): Promise<readonly TrainingProject[]> =>
	deps.database.transaction(mine, trainingProjects);

/**
 * Nothing is left to train on: whoever has come so far is let in, and reviewed like everybody. False where there is no
 * such project.
 */
export const letIn = (deps: JudgeDeps, options: Mine & { readonly projectId: string }): Promise<boolean> =>
	deps.database.transaction(options, (tx) => qualify(tx, { ...options, how: 'nothing-left', now: deps.clock.now() }));
