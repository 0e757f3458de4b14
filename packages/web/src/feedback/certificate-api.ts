import { useMutation } from '@tanstack/react-query';
import type { ResponseBody } from '@utu/contract/routes.ts';
import { client } from '../api/client.ts';
import { readCertificate, sameJson } from './read-certificate.ts';

/** What is downloaded: the certificate, what it says to be read without a tool, and where anybody checks it. */
export type CertificateFile = ResponseBody<'POST /api/v1/me/certificate'>;
export type CertificatePayload = CertificateFile['payload'];
export type Verified = ResponseBody<'POST /api/v1/certificates/verify'>;

const certificateCharsMax = 20_000;
const notOne: Verified = { kind: 'invalid', why: 'not-a-certificate' };

/** It is held by the page that asked for it, and gone with it. */
export const useMakeCertificate = () =>
	useMutation({ mutationFn: (name: string) => client.request('POST /api/v1/me/certificate', { body: { name } }) });

/** Checks what was pasted or chosen. A file whose readable part says something else than was signed is a changed one. */
export const useVerify = () =>
	useMutation({
		mutationFn: async (text: string): Promise<Verified> => {
			const { certificate, payload } = readCertificate(text);
			if (certificate === '' || certificate.length > certificateCharsMax) return notOne;
			const verified = await client.request('POST /api/v1/certificates/verify', { body: { certificate } });
			const differs = verified.kind === 'valid' && payload !== undefined && !sameJson(payload, verified.payload);
			return differs ? { kind: 'invalid', why: 'changed' } : verified;
		},
	});
