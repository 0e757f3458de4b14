import { expect, it } from 'vitest';
import { decisionMessage } from './message.ts';

it('says what was decided, without content and people', () => {
	const message = decisionMessage({
		decisionId: 'd',
		projectId: 'p',
		projectVersion: 2,
		itemId: 'i',
		key: 'post-1',
		reason: 'certain',
		answers: { kind: 'spam' },
		certainty: 0.97,
		views: 2,
		severity: 3,
		hazards: { hate: 3 },
		method: 'consensus/1',
		decidedAt: new Date('2026-03-01T14:25:36.789Z'),
	});
	expect(message).toEqual({
		type: 'decision.made',
		timestamp: '2026-03-01T14:25:36.789Z',
		data: {
			decisionId: 'd',
			projectId: 'p',
			projectVersion: 2,
			itemId: 'i',
			key: 'post-1',
			reason: 'certain',
			answers: { kind: 'spam' },
			certainty: 0.97,
			views: 2,
			severity: 3,
			hazards: { hate: 3 },
			method: 'consensus/1',
			decidedAt: '2026-03-01T14:25:36.789Z',
		},
	});
});
