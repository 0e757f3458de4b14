import { type Labour, type LabourCounts, labourOf } from '@utu/core/delivery/labour.ts';
import { err, ok, type Result } from '@utu/core/shared/result.ts';
import type { Clock } from '../platform/clock.ts';
import type { Database } from '../platform/database.ts';
import {
	countAnswers,
	countDecisions,
	countItems,
	countSurprises,
	countViewsBySeverity,
	countWorkTime,
	type ProjectRow,
	predictorVersions,
	projectWithVersions,
} from './datasheet.sql.ts';

/**
 * Breaches of each invariant that was recounted, 0 included, from the tables by code that is independent of what
 * enforces them. An invariant that is absent was not recounted.
 */
export type RecountBreaches = (organisationId: string, projectId: string) => Promise<Readonly<Record<string, number>>>;

export type DatasheetDeps = {
	readonly database: Database;
	readonly clock: Clock;
	readonly recountBreaches?: RecountBreaches | undefined;
};

export type Datasheet = { readonly project: ProjectRow; readonly createdAt: Date; readonly labour: Labour };

/** Who worked on a data set, how, and under what conditions; counted now, from the tables. It tells nothing of one person. */
export const datasheetOf = async (
	deps: DatasheetDeps,
	ref: { readonly organisationId: string; readonly projectId: string },
): Promise<Result<Datasheet, { readonly kind: 'no-such-project' }>> => {
	const { organisationId, projectId } = ref;
	const counted = await deps.database.transaction({ organisationId }, async (tx) => {
		const project = await projectWithVersions(tx, projectId);
		if (project === undefined) return undefined;
		const decisions = await countDecisions(tx, projectId);
		const answers = await countAnswers(tx, projectId);
		const time = await countWorkTime(tx, projectId);
		const counts: Omit<LabourCounts, 'breaches'> = {
			items: {
				total: await countItems(tx, projectId),
				decided: decisions.decided,
				inherited: decisions.inherited,
				undecidedAtCap: decisions.atCap,
			},
			people: Math.max(answers.people, time.people),
			workMs: time.workMs,
			decidedByMachine: decisions.byMachine,
			bySeverity: await countViewsBySeverity(tx, projectId),
			answersWithoutLooking: answers.withoutLooking,
			surprises: await countSurprises(tx, projectId),
			contests: { filed: 0, upheld: 0 },
			methods: decisions.methods,
			predictors: await predictorVersions(tx, projectId),
		};
		return { project, counts };
	});
	if (counted === undefined) return err({ kind: 'no-such-project' });
	const breaches = await deps.recountBreaches?.(organisationId, projectId);
	const labour = labourOf({ ...counted.counts, breaches });
	return ok({ project: counted.project, createdAt: deps.clock.now(), labour });
};
