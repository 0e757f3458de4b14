import type { RequestBody } from '@utu/contract/routes.ts';

/**
 * Check-ins are encrypted here, in the browser, and nowhere else. A random data key encrypts the entries; it is itself
 * encrypted under a key from the passphrase, and once more under one from the recovery code. The server keeps both
 * wrappings and opens neither.
 */
export type WrappedKey = RequestBody<'PUT /api/v1/me/check-in-key'>['wrapped'];
type Wrapping = WrappedKey['passphrase'];
type Bytes = Uint8Array<ArrayBuffer>;

/** PBKDF2 with SHA-256: what OWASP asks for; a second or so on an old machine. */
const iterations = 600_000;
const saltBytes = 16;
const ivBytes = 12;
const keyBytes = 32;
/** Entries are filled up to a multiple of this, so that their length does not tell how much somebody wrote. */
const padBytes = 1_024;

export const passphraseCharsMin = 12;

/** Without letters that are taken for digits (Crockford 1981). 24 of 32 are 120 bits: not to be guessed. */
const codeAlphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const codeChars = 24;
const codeGroup = 4;

const utf8 = new TextEncoder();

/** The browser encrypts for pages that came over a safe line only. */
export const canEncrypt = (): boolean => globalThis.crypto?.subtle !== undefined;

export type MadeKey = { readonly wrapped: WrappedKey; readonly recoveryCode: string; readonly dataKey: CryptoKey };

/** A data key of chance, wrapped under the passphrase and a new recovery code. */
export const makeKey = async (options: {
	readonly personId: string;
	readonly passphrase: string;
}): Promise<MadeKey> => {
	const raw = chance(keyBytes);
	const recoveryCode = newRecoveryCode();
	const [passphrase, recovery, dataKey] = await Promise.all([
		wrap({ raw, secret: fromPassphrase(options.passphrase), personId: options.personId }),
		wrap({ raw, secret: fromRecoveryCode(recoveryCode), personId: options.personId }),
		importDataKey(raw),
	]);
	return { wrapped: { format: 1, passphrase, recovery }, recoveryCode, dataKey };
};

type Opening = { readonly personId: string; readonly wrapped: WrappedKey };

/** Undefined where the passphrase is another. */
export const openByPassphrase = async (
	options: Opening & { readonly passphrase: string },
): Promise<CryptoKey | undefined> => {
	const { personId, wrapped, passphrase } = options;
	const raw = await unwrap({ wrapping: wrapped.passphrase, secret: fromPassphrase(passphrase), personId });
	return raw === undefined ? undefined : importDataKey(raw);
};

/** Opens by the recovery code and wraps the same data key under a new passphrase. The code stays good. */
export const openByRecoveryCode = async (
	options: Opening & { readonly recoveryCode: string; readonly newPassphrase: string },
): Promise<Omit<MadeKey, 'recoveryCode'> | undefined> => {
	const { personId, wrapped, recoveryCode, newPassphrase } = options;
	const raw = await unwrap({ wrapping: wrapped.recovery, secret: fromRecoveryCode(recoveryCode), personId });
	if (raw === undefined) return undefined;
	const passphrase = await wrap({ raw, secret: fromPassphrase(newPassphrase), personId });
	return { wrapped: { ...wrapped, passphrase }, dataKey: await importDataKey(raw) };
};

type Sealing = { readonly dataKey: CryptoKey; readonly personId: string };

/** What the server keeps: iv and ciphertext, in base64. The person is bound to it: nobody's entry opens as another's. */
export const seal = async ({ dataKey, personId, text }: Sealing & { readonly text: string }): Promise<string> => {
	const iv = chance(ivBytes);
	const plain = utf8.encode(text);
	const padded = new Uint8Array(Math.ceil((plain.length + 1) / padBytes) * padBytes).fill(0x20);
	padded.set(plain);
	const sealed = await crypto.subtle.encrypt(
		{ name: 'AES-GCM', iv, additionalData: boundTo('entry', personId) },
		dataKey,
		padded,
	);
	const all = new Uint8Array(ivBytes + sealed.byteLength);
	all.set(iv);
	all.set(new Uint8Array(sealed), ivBytes);
	return toBase64(all);
};

