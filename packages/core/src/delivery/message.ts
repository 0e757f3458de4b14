import type { Answers } from '../projects/form.ts';
import type { Hazards } from '../safety/hazards.ts';

/** A decision as delivery reads it. */
export type DecisionRow = {
	readonly decisionId: string;
	readonly projectId: string;
	readonly projectVersion: number;
	readonly itemId: string;
	readonly key: string;
	readonly reason: string;
	readonly answers: Answers;
	readonly certainty: number;
	readonly views: number;
	readonly severity: number;
	readonly hazards: Hazards;
	readonly method: string;
	readonly decidedAt: Date;
};

/** The body of a message, as Standard Webhooks shapes it: type, timestamp, data. */
export type DecisionMessage = {
	readonly type: 'decision.made';
	readonly timestamp: string;
	readonly data: Omit<DecisionRow, 'decidedAt'> & { readonly decidedAt: string };
};

/** Says what was decided; never the content, and never who looked. */
export const decisionMessage = (row: DecisionRow): DecisionMessage => {
	const decidedAt = row.decidedAt.toISOString();
	return { type: 'decision.made', timestamp: decidedAt, data: { ...row, decidedAt } };
};
