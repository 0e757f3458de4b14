import type { EpochMs } from '@utu/core/shared/brand.ts';

/**
 * How far this machine's clock is from the server's, milliseconds, from one answer's `Date` header.
 * The header has whole seconds: half of one is added. Old machines run hours off; deadlines come in server time.
 */
export const clockOffset = (answer: {
	readonly dateHeader: string | null;
	readonly sentAt: EpochMs;
	readonly receivedAt: EpochMs;
}): number | undefined => {
	const serverAt = Date.parse(answer.dateHeader ?? '');
	if (Number.isNaN(serverAt)) return undefined;
	const offset = serverAt + 500 - (answer.sentAt + answer.receivedAt) / 2;
	return Math.abs(offset) < 2_000 ? 0 : offset;
};

let offsetMs = 0;

export const noteServerTime = (response: Response, sentAt: EpochMs): void => {
	const offset = clockOffset({ dateHeader: response.headers.get('date'), sentAt, receivedAt: Date.now() });
	if (offset !== undefined) offsetMs = offset;
};

/** The server's time now, as well as it is known. */
export const serverNow = (): EpochMs => Date.now() + offsetMs;
