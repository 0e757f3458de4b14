import {
	type HazardCategory,
	type Hazards,
	joinHazards,
	type Severity,
	topSeverity,
	unscreened,
} from '@utu/core/safety/hazards.ts';
import { ok, type Result } from '@utu/core/shared/result.ts';
import { sql } from '../platform/database.ts';
import { lockWithNear, quarantineBatch, raiseNear } from '../safety/screening.sql.ts';
import { endLease } from '../safety/settle.sql.ts';
import { type LeaseDeps, type LeaseError, type LeaseRef, withActiveLease } from './lease-use.ts';

export type SurpriseReport = { readonly category: HazardCategory | undefined; readonly severity: Severity | undefined };
export type SurpriseOutcome = { readonly severityBefore: Severity; readonly severityAfter: Severity };

/**
 * "This is not what I was told": the view closes and is paid, the item is raised and leaves the queue, its batch is
 * quarantined from people who did not say yes to unscreened content. All in one transaction.
 */
export const surprise = (
	deps: LeaseDeps,
	ref: LeaseRef,
	report: SurpriseReport,
): Promise<Result<SurpriseOutcome, LeaseError>> =>
	withActiveLease(deps, ref, async (tx, lease, now) => {
		await lockWithNear(tx, lease.itemId);
		const item = await tx.row<{ hazards: Hazards; floor: Hazards; batchId: string; modelVersion: number | null }>(sql`
			select hazards, hazards_floor as floor, batch_id as "batchId", model_version as "modelVersion"
			from utu.item where id = ${lease.itemId} for update`);
		if (item === undefined) throw new Error('a lease on no item');
		const found = raisedBy(report);
		const hazards = joinHazards(item.hazards, found);
		const outcome = { severityBefore: topSeverity(lease.hazards as Hazards), severityAfter: topSeverity(hazards) };
		await endLease(tx, { lease, state: 'surprised', now, endKnown: true, severityFound: outcome.severityAfter });
		await tx.run(sql`
			update utu.item set hazards = ${JSON.stringify(hazards)}::jsonb, hazards_floor = ${JSON.stringify(joinHazards(item.floor, found))}::jsonb,
				severity = ${outcome.severityAfter}, stage = case when stage = 'open' then 'first-pass' else stage end, first_pass_due = ${now}
			where id = ${lease.itemId}`);
		await raiseNear(tx, { itemId: lease.itemId, found, now });
		await quarantineBatch(tx, { batchId: item.batchId, now });
		await tx.run(sql`
			insert into utu.surprise (id, organisation_id, project_id, item_id, batch_id, category, severity_before, severity_after, model_version, created_at)
			values (${deps.ids.uuid()}, ${lease.organisationId}, ${lease.projectId}, ${lease.itemId}, ${item.batchId}, ${report.category ?? null},
				${outcome.severityBefore}, ${outcome.severityAfter}, ${item.modelVersion}, ${now})`);
		return ok(outcome);
	});

/** What a report says of the item. What is left unsaid counts as the worst: nobody is asked to describe it. */
const raisedBy = (report: SurpriseReport): Hazards => ({
	[report.category ?? unscreened]: report.category === undefined ? 4 : (report.severity ?? 4),
});
