import type { RequestBody, ResponseBody } from '@utu/contract/routes.ts';
import { client } from '../api/client.ts';
import { type Entry, entryText, readEntry } from './entry.ts';
import { seal, unseal } from './vault.ts';

/** Calls about check-ins bypass the query cache: what was decrypted lives in the page alone. */

export type CheckInKey = ResponseBody<'PUT /api/v1/me/check-in-key'>;
/** What an unlocked page holds. */
export type Unlocked = { readonly dataKey: CryptoKey; readonly personId: string };
export type Entries = {
	/** Newest first. */
	readonly entries: readonly Entry[];
	/** How many did not open. */
	readonly closed: number;
};

/** As many as the server keeps, by a hundred. */
const pagesMax = 60;

export const loadKey = async (): Promise<CheckInKey | null> =>
	(await client.request('GET /api/v1/me/check-in-key', {})).key;

export const keepKey = (body: RequestBody<'PUT /api/v1/me/check-in-key'>): Promise<CheckInKey> =>
	client.request('PUT /api/v1/me/check-in-key', { body });

export const dropKey = () => client.request('DELETE /api/v1/me/check-in-key', {});
export const eraseEntries = () => client.request('DELETE /api/v1/me/check-ins', {});

export const keepEntry = async (unlocked: Unlocked, entry: Entry): Promise<void> => {
	const ciphertext = await seal({ ...unlocked, text: entryText(entry) });
	await client.request('POST /api/v1/me/check-ins', { body: { ciphertext } });
};

export const loadEntries = async (unlocked: Unlocked): Promise<Entries> => {
	const found: (Entry | undefined)[] = [];
	let cursor: string | null = null;
	for (let page = 0; page < pagesMax; page++) {
		const answer: ResponseBody<'GET /api/v1/me/check-ins'> = await client.request('GET /api/v1/me/check-ins', {
			query: cursor === null ? {} : { cursor },
		});
		for (const { ciphertext } of answer.checkIns) {
			const text = await unseal({ ...unlocked, ciphertext });
			found.push(text === undefined ? undefined : readEntry(text));
		}
		cursor = answer.nextCursor;
		if (cursor === null) break;
	}
	const entries = found.filter((entry) => entry !== undefined).sort((a, b) => b.at - a.at);
	return { entries, closed: found.length - entries.length };
};
