import { createPrivateKey, hkdf } from 'node:crypto';
import { promisify } from 'node:util';
import { err, ok, type Result } from '@utu/core/shared/result.ts';
import { CompactSign, calculateJwkThumbprint, compactVerify, decodeProtectedHeader, errors } from 'jose';

/** The one algorithm there is: a header that names another is none of ours. */
export const algorithm = 'EdDSA' as const;
/** Keeps apart what else a key of this kind might sign (RFC 8725, 3.11). */
const type = 'utu-certificate';

/** A public key as RFC 8037 writes it. */
export type PublicKey = { readonly kty: 'OKP'; readonly crv: 'Ed25519'; readonly x: string };

export type Signer = {
	/** The public key's thumbprint (RFC 7638). */
	readonly kid: string;
	readonly publicKey: PublicKey;
	/** A compact JWS over the JSON of a value. */
	readonly sign: (payload: object) => Promise<string>;
};

const seedBytes = 32;
/** What stands before the seed in the PKCS #8 form of an Ed25519 key (RFC 8410, 7). */
const seedHead = Buffer.from('302e020100300506032b657004220420', 'hex');

/** The signing key of an installation follows from its secret (RFC 5869) and is written down nowhere. */
export const createSigner = async (secret: string): Promise<Signer> => {
	const seed = Buffer.from(await promisify(hkdf)('sha256', secret, '', 'utu certificate signing', seedBytes));
	const key = createPrivateKey({ key: Buffer.concat([seedHead, seed]), format: 'der', type: 'pkcs8' });
	const { x } = key.export({ format: 'jwk' });
	if (x === undefined) throw new Error('a key without a public part');
	const publicKey: PublicKey = { kty: 'OKP', crv: 'Ed25519', x };
	const kid = await calculateJwkThumbprint(publicKey);
	return {
		kid,
		publicKey,
		sign: (payload) =>
			new CompactSign(new TextEncoder().encode(JSON.stringify(payload)))
				.setProtectedHeader({ alg: algorithm, kid, typ: type })
				.sign(key),
	};
};

const partsOf = /^[\w-]+\.[\w-]+\.[\w-]+$/;
const kidPattern = /^[\w-]{43}$/;

/** By which key it says that it was signed; undefined where it is no certificate. Nothing is believed of it yet. */
export const claimedKid = (certificate: string): string | undefined => {
	if (!partsOf.test(certificate)) return undefined;
	try {
		const { alg, typ, kid } = decodeProtectedHeader(certificate);
		return alg === algorithm && typ === type && typeof kid === 'string' && kidPattern.test(kid) ? kid : undefined;
	} catch {
		return undefined;
	}
};

/** What was signed, if this key has signed just that. The key is the one we kept, never one that the header brings along. */
export const openSigned = async (certificate: string, publicKey: PublicKey): Promise<Result<string, 'changed'>> => {
	const signature = certificate.slice(certificate.lastIndexOf('.') + 1);
	// The last character has bits to spare: two spellings of one signature would both be right.
	if (Buffer.from(signature, 'base64url').toString('base64url') !== signature) return err('changed');
	try {
		const { payload } = await compactVerify(certificate, publicKey, { algorithms: [algorithm] });
		return ok(new TextDecoder().decode(payload));
	} catch (error) {
		if (error instanceof errors.JOSEError) return err('changed');
		throw error;
	}
};
