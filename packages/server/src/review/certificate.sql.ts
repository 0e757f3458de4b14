import { sql, type Tx } from '../platform/database.ts';
import type { PublicKey } from './certificate-signing.ts';

export type WorkRow = {
	readonly answers: number;
	readonly firstAt: Date | null;
	readonly lastAt: Date | null;
	readonly languages: readonly string[];
};

/**
 * The counted answers of the transaction's person in its organisation: how many, from when to when, in which languages. By
 * `lease_person`, then an answer and an item by their keys: it grows with the person's own work, not with the project's.
 */
export const countedWork = async (tx: Tx): Promise<WorkRow> => {
	const row = await tx.row<WorkRow>(sql`
		select count(*)::int as answers, min(a.answered_at) as "firstAt", max(a.answered_at) as "lastAt",
			coalesce(array_agg(distinct i.language) filter (where i.language is not null), '{}') as languages
		from utu.lease l
		join utu.answer a on a.idempotency_key = l.idempotency_key and a.status = 'counted'
		join utu.item i on i.id = a.item_id
		where l.person_id = utu.me() and l.organisation_id = utu.org()`);
	if (row === undefined) throw new Error('a count without a row');
	return row;
};

export const organisationName = async (tx: Tx): Promise<string> =>
	(await tx.row<{ name: string }>(sql`select name from utu.organisation where id = utu.org()`))?.name ?? '';

/** Keeps a key with the first certificate that it signs. */
export const keepKey = async (
	tx: Tx,
	key: { readonly kid: string; readonly publicKey: PublicKey; readonly now: Date },
): Promise<void> => {
	await tx.run(sql`
		insert into utu.certificate_key (kid, jwk, first_used_at) values (${key.kid}, ${JSON.stringify(key.publicKey)}::jsonb, ${key.now})
		on conflict (kid) do nothing`);
};

export type KeyRow = { readonly kid: string; readonly publicKey: PublicKey };

export const keyNamed = (tx: Tx, kid: string): Promise<KeyRow | undefined> =>
	tx.row<KeyRow>(sql`select kid, jwk as "publicKey" from utu.certificate_key where kid = ${kid}`);

/** The newest first. There is one for each secret that the installation has had. */
export const newestKeys = (tx: Tx, rowsMax: number): Promise<readonly KeyRow[]> =>
	tx.rows<KeyRow>(
		sql`select kid, jwk as "publicKey" from utu.certificate_key order by first_used_at desc, kid limit ${rowsMax}`,
	);
