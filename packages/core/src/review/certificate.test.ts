import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CertificateFacts, certificateMethod, certificateOf } from './certificate.ts';
import type { Score } from './score.ts';

const estimate = (more: Partial<Extract<Score, { kind: 'score' }>> = {}): Score => ({
	kind: 'score',
	n: 120,
	raw: { rate: 0.94, low: 0.88, high: 0.97 },
	adjusted: 0.94321,
	low: 0.88123,
	high: 0.97777,
	level: 0.95,
	peersFoundRight: 0.93,
	reviewerError: { rate: 0.02, low: 0.01, high: 0.04, reviews: 300, disagreements: 11 },
	...more,
});

const facts = (more: Partial<CertificateFacts> = {}): CertificateFacts => ({
	id: 'an-id',
	name: 'Asha Mwangi',
	organisation: 'Soko',
	issuer: 'https://utu.example',
	now: new Date('2026-03-31T23:30:00Z'),
	answers: 1_204,
	firstAt: new Date('2025-11-30T23:59:00Z'),
	lastAt: new Date('2026-03-01T00:00:00Z'),
	languages: ['sw', 'en', 'sw'],
	score: { verdicts: 120, wrong: 7, wrongExpected: 8.3456, estimate: estimate() },
	...more,
});

describe('a certificate', () => {
	it('has these fields and no other', () => {
		expect(certificateOf(facts())).toEqual({
			format: 'utu-certificate/1',
			id: 'an-id',
			name: 'Asha Mwangi',
			organisation: 'Soko',
			issuer: 'https://utu.example',
			issuedAt: '2026-03-31T23:30:00.000Z',
			period: { from: '2025-11', to: '2026-03' },
			answers: 1_204,
			languages: ['en', 'sw'],
			verdicts: 120,
			wrong: 7,
			wrongExpected: 8.3,
			estimate: { kind: 'estimate', value: 0.943, low: 0.881, high: 0.978, level: 0.95 },
			method: certificateMethod,
		});
	});

	it('says of few verdicts, or of none, how many it takes', () => {
		const needs = { kind: 'not-enough', lacks: 'verdicts', needed: 50 };
		expect(certificateOf(facts({ score: undefined, answers: 0, firstAt: undefined, lastAt: undefined }))).toMatchObject(
			{
				period: null,
				answers: 0,
				verdicts: 0,
				wrong: 0,
				wrongExpected: 0,
				estimate: needs,
			},
		);
		const few = { verdicts: 3, wrong: 1, wrongExpected: 0.2 };
		const lacking = (of: 'verdicts' | 'double-reviews', needed: number) =>
			certificateOf(facts({ score: { ...few, estimate: { kind: 'not-enough', of, n: 3, needed } } })).estimate;
		expect(lacking('verdicts', 50)).toEqual(needs);
		expect(lacking('double-reviews', 200)).toEqual({ kind: 'not-enough', lacks: 'double-reviews', needed: 200 });
	});

	it('never claims a narrower span than was computed', () => {
		const share = fc.double({ min: 0, max: 1, noNaN: true });
		fc.assert(
			fc.property(share, share, share, (...three) => {
				const [low = 0, adjusted = 0, high = 0] = three.sort((a, b) => a - b);
				const said = certificateOf(
					facts({ score: { verdicts: 99, wrong: 1, wrongExpected: 1, estimate: estimate({ low, adjusted, high }) } }),
				).estimate;
				if (said.kind !== 'estimate') throw new Error('no estimate');
				// As far as doubles tell numbers apart.
				expect(said.low).toBeLessThanOrEqual(low + 1e-12);
				expect(said.high).toBeGreaterThanOrEqual(high - 1e-12);
				expect(said.low).toBeGreaterThanOrEqual(0);
				expect(said.high).toBeLessThanOrEqual(1);
				expect(said.value).toBeGreaterThanOrEqual(said.low);
				expect(said.value).toBeLessThanOrEqual(said.high);
			}),
		);
	});
});
