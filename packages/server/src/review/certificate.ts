import { certificatePayload } from '@utu/contract/certificate.ts';
import { type Certificate, certificateOf } from '@utu/core/review/certificate.ts';
import { err, ok, type Result } from '@utu/core/shared/result.ts';
import type { Clock, Ids } from '../platform/clock.ts';
import type { Database } from '../platform/database.ts';
import { countedWork, type KeyRow, keepKey, keyNamed, newestKeys, organisationName } from './certificate.sql.ts';
import { claimedKid, openSigned, type Signer } from './certificate-signing.ts';
import { scoreOfPerson } from './scores.sql.ts';

export type CertificateDeps = {
	readonly database: Database;
	readonly clock: Clock;
	readonly ids: Ids;
	readonly signer: () => Promise<Signer>;
	/** Where people reach this installation. */
	readonly baseUrl: string;
};

const idBytes = 16;
/** One for each secret that the installation has had. */
const keysMax = 1_000;

export type MadeCertificate = {
	readonly certificate: string;
	readonly payload: Certificate;
	readonly verify: string;
};

/** Signs what can be said of somebody's work. It is read in their own transaction, handed to them, and kept nowhere. */
export const makeCertificate = async (
	deps: CertificateDeps,
	options: { readonly organisationId: string; readonly personId: string; readonly name: string },
): Promise<MadeCertificate> => {
	const { origin } = new URL(deps.baseUrl);
	const signer = await deps.signer();
	const payload = await deps.database.transaction(options, async (tx) => {
		const now = deps.clock.now();
		const { firstAt, lastAt, ...work } = await countedWork(tx);
		const organisation = await organisationName(tx);
		const score = await scoreOfPerson(tx, options.personId);
		await keepKey(tx, { ...signer, now });
		return certificateOf({
			...work,
			id: deps.ids.code(idBytes),
			name: options.name,
			organisation,
			issuer: origin,
			now,
			firstAt: firstAt ?? undefined,
			lastAt: lastAt ?? undefined,
			score,
		});
	});
	return { certificate: await signer.sign(payload), payload, verify: `${origin}/verify` };
};

export const certificateKeys = (deps: Pick<CertificateDeps, 'database'>): Promise<readonly KeyRow[]> =>
	deps.database.transaction({}, (tx) => newestKeys(tx, keysMax));

export type NotVerified = 'not-a-certificate' | 'unknown-key' | 'changed';

/** What a certificate says, if it was signed here and says what it said then. */
export const verifyCertificate = async (
	deps: Pick<CertificateDeps, 'database'>,
	certificate: string,
): Promise<Result<Certificate, NotVerified>> => {
	const kid = claimedKid(certificate);
	if (kid === undefined) return err('not-a-certificate');
	const key = await deps.database.transaction({}, (tx) => keyNamed(tx, kid));
	if (key === undefined) return err('unknown-key');
	const signed = await openSigned(certificate, key.publicKey);
	if (!signed.ok) return signed;
	const read = certificatePayload.safeParse(JSON.parse(signed.value));
	return read.success ? ok(read.data) : err('not-a-certificate');
};
