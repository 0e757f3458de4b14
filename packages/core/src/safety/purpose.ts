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

/**
 * What a purpose changes in the predicate, and it is little: every look is screened, consented, charged and rested from,
 * an analyst's as a worker's.
 */
export type PurposeRule = {
	/** May meet what nobody has screened, if the person said yes to that. */
	readonly meetsUnscreened: boolean;
	/** May show the same content to the same person again, charged anew: somebody who contests sees what was judged. */
	readonly repeats: boolean;
};

export const purposeRules: Readonly<Record<Purpose, PurposeRule>> = {
	annotate: { meetsUnscreened: false, repeats: false },
	review: { meetsUnscreened: false, repeats: false },
	'double-review': { meetsUnscreened: false, repeats: false },
	gold: { meetsUnscreened: false, repeats: false },
	audit: { meetsUnscreened: false, repeats: false },
	contest: { meetsUnscreened: false, repeats: true },
	appeal: { meetsUnscreened: false, repeats: false },
	adjudicate: { meetsUnscreened: false, repeats: false },
	scout: { meetsUnscreened: true, repeats: false },
	operate: { meetsUnscreened: false, repeats: false },
};
