import { describe, expect, it } from 'vitest';
import { type Entry, entryText, readEntry } from './entry.ts';

describe('an entry', () => {
	it('comes back as it was written', () => {
		const entry: Entry = { at: 1_767_600_000_000, suds: 3, note: 'Ça va.', phq2: [1, 0], pcPtsd5: [0, 0, 1, 0, 0] };
		expect(readEntry(entryText(entry))).toEqual(entry);
		expect(readEntry(entryText({ at: 1 }))).toEqual({ at: 1 });
	});

	it('loses what cannot be, and is none without a time', () => {
		expect(readEntry('{"at":1,"suds":12,"note":7,"gad2":[1],"phq2":[9,9],"more":true}')).toEqual({ at: 1 });
		expect([readEntry('{"suds":3}'), readEntry('null'), readEntry('words')]).toEqual([undefined, undefined, undefined]);
	});
});
