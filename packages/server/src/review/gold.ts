import { checkable, type Form, sameAnswers } from '@utu/core/projects/form.ts';
import { type ExpertOpinion, goldLimits, goldOf } from '@utu/core/review/gold.ts';
import { err, ok, type Result } from '@utu/core/shared/result.ts';
import type { Clock } from '../platform/clock.ts';
import type { Database, Tx } from '../platform/database.ts';
import { drawGold, type GoldProject, goldProjects, opinionsOn, saveTrainingRule, settleGold } from './gold.sql.ts';

type Deps = { readonly database: Database; readonly clock: Clock };
type Scope = { readonly organisationId: string };
type Ref = Scope & { readonly projectId: string };
export type GoldError = { readonly kind: 'no-such-project' | 'nothing-to-draw' };

/** The projects with their gold. Counts only. */
export const allGold = (deps: Deps, scope: Scope): Promise<readonly GoldProject[]> =>
	deps.database.transaction(scope, goldProjects);

/** Asks experts for more gold: the server draws the items, and nobody is shown one here. */
export const askForGold = (
	deps: Deps,
	ref: Ref & { readonly items: number },
): Promise<Result<GoldProject, GoldError>> =>
	deps.database.transaction<Result<GoldProject, GoldError>>(ref, async (tx) => {
		const drawn = await drawGold(tx, { ...ref, experts: goldLimits.expertsMin, now: deps.clock.now() });
		const project = await oneProject(tx, ref.projectId);
		if (project === undefined) return err({ kind: 'no-such-project' });
		return drawn === 0 ? err({ kind: 'nothing-to-draw' }) : ok(project);
	});

/** Whether a project's work begins with training, and what is enough. Who is qualified stays so. */
export const setTraining = (
	deps: Deps,
	options: Ref & { readonly isOn: boolean; readonly items: number; readonly rightMin: number },
): Promise<Result<GoldProject, GoldError>> =>
	deps.database.transaction<Result<GoldProject, GoldError>>(options, async (tx) => {
		await saveTrainingRule(tx, { ...options, now: deps.clock.now() });
		const project = await oneProject(tx, options.projectId);
		return project === undefined ? err({ kind: 'no-such-project' }) : ok(project);
	});

const oneProject = async (tx: Tx, projectId: string): Promise<GoldProject | undefined> =>
	(await goldProjects(tx)).find((project) => project.projectId === projectId);

/** An expert has answered: with all of them heard, the item is gold where they agree, and void where they do not. */
export const weighOpinions = async (
	tx: Tx,
	options: { readonly itemId: string; readonly form: Form; readonly now: Date },
): Promise<void> => {
	const rows = await opinionsOn(tx, options.itemId);
	// Answers that say the same count as one, also where their free text differs.
	const opinions = rows.map(({ reviewerId, answers }): ExpertOpinion => {
		const first = rows.findIndex((row) => sameAnswers(checkable(options.form), row.answers, answers));
		return { expertId: reviewerId, answer: String(first) };
	});
	const gold = goldOf(opinions);
	if (gold.kind === 'void' && gold.reason === 'too-few-experts') return;
	await settleGold(tx, {
		itemId: options.itemId,
		state: gold.kind,
		answers: gold.kind === 'gold' ? (rows[0]?.answers ?? null) : null,
		explanation: rows.flatMap(({ note }) => (note === null || note === '' ? [] : [note])).join('\n\n'),
		now: options.now,
	});
};
