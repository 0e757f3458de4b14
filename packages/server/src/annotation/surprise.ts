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
import { lockWithNear, quarantineBatch, raiseItems } from '../safety/screening.sql.ts';
import { endLease } from '../safety/settle.sql.ts';
import { type LeaseDeps, type LeaseError, type LeaseRef, withActiveLease } from './lease-use.ts';

export type SurpriseReport = { readonly category: HazardCategory | undefined; readonly severity: Severity | undefined };
export type SurpriseOutcome = { readonly severityBefore: Severity; readonly severityAfter: Severity };

/**
 * "This is not what I was told": the view closes and is paid, the item and its near duplicates are raised and
 * leave the queue, its batch is quarantined from people who did not say yes to unscreened content. All in one transaction.
 */
export const surprise = (
	deps: LeaseDeps,
	ref: LeaseRef,
	report: SurpriseReport,
): Promise<Result<SurpriseOutcome, LeaseError>> =>
	withActiveLease(deps, ref, async (tx, lease, now) => {
		const items = await lockWithNear(tx, lease.itemId);
		const item = items.find(({ id }) => id === lease.itemId);
		if (item === undefined) throw new Error('a lease on no item');
		const found = raisedBy(report);
		const outcome = {
			severityBefore: topSeverity(lease.hazards as Hazards),
			severityAfter: topSeverity(joinHazards(item.hazards, found)),
		};
		await endLease(tx, { lease, state: 'surprised', now, endKnown: true, severityFound: outcome.severityAfter });
		await raiseItems(tx, { items, found, now });
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
