import type { ResponseBody } from '@utu/contract/routes.ts';
import type { Double } from './double.ts';
import { problem } from './scenario.ts';

export type CertificateFile = ResponseBody<'POST /api/v1/me/certificate'>;
type Payload = CertificateFile['payload'];

/** Shaped as a certificate is; what it says is the script's to decide. */
export const letters = `eyJhbGciOiJFZERTQSJ9.${'eyJmb3JtYXQiOiJ1dHUifQ'.repeat(40)}.${'c2lnbmVk'.repeat(11)}`;

export const payloadOf = (more: Partial<Payload> = {}): Payload => ({
	format: 'utu-certificate/1',
	id: 'Zq3kN0hS2mXwV7yT1bLc8g',
	name: 'Asha Mwangi',
	organisation: 'Soko Cooperative',
	issuer: 'https://utu.example',
	issuedAt: '2026-03-14T09:30:00.000Z',
	period: { from: '2025-11', to: '2026-03' },
	answers: 1_204,
	languages: ['en', 'sw'],
	verdicts: 120,
	wrong: 7,
	wrongExpected: 8.3,
	estimate: { kind: 'estimate', value: 0.943, low: 0.881, high: 0.978, level: 0.95 },
	method: 'The estimate is the share of right answers.',
	...more,
});

/** Signed out, with a server that finds `letters` genuine and all else changed. */
export const scriptVerify = (double: Double, payload: Payload = payloadOf()): void => {
	double.on('GET /api/v1/me', () => problem(401, 'signed-out'));
	double.on('POST /api/v1/certificates/verify', (call) => {
		const { certificate } = call.body as { readonly certificate: string };
		return { body: certificate === letters ? { kind: 'valid', payload } : { kind: 'invalid', why: 'changed' } };
	});
};

export const scriptCertificate = (double: Double, more: Partial<Payload> = {}): void =>
	double.on('POST /api/v1/me/certificate', (call) => ({
		body: {
			certificate: letters,
			payload: payloadOf({ name: (call.body as { readonly name: string }).name, ...more }),
			verify: `${double.origin}/verify`,
		} satisfies CertificateFile,
	}));
