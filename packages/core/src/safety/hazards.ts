/** What may hurt. The public moderation taxonomy, plus `unscreened`: no machine has looked at this yet. */
export const hazardCategories = [
	'sexual',
	'sexual/minors',
	'hate',
	'hate/threatening',
	'harassment',
	'self-harm',
	'violence',
	'violence/graphic',
] as const;

/** The category of content that nothing has scored. It counts as severity 4. */
export const unscreened = 'unscreened';

/** A category of the public taxonomy, `unscreened`, or one that a project adds (`x-…`). */
export type HazardCategory = (typeof hazardCategories)[number] | typeof unscreened | `x-${string}`;

/** 0 none, 1 mild, 2 moderate, 3 severe, 4 extreme. */
export type Severity = 0 | 1 | 2 | 3 | 4;

export const severities: readonly Severity[] = [0, 1, 2, 3, 4];

/** The highest plausible severity of each category that an item may carry; a category that is absent is 0. */
export type Hazards = Readonly<Partial<Record<HazardCategory, Severity>>>;

/** The highest severity over all categories. */
export const topSeverity = (hazards: Hazards): Severity => {
	let top: Severity = 0;
	for (const severity of Object.values(hazards)) if (severity !== undefined && severity > top) top = severity;
	return top;
};

/** Category by category, the higher of the two. Severity is only ever raised by joining. */
export const joinHazards = (a: Hazards, b: Hazards): Hazards => {
	const joined: Partial<Record<HazardCategory, Severity>> = { ...a };
	for (const [category, severity] of hazardEntries(b)) {
		if (severity > (joined[category] ?? 0)) joined[category] = severity;
	}
	return joined;
};

/** The categories that an item may carry at `severityMin` or more, sorted, so that equal hazards give equal lists. */
export const categoriesAtLeast = (hazards: Hazards, severityMin: Severity): readonly HazardCategory[] =>
	hazardEntries(hazards)
		.filter(([, severity]) => severity >= severityMin)
		.map(([category]) => category)
		.sort();

export const hazardEntries = (hazards: Hazards): readonly (readonly [HazardCategory, Severity])[] =>
	Object.entries(hazards) as [HazardCategory, Severity][];
