import { describe, expect, it } from 'vitest';
import { draftOf, emptyDraft, faultsOf, readContacts } from './contacts.ts';

const contact = {
	name: 'Peer line',
	about: '',
	reach: 'extension 12',
	hours: '8 to 20',
	languages: ['en', 'sw', 'pt-BR'],
};

describe('a list of contacts', () => {
	it('comes back as it was', () => {
		expect(readContacts([draftOf(contact)])).toEqual([contact]);
		expect(readContacts([])).toEqual([]);
	});

	it('needs a name and a way to reach each, and language tags', () => {
		expect(readContacts([draftOf(contact), emptyDraft])).toBeUndefined();
		expect(readContacts([{ ...draftOf(contact), reach: '  ' }])).toBeUndefined();
		expect(faultsOf({ ...draftOf(contact), languages: 'English' }).languages).toBe(true);
		expect(readContacts([{ ...draftOf(contact), languages: ' en;sw  am,' }])?.[0]?.languages).toEqual([
			'en',
			'sw',
			'am',
		]);
	});
});
