import type { Lease } from '@utu/contract/routing.ts';
import { describe, expect, it } from 'vitest';
import { askReveal, coverOf, hide, isOpen, nextCovered, pageCount, pageOf, revealed } from './cover.ts';

const lease = (content: Lease['content'], sentences = 3): Lease => ({
	id: 'l',
	projectId: 'p',
	projectName: 'P',
	itemId: 'i',
	purpose: 'annotate',
	grantedAt: '2026-01-01T00:00:00Z',
	expiresAt: '2026-01-01T01:00:00Z',
	reservedMs: 60_000,
	coverAt: null,
	told: { hazards: {}, severity: 0, unscreened: false, language: null, sentences, chars: 30 },
	content,
	form: { questions: [] },
	instructions: {},
	suggestion: null,
	draft: null,
	idempotencyKey: 'k',
});
const sentence = (index: number, text: string | null) => ({ index, text, chars: 10, severity: 2 as const });
const content = (...texts: (string | null)[]) => ({
	kind: 'text' as const,
	sentences: texts.map((text, index) => sentence(index, text)),
});

describe('cover', () => {
	it('starts with as many covers as the lease tells of', () => {
		const state = coverOf(lease(null), { covered: false });
		expect(state.sentences).toHaveLength(3);
		expect(isOpen(state)).toBe(false);
		expect(nextCovered(state.sentences)?.index).toBe(0);
	});

	it('shows what was asked for', () => {
		const asked = askReveal(coverOf(lease(null), { covered: false }), 'all');
		const state = revealed(asked, { epoch: asked.epoch, content: content('one', null, null), coverAt: 5 });
		expect(state.sentences.map((one) => one.text)).toEqual(['one', undefined, undefined]);
		expect(state).toMatchObject({ asked: 0, coverAt: 5 });
		expect(nextCovered(state.sentences)?.index).toBe(1);
	});

	it('throws away a reveal that a hide has overtaken', () => {
		const asked = askReveal(coverOf(lease(null), { covered: false }), 'all');
		const hidden = hide(asked, 'person');
		const late = revealed(hidden, { epoch: asked.epoch, content: content('one', 'two', 'three'), coverAt: 5 });
		expect(late).toBe(hidden);
		expect(JSON.stringify(late)).not.toContain('one');
	});

	it('shows after a hide only what is asked for anew, even if more arrives', () => {
		const hidden = hide(coverOf(lease(content('one', 'two', 'three')), { covered: false }), 'person');
		const asked = askReveal(hidden, [1]);
		const state = revealed(asked, { epoch: asked.epoch, content: content('one', 'two', 'three'), coverAt: 5 });
		expect(state.sentences.map((one) => one.text)).toEqual([undefined, 'two', undefined]);
	});

	it('takes “told” for the milder sentences', () => {
		const asked = askReveal(coverOf(lease(null), { covered: false }), 'told');
		const harsh = { ...sentence(1, 'two'), severity: 3 as const };
		const state = revealed(asked, {
			epoch: 0,
			content: { kind: 'text', sentences: [sentence(0, 'one'), harsh, sentence(2, null)] },
			coverAt: 5,
		});
		expect(state.sentences.map((one) => one.text)).toEqual(['one', undefined, undefined]);
	});

	it('drops every text on hide and keeps the lengths', () => {
		const state = hide(coverOf(lease(content('one', 'two', null)), { covered: false }), 'time');
		expect(isOpen(state)).toBe(false);
		expect(state.sentences.map((one) => one.chars)).toEqual([10, 10, 10]);
		expect(state.coveredBy).toBe('time');
	});

	it('shows nothing of a lease that arrives after a hide', () => {
		expect(isOpen(coverOf(lease(content('one', null, null)), { covered: true }))).toBe(false);
		expect(isOpen(coverOf(lease(content('one', null, null)), { covered: false }))).toBe(true);
	});

	it('meters long texts by page', () => {
		const state = coverOf(lease(null, 50), { covered: false });
		expect(pageCount(state)).toBe(3);
		expect(pageOf(state, 2).map((one) => one.index)).toEqual([48, 49]);
	});
});
