import { type AuditOutcome, auditReport, mayStopEarly } from '@utu/core/consensus/audit.ts';
import { primaryQuestion } from '@utu/core/first-pass/hazards.ts';
import type { SingleQuestion } from '@utu/core/projects/form.ts';
import { topSeverity } from '@utu/core/safety/hazards.ts';
import type { Clock } from '../platform/clock.ts';
import type { Database } from '../platform/database.ts';
import type { Dispatcher } from '../platform/dispatch.ts';
import { auditedItems, projectsToAudit, saveAudit } from './audit.sql.ts';

export type AuditDeps = { readonly database: Database; readonly dispatcher: Dispatcher; readonly clock: Clock };

/** An option that says so of an item is harmful: its recall is what saving views must not cost. */
const harmfulSeverityMin = 2;

/**
 * Measures decisions by what blind reviews found of items drawn by chance: recall and false positives, option by option.
 * Where the recall of a harmful option, or the balanced accuracy, is below the project's certainty for sure, no view is
 * saved any more. Says how many projects were measured.
 */
export const auditDecisions = (deps: AuditDeps) => async (): Promise<number> => {
	let measured = 0;
	for (const organisationId of await deps.dispatcher.organisations())
		measured += await deps.database.transaction({ organisationId }, async (tx) => {
			const projects = await projectsToAudit(tx);
			for (const { projectId, version, form, certainty, verdicts } of projects) {
				const question = primaryQuestion(form);
				const items =
					question?.kind === 'single' ? await auditedItems(tx, { projectId, version, question: question.name }) : [];
				const options = question?.kind === 'single' ? question.options : [];
				const outcomes = outcomesOf(options, items);
				const report = auditReport(outcomes, options.length);
				await saveAudit(tx, {
					organisationId,
					projectId,
					version,
					verdicts,
					items: outcomes.length,
					report,
					mayStopEarly: mayStopEarly(report, {
						recallMin: recallMinOf(options, certainty),
						balancedAccuracyMin: certainty,
					}),
					now: deps.clock.now(),
				});
			}
			return projects.length;
		});
	return measured;
};

type Options = SingleQuestion['options'];

const outcomesOf = (options: Options, items: Awaited<ReturnType<typeof auditedItems>>): readonly AuditOutcome[] => {
	const classOf = new Map(options.map(({ value }, k) => [value, k]));
	return items.flatMap(({ decided, truth, inclusion }) => {
		const [d, k] = [classOf.get(decided), classOf.get(truth)];
		return d === undefined || k === undefined ? [] : [{ decided: d, truth: k, inclusion }];
	});
};

const recallMinOf = (options: Options, certainty: number): ReadonlyMap<number, number> =>
	new Map(
		options.flatMap(({ hazards }, k) =>
			topSeverity(hazards ?? {}) >= harmfulSeverityMin ? [[k, certainty] as const] : [],
		),
	);
