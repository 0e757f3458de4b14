import { describe, expect, it } from 'vitest';
import { crowdTime } from './crowd-time.ts';
import { type ExportAnswerRow, type ExportRow, exportLine, exportLineWithAnswers } from './line.ts';
import { softLabels } from './soft-labels.ts';

const name = softLabels(undefined);

const row: ExportRow = {
	key: 'post-1',
	text: 'A post.',
	language: 'sw',
	severity: 2,
	hazards: { hate: 2 },
	duplicateOf: null,
	projectVersion: 3,
	posterior: { kind: [0.9, 0.1] },
	answers: { kind: 'spam' },
	certainty: 0.9,
	reason: 'certain',
	views: 2,
	method: 'consensus/1',
	decidedAt: new Date('2026-03-01T14:25:36Z'),
};

const answer = (worker: string, at: string): ExportAnswerRow => ({
	worker,
	answers: { kind: 'spam' },
	basis: 'viewed',
	counted: true,
	answeredAt: Date.parse(at),
});

const crowded = crowdTime({
	hours: [{ hour: new Date('2026-03-01T14:00:00Z'), people: 6 }],
	days: [{ day: new Date('2026-03-01T00:00:00Z'), people: 6 }],
});

describe('exportLine', () => {
	it('tells the decision, its time to the hour, and nothing of people', () => {
		expect(exportLine(row, name)).toEqual({
			key: 'post-1',
			text: 'A post.',
			language: 'sw',
			decision: {
				answers: { kind: 'spam' },
				certainty: 0.9,
				reason: 'certain',
				views: 2,
				method: 'consensus/1',
				decidedAt: '2026-03-01T14:00:00Z',
			},
			softLabels: { kind: [0.9, 0.1] },
			severity: 2,
			hazards: { hate: 2 },
			duplicateOf: null,
			projectVersion: 3,
		});
	});

	it('has null where nothing is decided yet', () => {
		const open = { ...row, posterior: null, answers: null, certainty: null, reason: null, views: null, method: null };
		expect(exportLine({ ...open, decidedAt: null }, name)).toMatchObject({ decision: null, softLabels: null });
	});
});

describe('exportLineWithAnswers', () => {
	const answers = [answer('b', '2026-03-01T14:10:00Z'), answer('a', '2026-03-01T03:10:00Z')];
	const pseudonym = (worker: string): string => (worker === 'b' ? 'w-1' : 'w-2');

	it('names people by pseudonym, in the order of pseudonyms, at times that a crowd shares', () => {
		const line = exportLineWithAnswers(row, answers, { name, time: crowded, people: 6, pseudonym });
		expect(line.answers).toEqual([
			{ worker: 'w-1', answers: { kind: 'spam' }, basis: 'viewed', counted: true, answeredAt: '2026-03-01T14:00:00Z' },
			{ worker: 'w-2', answers: { kind: 'spam' }, basis: 'viewed', counted: true, answeredAt: '2026-03-01' },
		]);
		expect(exportLineWithAnswers(row, answers.toReversed(), { name, time: crowded, people: 6, pseudonym })).toEqual(
			line,
		);
	});

	it('tells the time of the decision no finer than that of its last answer', () => {
		const alone = { ...row, decidedAt: new Date('2026-03-01T03:10:01Z') };
		const line = exportLineWithAnswers(alone, answers, { name, time: crowded, people: 6, pseudonym });
		expect(line.decision?.decidedAt).toBe('2026-03-01');
	});

	it('gives no pseudonym and no time where fewer than five people answered', () => {
		const line = exportLineWithAnswers(row, answers, { name, time: crowded, people: 4, pseudonym });
		expect(line.answers).toHaveLength(2);
		expect(line.answers?.every((one) => one.worker === null && one.answeredAt === null)).toBe(true);
		expect(line.decision?.decidedAt).toBeNull();
		expect(JSON.stringify(line)).not.toMatch(/w-|2026/);
	});
});
