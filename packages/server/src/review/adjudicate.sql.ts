import type { Answers } from '@utu/core/projects/form.ts';
import { sql, type Tx } from '../platform/database.ts';

/** What the adjudicator says takes the place of the decision, for the item and its exact duplicates. The old one stays on record. */
export const adjudicate = async (
	tx: Tx,
	options: { readonly itemId: string; readonly answers: Answers; readonly decisionId: string; readonly now: Date },
): Promise<void> => {
	await tx.run(sql`
		with ended as (
			update utu.decision d set superseded_at = ${options.now} from utu.item i
			where d.item_id = i.id and (i.id = ${options.itemId} or i.duplicate_of = ${options.itemId}) and d.superseded_at is null
			returning d.organisation_id, d.project_id, d.item_id, d.posterior, d.views, d.severity)
		insert into utu.decision (id, organisation_id, project_id, item_id, reason, answers, posterior, certainty, views, severity, method, decided_at)
		select case when item_id = ${options.itemId} then ${options.decisionId}::uuid else gen_random_uuid() end, organisation_id, project_id, item_id,
			case when item_id = ${options.itemId} then 'adjudicated' else 'inherited' end, ${JSON.stringify(options.answers)}::jsonb, posterior, 1, views,
			severity, 'adjudication/1', ${options.now} from ended`);
};
