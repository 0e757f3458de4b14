import { describe, expect, it } from 'vitest';
import { fakeTerminal } from '../tests/fake-terminal.ts';
import { checkedId, connect } from './connection.ts';

describe('connect', () => {
	it('takes an address with or without a path and a slash at its end', () => {
		expect(connect(fakeTerminal(), { url: 'https://utu.example.org/' }).url).toBe('https://utu.example.org');
		expect(connect(fakeTerminal(), { url: 'https://example.org/utu/?q=1' }).url).toBe('https://example.org/utu');
	});

	it('refuses what is no address of a server, and a password within it', () => {
		for (const url of ['utu', 'file:///etc/passwd', 'https://me:secret@utu.example.org']) {
			expect(() => connect(fakeTerminal(), { url }), url).toThrow('--url');
		}
	});

	it('warns where the key could be read on the way', () => {
		const noted = (url: string): string => {
			const terminal = fakeTerminal();
			connect(terminal, { url, apiKey: 'k' });
			return terminal.output.stderr;
		};
		expect(noted('http://utu.example.org')).toContain('unencrypted');
		for (const url of [
			'https://utu.example.org',
			'http://localhost:4600',
			'http://127.0.0.1:4600',
			'http://[::1]:4600',
		])
			expect(noted(url), url).toBe('');
		expect(() => connect(fakeTerminal(), { url: 'http://localhost', apiKey: 'with space' })).toThrow('--api-key');
	});
});

describe('checkedId', () => {
	it('lets ids through and says where others are found', () => {
		const options = { what: 'The project', listedBy: 'utu projects list' };
		expect(checkedId('01980000-0000-7000-8000-000000000000', options)).toBe('01980000-0000-7000-8000-000000000000');
		expect(() => checkedId('Reported posts', options)).toThrow('utu projects list');
	});
});
