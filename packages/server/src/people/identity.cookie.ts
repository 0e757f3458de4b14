import { createHmac, type KeyObject, timingSafeEqual } from 'node:crypto';

const signatureBytes = 32;

/**
 * The token of a session from a Cookie header, if its signature is ours. The library writes `token.signature`, with
 * HMAC-SHA-256 in base64; forged cookies end here and never reach the database.
 */
export const readSessionToken = (options: {
	readonly cookie: string | undefined;
	readonly name: string;
	readonly key: KeyObject;
}): string | undefined => {
	const value = cookieValue(options.cookie, options.name);
	const dot = value?.lastIndexOf('.') ?? -1;
	if (value === undefined || dot < 1) return undefined;
	const token = value.slice(0, dot);
	const signature = Buffer.from(value.slice(dot + 1), 'base64');
	if (signature.length !== signatureBytes) return undefined;
	return timingSafeEqual(signature, createHmac('sha256', options.key).update(token).digest()) ? token : undefined;
};

/** The first cookie of that name counts, as for the library. */
export const cookieValue = (cookie: string | undefined, name: string): string | undefined => {
	for (const part of cookie?.split(';') ?? []) {
		const equals = part.indexOf('=');
		if (equals < 0 || part.slice(0, equals).trim() !== name) continue;
		try {
			return decodeURIComponent(part.slice(equals + 1).trim());
		} catch {
			return undefined;
		}
	}
	return undefined;
};
