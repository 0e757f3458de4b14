import type { Contact } from './api/contacts.ts';

export const contactsMax = 20;

/** A contact as it is typed. */
export type DraftContact = { readonly [Name in keyof Contact]: string };

export const emptyDraft: DraftContact = { name: '', about: '', reach: '', hours: '', languages: '' };

/** `key` stays with a draft wherever it is moved, and the focus with it. */
export type KeyedDraft = { readonly key: string; readonly draft: DraftContact };

export const keyed = (draft: DraftContact): KeyedDraft => ({ key: crypto.randomUUID(), draft });

export const draftOf = (contact: Contact): DraftContact => ({ ...contact, languages: contact.languages.join(', ') });

const tag = /^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/;

const tagsOf = (languages: string): readonly string[] => languages.split(/[\s,;]+/).filter((part) => part !== '');

export const faultsOf = (draft: DraftContact) => ({
	name: draft.name.trim() === '',
	reach: draft.reach.trim() === '',
	languages: !tagsOf(draft.languages).every((one) => tag.test(one)),
});

/** The list as it is sent. Undefined while one of them cannot be. */
export const readContacts = (drafts: readonly DraftContact[]): readonly Contact[] | undefined => {
	const faulty = drafts.some((draft) => Object.values(faultsOf(draft)).includes(true));
	if (faulty) return undefined;
	return drafts.map((draft) => ({
		name: draft.name.trim(),
		about: draft.about.trim(),
		reach: draft.reach.trim(),
		hours: draft.hours.trim(),
		languages: [...tagsOf(draft.languages)],
	}));
};
