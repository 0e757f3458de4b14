import { err, ok, type Result } from '@utu/core/shared/result.ts';
import type { Tx } from '../platform/database.ts';
import type { SupportDeps } from './check-ins.ts';
import {
	type Contact,
	deleteContacts,
	hasOpenProject,
	insertContact,
	listContacts,
	supportText,
} from './contacts.sql.ts';

export type Support = { readonly contacts: readonly Contact[]; readonly text: string | null };
export type ContactsError = { readonly kind: 'contacts-needed' };

export const supportOf = (deps: SupportDeps, organisationId: string): Promise<Support> =>
	deps.database.transaction({ organisationId }, load);

const load = async (tx: Tx): Promise<Support> => ({ contacts: await listContacts(tx), text: await supportText(tx) });

/** Puts another list in place of the one there was. While a project is open, somebody stays on it. */
export const setContacts = (
	deps: SupportDeps,
	options: { readonly organisationId: string; readonly contacts: readonly Contact[] },
): Promise<Result<Support, ContactsError>> => {
	const { organisationId, contacts } = options;
	return deps.database.transaction<Result<Support, ContactsError>>({ organisationId }, async (tx) => {
		if (contacts.length === 0 && (await supportText(tx)) === null && (await hasOpenProject(tx)))
			return err({ kind: 'contacts-needed' });
		await deleteContacts(tx);
		for (const [position, contact] of contacts.entries())
			await insertContact(tx, { id: deps.ids.uuid(), organisationId, position, contact });
		return ok(await load(tx));
	});
};
