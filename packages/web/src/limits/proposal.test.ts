import { ceilingLimits, defaultLimits } from '@utu/core/safety/limits.ts';
import { describe, expect, it } from 'vitest';
import { shownLimits } from '../app/limit-names.ts';
import { readProposal } from './proposal.ts';

const typed = shownLimits(defaultLimits);

describe('a proposal', () => {
	it('is read in minutes, items and days', () => {
		expect(readProposal({ ...typed, dayMs: '45', daysIn7: '2' }, defaultLimits)).toEqual({
			ok: true,
			limits: { ...defaultLimits, dayMs: 45 * 60_000, daysIn7: 2 },
			changes: true,
		});
	});

	it('may be the ceiling, and nothing above it', () => {
		expect(readProposal(shownLimits(ceilingLimits), defaultLimits)).toMatchObject({ ok: true, limits: ceilingLimits });
		expect(readProposal({ ...typed, dayMs: '241', runMs: '21' }, defaultLimits)).toEqual({
			ok: false,
			faults: { dayMs: 'above-ceiling', runMs: 'above-ceiling' },
		});
	});

	it('says where there is no number', () => {
		expect(readProposal({ ...typed, hourViews: ' ', daysIn7: '-1' }, defaultLimits)).toEqual({
			ok: false,
			faults: { hourViews: 'no-number', daysIn7: 'no-number' },
		});
	});

	it('knows when it changes nothing', () => {
		expect(readProposal(typed, defaultLimits)).toMatchObject({ ok: true, changes: false });
	});
});
