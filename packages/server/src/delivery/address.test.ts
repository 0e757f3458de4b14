import type { LookupAddress, LookupOptions } from 'node:dns';
import { describe, expect, it } from 'vitest';
import { guardedLookup, isPublicAddress, literalAddress, type Resolve } from './address.ts';

describe('isPublicAddress', () => {
	it.each([
		'8.8.8.8',
		'1.1.1.1',
		'172.15.0.1',
		'172.32.0.1',
		'192.167.255.255',
		'100.128.0.1',
		'2606:4700::1111',
		'2a00::1',
	])('allows %s', (address) => {
		expect(isPublicAddress(address)).toBe(true);
	});

	it.each([
		['this host', '0.0.0.0', '0.1.2.3', '127.0.0.1', '127.255.255.254', '::', '::1'],
		['private', '10.0.0.1', '172.16.0.1', '172.31.255.255', '192.168.1.1', 'fc00::1', 'fdff::1'],
		[
			'link-local, the cloud’s metadata among it',
			'169.254.169.254',
			'fe80::1',
			'fe80::1%eth0',
			'fec0::1',
			'fd00:ec2::254',
		],
		[
			'shared, reserved, documentation, tests',
			'100.64.0.1',
			'192.0.0.1',
			'192.0.2.1',
			'198.18.0.1',
			'198.51.100.1',
			'203.0.113.9',
		],
		['multicast and broadcast', '224.0.0.1', '239.1.1.1', '240.0.0.1', '255.255.255.255', 'ff02::1'],
		[
			'an IPv4 address in another dress',
			'::ffff:127.0.0.1',
			'::ffff:7f00:1',
			'::ffff:8.8.8.8',
			'::127.0.0.1',
			'64:ff9b::7f00:1',
		],
		['tunnels and documentation', '2002:7f00:1::', '2001::1', '2001:db8::1', '3fff::1', '100::1'],
		['what is no address', '', 'localhost', '127.1', '0x7f000001', '2130706433', '1.2.3', '1.2.3.4.5', 'g::1'],
	])('refuses %s', (_, ...addresses) => {
		expect(addresses.filter(isPublicAddress)).toEqual([]);
	});
});

it('finds the address in a host, whatever its spelling in the URL', () => {
	const host = (url: string): string | undefined => literalAddress(new URL(url).hostname);
	expect(host('http://0x7f.1/')).toBe('127.0.0.1');
	expect(host('http://2130706433/')).toBe('127.0.0.1');
	expect(host('http://[::ffff:127.0.0.1]/')).toBe('::ffff:7f00:1');
	expect(host('http://example.org/')).toBeUndefined();
});

type Found = {
	readonly error: Error | null;
	readonly address: string | LookupAddress[];
	readonly family: number | undefined;
};

const lookedUp = (options: {
	readonly addresses: readonly string[];
	readonly privateAddresses?: boolean;
	readonly all?: boolean;
	readonly fails?: Error;
}): Promise<Found> => {
	const resolve: Resolve = (_hostname, _options, callback) =>
		callback(
			options.fails ?? null,
			options.addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
		);
	const lookup = guardedLookup({ resolve, privateAddresses: options.privateAddresses ?? false });
	const asked: LookupOptions = options.all === undefined ? {} : { all: options.all };
	return new Promise((done) =>
		lookup('hook.example', asked, (error, address, family) => done({ error, address, family })),
	);
};

describe('guardedLookup', () => {
	it('hands over what it checked, in either form that a connection asks for', async () => {
		expect(await lookedUp({ addresses: ['8.8.8.8', '2a00::1'] })).toMatchObject({
			error: null,
			address: '8.8.8.8',
			family: 4,
		});
		expect(await lookedUp({ addresses: ['8.8.8.8', '2a00::1'], all: true })).toMatchObject({
			address: [
				{ address: '8.8.8.8', family: 4 },
				{ address: '2a00::1', family: 6 },
			],
		});
	});

	it('refuses a name when any of its addresses is private', async () => {
		for (const all of [true, false]) {
			const { error } = await lookedUp({ addresses: ['8.8.8.8', '::1'], all });
			expect(error?.message).toBe('the name leads to a private address');
		}
	});

	it('allows private ones where the installation does', async () => {
		expect(await lookedUp({ addresses: ['127.0.0.1'], privateAddresses: true })).toMatchObject({
			error: null,
			address: '127.0.0.1',
		});
	});

	it('passes on that a name is not known, or has no address', async () => {
		const fails = new Error('ENOTFOUND');
		expect((await lookedUp({ addresses: [], fails })).error).toBe(fails);
		expect((await lookedUp({ addresses: [] })).error?.message).toBe('the name has no address');
	});
});
