import { describe, expect, it } from 'vitest';
import { readCertificate, sameJson } from './read-certificate.ts';

const certificate = 'eyJhbGciOiJFZERTQSJ9.eyJuYW1lIjoiQXNoYSJ9.c2lnbmVk-_';
const payload = { name: 'Asha', period: { from: '2026-01', to: '2026-03' }, languages: ['en', 'sw'] };

describe('a certificate is found', () => {
	it('in bare text, also where a letter or a printer broke it into lines', () => {
		expect(readCertificate(`\n  ${certificate} \n`)).toEqual({ certificate, payload: undefined });
		expect(readCertificate(certificate.match(/.{1,10}/g)?.join('\r\n') ?? '').certificate).toBe(certificate);
	});

	it('in its link', () => {
		expect(readCertificate(`https://utu.example/verify#${certificate}`).certificate).toBe(certificate);
		expect(readCertificate(`#${certificate}`).certificate).toBe(certificate);
	});

	it('in its file, with what stands beside it', () => {
		const file = JSON.stringify({ certificate, payload, verify: 'https://utu.example/verify' }, null, '\t');
		expect(readCertificate(`\uFEFF${file}`)).toEqual({ certificate, payload });
	});

	it('nowhere in another file: then it is what was given', () => {
		expect(readCertificate('{"other": 1}').certificate).toBe('{"other":1}');
		expect(readCertificate('{"certificate": 1}').certificate).toBe('{"certificate":1}');
		expect(readCertificate('{').certificate).toBe('{');
		expect(readCertificate('  ').certificate).toBe('');
	});
});

describe('two values say the same', () => {
	it('in whatever order their fields stand', () => {
		const { name, ...rest } = payload;
		expect(sameJson(payload, { ...rest, name })).toBe(true);
	});

	it('only where every field does', () => {
		expect(sameJson(payload, { ...payload, name: 'Asya' })).toBe(false);
		expect(sameJson(payload, { ...payload, more: 1 })).toBe(false);
		expect(sameJson({ ...payload, more: undefined }, payload)).toBe(false);
		expect(sameJson(payload, { ...payload, languages: ['sw', 'en'] })).toBe(false);
		expect(sameJson(payload, { ...payload, period: null })).toBe(false);
		expect(sameJson([], {})).toBe(false);
		expect(sameJson(undefined, undefined)).toBe(true);
	});
});
