/** Why a person may look: a closed list. A path without a purpose does not compile. */
export const purposes = [
	'annotate',
	'review',
	'double-review',
	'gold',
	'audit',
	'contest',
	'appeal',
	'adjudicate',
	'scout',
	'operate',
] as const;
export type Purpose = (typeof purposes)[number];

/** Those that judge an answer, decide where people differ, or say what others may train on. */
export type ReviewPurpose = Extract<Purpose, 'review' | 'double-review' | 'contest' | 'adjudicate' | 'gold'>;

/**
 * What a purpose changes in the predicate, and it is little: every look is screened, consented, charged and rested from,
 * an analyst's as a worker's.
 */
export type PurposeRule = {
	/** May meet what nobody has screened, if the person said yes to that. */
	readonly meetsUnscreened: boolean;
	/** May show the same content to the same person again, charged anew: somebody who contests sees what was judged. */
	readonly repeats: boolean;
	/** Is an independent view that raises the item's certainty: it takes one of the item's places while it is open, and none after. */
	readonly takesPlace: boolean;
};

const view: PurposeRule = { meetsUnscreened: false, repeats: false, takesPlace: true };
/** Judges what was answered: of items that are decided as well as open, beside their places. */
const second: PurposeRule = { meetsUnscreened: false, repeats: false, takesPlace: false };

export const purposeRules: Readonly<Record<Purpose, PurposeRule>> = {
	annotate: view,
	review: second,
	'double-review': second,
	gold: second,
	audit: second,
	contest: { ...second, repeats: true },
	appeal: second,
	adjudicate: second,
	scout: { ...view, meetsUnscreened: true },
	operate: second,
};
