import { sql, type Tx } from '../platform/database.ts';

/** An answer that may be drawn: given after a look, counted, and not drawn yet. */
export type Drawable = {
	readonly answerId: string;
	readonly projectId: string;
	readonly itemId: string;
	readonly workerId: string;
	/** The project's share of answers that are looked at again. */
	readonly share: number;
};

/** From when on answers were not offered to chance yet; the first time, none before now. Locked until the draw is written. */
export const drawnTo = async (
	tx: Tx,
	options: { readonly organisationId: string; readonly now: Date },
): Promise<Date> => {
	const row = await tx.row<{ drawnTo: Date }>(sql`
		insert into utu.review_draw (organisation_id, drawn_to) values (${options.organisationId}, '-infinity')
		on conflict (organisation_id) do update set organisation_id = excluded.organisation_id
		returning case when drawn_to = '-infinity' then '1970-01-01'::timestamptz else drawn_to end as "drawnTo"`);
	return row?.drawnTo ?? options.now;
};

export const setDrawnTo = async (
	tx: Tx,
	options: { readonly organisationId: string; readonly to: Date },
): Promise<void> => {
	await tx.run(
		sql`update utu.review_draw set drawn_to = ${options.to} where organisation_id = ${options.organisationId}`,
	);
};

/** Answers of a stretch of time, each offered to chance once; those of scouts are not, as nobody else may look there. By `answer_answered`. */
export const drawableAnswers = (
	tx: Tx,
	options: { readonly from: Date; readonly to: Date },
): Promise<readonly Drawable[]> =>
	tx.rows<Drawable>(sql`
		select a.id as "answerId", a.project_id as "projectId", a.item_id as "itemId", a.worker_id as "workerId",
			(v.definition -> 'targets' ->> 'auditShare')::float8 as share
		from utu.answer a
		join utu.item i on i.id = a.item_id
		join utu.project_version v on v.project_id = i.project_id and v.version = i.project_version
		where a.organisation_id = utu.org() and a.status = 'counted' and a.basis = 'viewed' and not i.hazards ? 'unscreened'
			and a.answered_at > ${options.from}
			and a.answered_at <= ${options.to}`);

export type NewReview = {
	readonly id: string;
	readonly kind: 'review' | 'double-review';
	readonly answer_id: string;
	readonly project_id: string;
	readonly item_id: string;
	readonly worker_id: string;
	readonly drawn_share: number;
};

export const insertReviews = (
	tx: Tx,
	options: { readonly organisationId: string; readonly reviews: readonly NewReview[]; readonly now: Date },
): Promise<number> =>
	tx.run(sql`
		insert into utu.review (id, organisation_id, project_id, item_id, kind, answer_id, worker_id, drawn_share, created_at, state)
		select x.id, ${options.organisationId}, x.project_id, x.item_id, x.kind, x.answer_id, x.worker_id, x.drawn_share, ${options.now}, 'waiting'
		from jsonb_to_recordset(${JSON.stringify(options.reviews)}::jsonb)
			as x (id uuid, kind text, answer_id uuid, project_id uuid, item_id uuid, worker_id uuid, drawn_share real)
		on conflict do nothing`);

/** Items on which people differed up to the cap: somebody decides them. */
export const insertAdjudications = (
	tx: Tx,
	options: { readonly organisationId: string; readonly from: Date; readonly to: Date; readonly now: Date },
): Promise<number> =>
	tx.run(sql`
		insert into utu.review (id, organisation_id, project_id, item_id, kind, created_at, state)
		select gen_random_uuid(), d.organisation_id, d.project_id, d.item_id, 'adjudicate', ${options.now}, 'waiting'
		from utu.project p join utu.decision d on d.project_id = p.id join utu.item i on i.id = d.item_id and not i.hazards ? 'unscreened'
		where p.organisation_id = ${options.organisationId} and d.reason = 'cap' and d.superseded_at is null
			and d.decided_at > ${options.from} and d.decided_at <= ${options.to}
		on conflict do nothing`);
