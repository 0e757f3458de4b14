import { err, ok, type Result } from '@utu/core/shared/result.ts';
import type { Clock, Ids } from '../platform/clock.ts';
import type { Database } from '../platform/database.ts';
import {
	type CheckInKeyRow,
	type CheckInRow,
	checkInsBefore,
	deleteCheckIns,
	deleteKey,
	insertCheckIn,
	insertKey,
	loadKey,
	replaceKey,
} from './check-ins.sql.ts';

export type SupportDeps = { readonly database: Database; readonly clock: Clock; readonly ids: Ids };

/** Several a day for years. */
export const checkInsMax = 5_000;
export const checkInsPageMax = 100;

export type CheckInError = { readonly kind: 'key-changed' } | { readonly kind: 'no-key' } | { readonly kind: 'full' };

/** The wrapped key of a person: opaque here. Every transaction of this file is that person's and no organisation's. */
export const checkInKeyOf = (deps: SupportDeps, personId: string): Promise<CheckInKeyRow | undefined> =>
	deps.database.transaction({ personId }, loadKey);

/** Keeps the first key, or another wrapping of it in place of the one that the page has read. */
export const keepKey = (
	deps: SupportDeps,
	options: { readonly personId: string; readonly wrapped: unknown; readonly replaces: number | null },
): Promise<Result<CheckInKeyRow, CheckInError>> => {
	const { personId, wrapped, replaces } = options;
	return deps.database.transaction<Result<CheckInKeyRow, CheckInError>>({ personId }, async (tx) => {
		const kept =
			replaces === null
				? await insertKey(tx, { personId, wrapped, now: deps.clock.now() })
				: await replaceKey(tx, { wrapped, replaces });
		return kept ? ok({ wrapped, version: (replaces ?? 0) + 1 }) : err({ kind: 'key-changed' });
	});
};

/** Without their key entries are noise: they go with it. */
export const dropKey = (deps: SupportDeps, personId: string): Promise<void> =>
	deps.database.transaction({ personId }, async (tx) => {
		await deleteCheckIns(tx);
		await deleteKey(tx);
	});

export const myCheckIns = (
	deps: SupportDeps,
	options: { readonly personId: string; readonly before: string | undefined },
): Promise<{ readonly page: readonly CheckInRow[]; readonly more: boolean }> =>
	deps.database.transaction({ personId: options.personId }, async (tx) => {
		const rows = await checkInsBefore(tx, { before: options.before, rowsMax: checkInsPageMax + 1 });
		return { page: rows.slice(0, checkInsPageMax), more: rows.length > checkInsPageMax };
	});

export const keepCheckIn = (
	deps: SupportDeps,
	options: { readonly personId: string; readonly ciphertext: Buffer },
): Promise<Result<{ readonly id: string; readonly createdAt: Date }, CheckInError>> =>
	deps.database.transaction<Result<{ readonly id: string; readonly createdAt: Date }, CheckInError>>(
		{ personId: options.personId },
		async (tx) => {
			const id = deps.ids.uuid();
			const now = deps.clock.now();
			if (await insertCheckIn(tx, { ...options, id, now, rowsMax: checkInsMax })) return ok({ id, createdAt: now });
			return err({ kind: (await loadKey(tx)) === undefined ? 'no-key' : 'full' });
		},
	);

export const eraseCheckIns = (deps: SupportDeps, personId: string): Promise<number> =>
	deps.database.transaction({ personId }, deleteCheckIns);
