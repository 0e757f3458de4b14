import type { Answers } from '@utu/core/projects/form.ts';
import type { EpochMs } from '@utu/core/shared/brand.ts';

/** Where drafts and unsent answers lie: the browser's own storage, or a map in tests. */
export type TextStore = {
	readonly read: (key: string) => string | undefined;
	/** @returns whether it was kept. */
	readonly write: (key: string, value: string | undefined) => boolean;
};

/** Drafts kept in a browser, so that storage stays small and old work does not lie about. */
export const draftLimits = { draftsMax: 20, ageMsMax: 14 * 24 * 60 * 60 * 1000 } as const;

/** An unfinished answer. `synced`: the server has it too. It holds what the person wrote, never the item's content. */
export type Draft = {
	readonly itemId: string;
	readonly leaseId: string;
	readonly values: Answers;
	readonly savedAt: EpochMs;
	readonly synced: boolean;
};

const keyFor = (personId: string): string => `utu.drafts.${personId}`;

const readAll = (store: TextStore, personId: string): readonly Draft[] => {
	try {
		const parsed: unknown = JSON.parse(store.read(keyFor(personId)) ?? '[]');
		return Array.isArray(parsed) ? parsed.filter(isDraft) : [];
	} catch {
		return [];
	}
};

const isDraft = (value: unknown): value is Draft =>
	typeof value === 'object' &&
	value !== null &&
	'itemId' in value &&
	'values' in value &&
	typeof value.values === 'object' &&
	'savedAt' in value;

const writeAll = (store: TextStore, personId: string, drafts: readonly Draft[]): boolean => {
	let kept = drafts;
	while (kept.length > 0) {
		if (store.write(keyFor(personId), JSON.stringify(kept))) return true;
		// Storage is full: the oldest half gives way.
		kept = kept.slice(Math.ceil(kept.length / 2));
	}
	store.write(keyFor(personId), undefined);
	return drafts.length === 0;
};

/** Keeps a draft, the newest last; older and surplus ones go. @returns whether it was kept. */
export const saveDraft = (store: TextStore, personId: string, draft: Draft): boolean => {
	const others = readAll(store, personId).filter(
		(other) => other.itemId !== draft.itemId && draft.savedAt - other.savedAt <= draftLimits.ageMsMax,
	);
	return writeAll(store, personId, [...others, draft].slice(-draftLimits.draftsMax));
};

export const readDraft = (store: TextStore, personId: string, itemId: string): Draft | undefined =>
	readAll(store, personId).find((draft) => draft.itemId === itemId);

export const dropDraft = (store: TextStore, personId: string, itemId: string): void => {
	writeAll(
		store,
		personId,
		readAll(store, personId).filter((draft) => draft.itemId !== itemId),
	);
};

/** Which draft to go on with: this browser's where the server has not got it yet, else the server's. */
export const chooseDraft = (
	local: Draft | undefined,
	server: Readonly<Record<string, unknown>> | null,
): Readonly<Record<string, unknown>> | undefined => {
	if (local !== undefined && !local.synced) return local.values;
	return server ?? local?.values;
};

/** Forgets this person's drafts in this browser, for signing out. */
export const dropAllDrafts = (store: TextStore, personId: string): void => {
	store.write(keyFor(personId), undefined);
};
