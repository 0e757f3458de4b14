/** Qualified once `rightMin` of the last `items` answers in training are what experts answered. */
export type TrainingRule = { readonly items: number; readonly rightMin: number };

export type TrainingProgress = {
	/** Answers that count: the last `items` at most. */
	readonly answered: number;
	readonly right: number;
	readonly qualified: boolean;
};

/**
 * Where somebody stands in training. Only the newest answers count, so that a bad day passes out of sight by going on; and
 * there is no last try.
 * @param right whether each answer was right, oldest first
 */
export const trainingProgress = (right: readonly boolean[], rule: TrainingRule): TrainingProgress => {
	const counted = right.slice(-rule.items);
	const hits = counted.filter(Boolean).length;
	return { answered: counted.length, right: hits, qualified: hits >= rule.rightMin };
};
