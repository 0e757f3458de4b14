export type ExpertOpinion = { readonly expertId: string; readonly answer: string };

export type Gold =
	| { readonly kind: 'gold'; readonly answer: string; readonly experts: number }
	/** It may teach, and scores nobody. */
	| { readonly kind: 'void'; readonly reason: 'too-few-experts' | 'experts-disagree' };

export const goldLimits = { expertsMin: 2 } as const;

/** An item is gold while at least two experts, apart from each other, gave the same answer and none another. */
export const goldOf = (opinions: readonly ExpertOpinion[]): Gold => {
	const experts = new Set(opinions.map(({ expertId }) => expertId)).size;
	const answers = new Set(opinions.map(({ answer }) => answer));
	if (answers.size > 1) return { kind: 'void', reason: 'experts-disagree' };
	const [answer] = answers;
	if (answer === undefined || experts < goldLimits.expertsMin) return { kind: 'void', reason: 'too-few-experts' };
	return { kind: 'gold', answer, experts };
};
