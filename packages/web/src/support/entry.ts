import { type Instrument, instrumentNames, isSuds, selfView } from '@utu/core/support/self-view.ts';

/** One check-in, as it stands inside the ciphertext: all of it optional but the time. */
export type Entry = {
	/** Milliseconds since 1970. */
	readonly at: number;
	readonly suds?: number;
	readonly note?: string;
} & { readonly [Name in Instrument]?: readonly number[] };

export const noteCharsMax = 2_000;

export const entryText = (entry: Entry): string => JSON.stringify(entry);

/** What an entry says, as far as it can be understood. Undefined where it is none. */
export const readEntry = (text: string): Entry | undefined => {
	let value: unknown;
	try {
		value = JSON.parse(text);
	} catch {
		return undefined;
	}
	if (typeof value !== 'object' || value === null || !('at' in value) || typeof value.at !== 'number') return undefined;
	const given = value as Readonly<Record<string, unknown>>;
	const answers = instrumentNames.flatMap((name): [string, readonly number[]][] => {
		const said = given[name];
		return Array.isArray(said) && selfView(name, said) !== undefined ? [[name, said]] : [];
	});
	return {
		at: value.at,
		...(typeof given.suds === 'number' && isSuds(given.suds) ? { suds: given.suds } : {}),
		...(typeof given.note === 'string' && given.note !== '' ? { note: given.note } : {}),
		...Object.fromEntries(answers),
	};
};
