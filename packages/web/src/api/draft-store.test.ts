import { describe, expect, it } from 'vitest';
import {
	chooseDraft,
	type Draft,
	draftLimits,
	dropDraft,
	readDraft,
	saveDraft,
	type TextStore,
} from './draft-store.ts';

const memory = (charsMax = Number.POSITIVE_INFINITY): TextStore & { readonly map: Map<string, string> } => {
	const map = new Map<string, string>();
	return {
		map,
		read: (key) => map.get(key),
		write: (key, value) => {
			if (value === undefined) map.delete(key);
			else if (value.length > charsMax) return false;
			else map.set(key, value);
			return true;
		},
	};
};
const draft = (itemId: string, more: Partial<Draft> = {}): Draft => ({
	itemId,
	leaseId: `lease-${itemId}`,
	values: { q: itemId },
	savedAt: 1_000,
	synced: false,
	...more,
});

describe('draft store', () => {
	it('gives back what was kept, per person', () => {
		const store = memory();
		expect(saveDraft(store, 'asha', draft('1'))).toBe(true);
		expect(readDraft(store, 'asha', '1')?.values).toEqual({ q: '1' });
		expect(readDraft(store, 'lena', '1')).toBeUndefined();
		dropDraft(store, 'asha', '1');
		expect(store.map.size).toBe(0);
	});

	it('keeps one draft per item, the latest, and no more than the limit', () => {
		const store = memory();
		for (let index = 0; index < draftLimits.draftsMax + 5; index += 1) saveDraft(store, 'asha', draft(String(index)));
		saveDraft(store, 'asha', draft('24', { values: { q: 'later' } }));
		expect(readDraft(store, 'asha', '0')).toBeUndefined();
		expect(readDraft(store, 'asha', '24')?.values).toEqual({ q: 'later' });
	});

	it('lets old drafts go', () => {
		const store = memory();
		saveDraft(store, 'asha', draft('old'));
		saveDraft(store, 'asha', draft('new', { savedAt: 1_001 + draftLimits.ageMsMax }));
		expect(readDraft(store, 'asha', 'old')).toBeUndefined();
	});

	it('makes room for the newest where storage is full, and says so where nothing fits', () => {
		const store = memory(250);
		for (let index = 0; index < 6; index += 1) expect(saveDraft(store, 'asha', draft(String(index)))).toBe(true);
		expect(readDraft(store, 'asha', '5')).toBeDefined();
		expect(saveDraft(memory(10), 'asha', draft('1'))).toBe(false);
	});

	it('reads nothing from a store that someone else has written to', () => {
		const store = memory();
		store.map.set('utu.drafts.asha', '{"a":');
		expect(readDraft(store, 'asha', '1')).toBeUndefined();
		store.map.set('utu.drafts.asha', '[null, 3, {"itemId":"1"}]');
		expect(readDraft(store, 'asha', '1')).toBeUndefined();
	});

	it('goes on with the draft that the server has not got, else with the server’s', () => {
		expect(chooseDraft(draft('1'), { q: 'server' })).toEqual({ q: '1' });
		expect(chooseDraft(draft('1', { synced: true }), { q: 'server' })).toEqual({ q: 'server' });
		expect(chooseDraft(draft('1', { synced: true }), null)).toEqual({ q: '1' });
		expect(chooseDraft(undefined, null)).toBeUndefined();
	});
});
