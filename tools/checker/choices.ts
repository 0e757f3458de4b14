import type { Choice, Exclusion, History, Lease } from './history.ts';

export const choicesOf = (history: History, kind: string, projectId: string | null = null): readonly Choice[] =>
	history.choices.filter((choice) => choice.kind === kind && choice.projectId === projectId);

/** What held when the lease was granted. */
export const heldAt = (choices: readonly Choice[], lease: Lease): Choice | undefined =>
	choices.findLast(({ seq }) => seq < lease.seq);

export const categoriesOf = (choice: Choice | undefined): ReadonlySet<string> =>
	new Set(Array.isArray(choice?.value) ? (choice.value as readonly string[]) : []);

export const exclusionsOf = (choice: Choice | undefined): readonly Exclusion[] =>
	Array.isArray(choice?.value) ? (choice.value as readonly Exclusion[]) : [];

/** Where the person was; undefined where they moved since, and the place before is not on record. */
export const timeZoneAt = (history: History, lease: Lease): string | undefined => {
	const zones = choicesOf(history, 'time-zone');
	if (zones.length === 0) return history.timeZone;
	const zone = heldAt(zones, lease)?.value;
	return zone === undefined ? undefined : String(zone);
};

/** The last answer is on record, the one that held is not: it is older than the choices, and was overwritten. */
export const consentUnknown = (history: History, lease: Lease): boolean => {
	if (choicesOf(history, 'consent', lease.projectId).length > 0) return false;
	const answeredAt = history.consents.get(lease.projectId)?.answeredAt;
	return answeredAt !== undefined && answeredAt >= lease.grantedAt;
};

/** Exclusions older than the choices have no date. */
export const exclusionsUnknown = (history: History): boolean =>
	history.exclusions.length > 0 && choicesOf(history, 'exclusions').length === 0;

/** Whether the person had answered in a project when the lease was granted: had said yes to something, or to nothing. */
export const answeredAt = (history: History, projectId: string, lease: Lease): boolean => {
	const answers = choicesOf(history, 'consent', projectId);
	if (answers.length > 0) return heldAt(answers, lease) !== undefined;
	return (history.consents.get(projectId)?.answeredAt ?? Number.POSITIVE_INFINITY) < lease.grantedAt;
};
