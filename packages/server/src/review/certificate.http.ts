import type { ResponseBody, RouteKey } from '@utu/contract/routes.ts';
import type { Certificate } from '@utu/core/review/certificate.ts';
import { ok } from '@utu/core/shared/result.ts';
import type { Handlers } from '../platform/handlers.ts';
import { type CertificateDeps, certificateKeys, makeCertificate, verifyCertificate } from './certificate.ts';
import { algorithm } from './certificate-signing.ts';

type CertificateKeys = Extract<RouteKey, 'POST /api/v1/me/certificate' | `${string} /api/v1/certificates/${string}`>;
type Payload = ResponseBody<'POST /api/v1/me/certificate'>['payload'];

/** Certificates of work: made for their worker, verified for anybody. */
export const certificateHandlers = (deps: CertificateDeps): Pick<Handlers, CertificateKeys> => ({
	'POST /api/v1/me/certificate': async ({ organisationId, principal, body }) => {
		const made = await makeCertificate(deps, { organisationId, personId: principal.personId, name: body.name });
		return ok({ ...made, payload: toWire(made.payload) });
	},
	'GET /api/v1/certificates/keys': async () => {
		const keys = await certificateKeys(deps);
		return ok({ keys: keys.map(({ kid, publicKey }) => ({ ...publicKey, kid, alg: algorithm, use: 'sig' as const })) });
	},
	'POST /api/v1/certificates/verify': async ({ body }) => {
		const read = await verifyCertificate(deps, body.certificate);
		return ok(read.ok ? { kind: 'valid', payload: toWire(read.value) } : { kind: 'invalid', why: read.error });
	},
});

const toWire = (certificate: Certificate): Payload => ({ ...certificate, languages: [...certificate.languages] });
