import { describe, expect, it } from 'vitest';
import type { Resolve } from './address.ts';
import { checkWebhookUrl, explainWebhookUrl, leadsToPrivate } from './webhook-url.ts';

const check = (text: string, privateAddresses = false) => checkWebhookUrl(text, { privateAddresses });
const faultOf = (text: string): string => {
	const checked = check(text);
	return checked.ok ? 'none' : checked.error.kind;
};

describe('checkWebhookUrl', () => {
	it('takes http and https, normalised', () => {
		const checked = check('HTTPS://Example.ORG:443/hooks?x=1');
		expect(checked.ok && checked.value.href).toBe('https://example.org/hooks?x=1');
		expect(check('http://example.org:8080').ok).toBe(true);
	});

	it.each([
		['example.org/hook', 'not-a-url'],
		['', 'not-a-url'],
		[`https://example.org/${'x'.repeat(2_000)}`, 'too-long'],
		['ftp://example.org/', 'not-http'],
		['file:///etc/passwd', 'not-http'],
		['javascript:alert(1)', 'not-http'],
		['https://user:word@example.org/', 'has-credentials'],
		['https://user@example.org/', 'has-credentials'],
		['https://example.org/#part', 'has-fragment'],
		['http://127.0.0.1/', 'private-address'],
		['http://0x7f.1/', 'private-address'],
		['http://[::1]:3000/', 'private-address'],
		['http://169.254.169.254/latest/', 'private-address'],
		['http://localhost:3000/', 'private-address'],
		['http://LOCALHOST./', 'private-address'],
		['http://db.internal/', 'private-address'],
	])('refuses %s', (text, kind) => {
		expect(faultOf(text)).toBe(kind);
		const checked = check(text);
		if (!checked.ok) expect(explainWebhookUrl(checked.error)).toMatch(/\.$/);
	});

	it('says what to do', () => {
		const checked = check('http://127.0.0.1/');
		expect(checked.ok ? '' : explainWebhookUrl(checked.error)).toContain('UTU_WEBHOOK_PRIVATE_ADDRESSES=true');
	});

	it('takes private addresses where the installation does', () => {
		expect(check('http://127.0.0.1:9000/hook', true).ok).toBe(true);
		expect(check('http://localhost/', true).ok).toBe(true);
		expect(check('ftp://127.0.0.1/', true).ok).toBe(false);
	});
});

describe('leadsToPrivate', () => {
	const answers =
		(addresses: readonly string[], error: Error | null = null): Resolve =>
		(_hostname, _options, callback) =>
			callback(
				error,
				addresses.map((address) => ({ address, family: 4 })),
			);
	const url = new URL('https://hook.example/');

	it('sees through a name', async () => {
		expect(await leadsToPrivate(url, answers(['10.1.2.3']))).toBe(true);
		expect(await leadsToPrivate(url, answers(['8.8.8.8', '10.1.2.3']))).toBe(true);
		expect(await leadsToPrivate(url, answers(['8.8.8.8']))).toBe(false);
	});

	it('leaves a name that is not known yet to the moment of sending', async () => {
		expect(await leadsToPrivate(url, answers([], new Error('ENOTFOUND')))).toBe(false);
	});
});
