import type { Form } from '@utu/core/projects/form.ts';
import { sql, type Tx } from '../platform/database.ts';
import type { LeaseRow } from '../safety/settle.sql.ts';
import type { Forms } from './forms.ts';

/** What a lease's page needs beside the content. */
export type LeaseFrame = {
	readonly projectName: string;
	readonly form: Form;
	readonly instructions: Readonly<Record<string, string>>;
	readonly language: string | null;
	readonly chars: number;
	readonly sentences: number;
	readonly labelPrior: Readonly<Record<string, readonly number[]>> | null;
};

type ItemFrame = Omit<LeaseFrame, 'form' | 'instructions'> & { readonly projectId: string; readonly version: number };

/** Form, instructions and the neutral facts of an item; no content. By primary keys. */
export const leaseFrame = async (tx: Tx, forms: Forms, itemId: string): Promise<LeaseFrame> => {
	const row = await tx.row<ItemFrame>(sql`
		select p.name as "projectName", i.project_id as "projectId", i.project_version as version, i.language, i.chars,
			coalesce(cardinality(i.sentence_severities), 0) as sentences, i.label_prior as "labelPrior"
		from utu.item i join utu.project p on p.id = i.project_id where i.id = ${itemId}`);
	if (row === undefined) throw new Error('a lease on no item');
	return { ...row, ...(await forms.of(tx, row)) };
};

export type ContentRow = {
	readonly text: string;
	readonly sentenceSeverities: readonly number[] | null;
	readonly severity: number;
};

/**
 * The content behind a lease that is active in this transaction: the condition stands in the statement, so that no
 * caller can read an item without a granted, charged look.
 */
export const leasedContent = (tx: Tx, leaseId: string): Promise<ContentRow | undefined> =>
	tx.row<ContentRow>(sql`
		select c.text, i.sentence_severities as "sentenceSeverities", i.severity
		from utu.lease l join utu.item i on i.id = l.item_id join utu.item_content c on c.item_id = i.id
			join utu.batch b on b.id = i.batch_id
		where l.id = ${leaseId} and l.state = 'active' and l.person_id = utu.me()
			and (b.quarantined_at is null or l.purpose = 'scout')
			-- what the person was told still holds
			and i.severity <= l.severity
			and not exists (select from jsonb_each_text(i.hazards) h where h.value::int >= 2 and h.key <> all (l.categories))`);

/** What is uncovered from now on, and since when it is in sight. One row by primary key. */
export const recordReveal = async (
	tx: Tx,
	lease: Pick<LeaseRow, 'id' | 'revealedSentences' | 'visibleMs' | 'visibleSince' | 'revealedAt'>,
): Promise<void> => {
	await tx.run(sql`
		update utu.lease set revealed_sentences = ${lease.revealedSentences}::int[], visible_ms = ${lease.visibleMs}, visible_since = ${lease.visibleSince},
			revealed_at = ${lease.revealedAt} where id = ${lease.id}`);
};
