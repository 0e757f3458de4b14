import { sql, type Tx } from '../platform/database.ts';

export type Contact = {
	readonly name: string;
	readonly about: string;
	readonly reach: string;
	readonly hours: string;
	readonly languages: readonly string[];
};

/** In the organisation's order. By `support_contact_organisation`. */
export const listContacts = (tx: Tx): Promise<readonly Contact[]> =>
	tx.rows<Contact>(sql`
		select name, about, reach, hours, languages from utu.support_contact
		where organisation_id = utu.org() order by position, id`);

/** What the organisation said in one text, before it could make a list. */
export const supportText = async (tx: Tx): Promise<string | null> => {
	const row = await tx.row<{ text: string | null }>(
		sql`select nullif(trim(support_contact), '') as text from utu.organisation where id = utu.org()`,
	);
	return row?.text ?? null;
};

/** Whether people may be working now: then somebody has to be there for them. */
export const hasOpenProject = async (tx: Tx): Promise<boolean> => {
	const row = await tx.row<{ open: boolean }>(
		sql`select exists (select from utu.project where organisation_id = utu.org() and state = 'open') as open`,
	);
	return row?.open === true;
};

export const deleteContacts = async (tx: Tx): Promise<void> => {
	await tx.run(sql`delete from utu.support_contact where organisation_id = utu.org()`);
};

export const insertContact = async (
	tx: Tx,
	options: {
		readonly id: string;
		readonly organisationId: string;
		readonly position: number;
		readonly contact: Contact;
	},
): Promise<void> => {
	const { name, about, reach, hours, languages } = options.contact;
	await tx.run(sql`
		insert into utu.support_contact (id, organisation_id, position, name, about, reach, hours, languages)
		values (${options.id}, ${options.organisationId}, ${options.position}, ${name}, ${about}, ${reach}, ${hours}, ${languages}::text[])`);
};
