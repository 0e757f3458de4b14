import { describe, expect, it } from 'vitest';
import { roles } from '../people/access.ts';
import { hearsVoice, moderatesVoice } from './voice.ts';

describe('the board', () => {
	it('is heard by workers and representatives, and by nobody else', () => {
		expect(roles.filter((role) => hearsVoice([role]))).toEqual(['worker', 'representative']);
	});

	it('is closed to whoever also manages, pays or judges', () => {
		for (const role of ['operator', 'admin', 'client', 'analyst']) {
			expect(hearsVoice(['worker', role])).toBe(false);
			expect(moderatesVoice(['representative', role])).toBe(false);
		}
	});

	it('is moderated by representatives', () => {
		expect(moderatesVoice(['worker', 'representative'])).toBe(true);
		expect(moderatesVoice(['worker'])).toBe(false);
	});
});