/** Undefined where it was made under another key, for another person, or was changed. */
export const unseal = async ({
	dataKey,
	personId,
	ciphertext,
}: Sealing & { readonly ciphertext: string }): Promise<string | undefined> => {
	const all = fromBase64(ciphertext);
	const plain = await decrypt(dataKey, {
		iv: all.slice(0, ivBytes),
		additionalData: boundTo('entry', personId),
		sealed: all.slice(ivBytes),
	});
	return plain === undefined ? undefined : new TextDecoder().decode(plain).trimEnd();
};

const wrap = async (options: {
	readonly raw: Bytes;
	readonly secret: Bytes;
	readonly personId: string;
}): Promise<Wrapping> => {
	const [salt, iv] = [chance(saltBytes), chance(ivBytes)];
	const key = await stretch({ secret: options.secret, salt, iterations });
	const additionalData = boundTo('key', options.personId);
	const sealed = await crypto.subtle.encrypt({ name: 'AES-GCM', iv, additionalData }, key, options.raw);
	return { salt: toBase64(salt), iterations, iv: toBase64(iv), key: toBase64(new Uint8Array(sealed)) };
};

const unwrap = async (options: {
	readonly wrapping: Wrapping;
	readonly secret: Bytes;
	readonly personId: string;
}): Promise<Bytes | undefined> => {
	const { wrapping, secret, personId } = options;
	const key = await stretch({ secret, salt: fromBase64(wrapping.salt), iterations: wrapping.iterations });
	return decrypt(key, {
		iv: fromBase64(wrapping.iv),
		additionalData: boundTo('key', personId),
		sealed: fromBase64(wrapping.key),
	});
};

const decrypt = async (
	key: CryptoKey,
	options: { readonly iv: Bytes; readonly additionalData: Bytes; readonly sealed: Bytes },
): Promise<Bytes | undefined> => {
	const { iv, additionalData, sealed } = options;
	try {
		return new Uint8Array(await crypto.subtle.decrypt({ name: 'AES-GCM', iv, additionalData }, key, sealed));
	} catch {
		// The one way in which it fails: the tag does not fit.
		return undefined;
	}
};

const stretch = async (options: {
	readonly secret: Bytes;
	readonly salt: Bytes;
	readonly iterations: number;
}): Promise<CryptoKey> => {
	const base = await crypto.subtle.importKey('raw', options.secret, 'PBKDF2', false, ['deriveKey']);
	return crypto.subtle.deriveKey(
		{ name: 'PBKDF2', hash: 'SHA-256', salt: options.salt, iterations: options.iterations },
		base,
		{ name: 'AES-GCM', length: 8 * keyBytes },
		false,
		['encrypt', 'decrypt'],
	);
};

const importDataKey = (raw: Bytes): Promise<CryptoKey> =>
	crypto.subtle.importKey('raw', raw, 'AES-GCM', false, ['encrypt', 'decrypt']);

/** The same words typed on another keyboard are the same passphrase. */
const fromPassphrase = (passphrase: string): Bytes => utf8.encode(passphrase.normalize('NFKC'));

/** As somebody types it from paper: small letters, other gaps, O for 0, I or L for 1. */
const fromRecoveryCode = (code: string): Bytes =>
	utf8.encode(
		code
			.toUpperCase()
			.replaceAll('O', '0')
			.replaceAll(/[IL]/g, '1')
			.replaceAll(/[^0-9A-Z]/g, ''),
	);

const newRecoveryCode = (): string => {
	const letters = [...chance(codeChars)].map((byte) => codeAlphabet[byte % codeAlphabet.length]).join('');
	return (letters.match(new RegExp(`.{${codeGroup}}`, 'g')) ?? []).join('-');
};

const boundTo = (what: 'key' | 'entry', personId: string): Bytes => utf8.encode(`utu check-in ${what} 1 ${personId}`);

const chance = (bytes: number): Bytes => crypto.getRandomValues(new Uint8Array(bytes));

const toBase64 = (bytes: Bytes): string => btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
const fromBase64 = (text: string): Bytes => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
