import type { CollectedQuestion } from './collect.ts';
import type { DecidedQuestion } from './decided.ts';
import type { ReadAnswer } from './label-studio.ts';

/** Two regions of the same label that share at least half of what they cover together are the same. */
const overlapMin = 0.5;

export type Stretch = { readonly start: number; readonly end: number };

/** Length that two stretches share ÷ length that they cover together; 1 for two equal points. */
export const stretchOverlap = (a: Stretch, b: Stretch): number => {
	const shared = Math.min(a.end, b.end) - Math.max(a.start, b.start);
	const covered = Math.max(a.end, b.end) - Math.min(a.start, b.start);
	return covered === 0 ? 1 : Math.max(0, shared) / covered;
};

type Labelled<Place> = Place & { readonly label: string };

type Compared<Kind, Place> = {
	readonly kind: Kind;
	readonly overlap: (a: Place, b: Place) => number;
	readonly truth: (answer: Extract<ReadAnswer, { readonly kind: Kind }>) => readonly Labelled<Place>[];
	readonly decided: (item: number) => readonly Labelled<Place>[];
};

/**
 * F1 of the decided regions against the ground truth of an export, the closest pairs matched first. Undefined without
 * ground truth.
 */
export const regionTruth = <Kind extends ReadAnswer['kind'], Place>(
	question: CollectedQuestion,
	{ kind, overlap, truth, decided }: Compared<Kind, Place>,
): DecidedQuestion['truth'] => {
	const found = { matched: 0, decided: 0, true: 0, items: 0 };
	for (const [item, answer] of question.truth) {
		if (answer.kind !== kind) continue;
		const [known, own] = [truth(answer as Extract<ReadAnswer, { readonly kind: Kind }>), decided(item)];
		found.items += 1;
		found.true += known.length;
		found.decided += own.length;
		found.matched += matches(known, own, overlap);
	}
	if (found.items === 0) return undefined;
	const all = found.true + found.decided;
	const value = all === 0 ? 1 : (2 * found.matched) / all;
	return { items: found.items, measure: 'F1 of regions that overlap by half', value };
};

const matches = <Place>(
	known: readonly Labelled<Place>[],
	own: readonly Labelled<Place>[],
	overlap: (a: Place, b: Place) => number,
): number => {
	const pairs = known
		.flatMap((a, one) => own.map((b, other) => ({ one, other, overlap: a.label === b.label ? overlap(a, b) : 0 })))
		.filter((pair) => pair.overlap >= overlapMin)
		.sort((a, b) => b.overlap - a.overlap);
	const [ones, others] = [new Set<number>(), new Set<number>()];
	for (const { one, other } of pairs) {
		if (ones.has(one) || others.has(other)) continue;
		ones.add(one);
		others.add(other);
	}
	return ones.size;
};
