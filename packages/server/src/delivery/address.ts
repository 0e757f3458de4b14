import type { LookupAddress, LookupAllOptions } from 'node:dns';
import { BlockList, isIP, type LookupFunction } from 'node:net';

/** IPv4 that is nobody's public address: this host, private, shared, link-local, documentation, tests, multicast, reserved. */
const notPublic4 = [
	'0.0.0.0/8',
	'10.0.0.0/8',
	'100.64.0.0/10',
	'127.0.0.0/8',
	'169.254.0.0/16',
	'172.16.0.0/12',
	'192.0.0.0/24',
	'192.0.2.0/24',
	'192.88.99.0/24',
	'192.168.0.0/16',
	'198.18.0.0/15',
	'198.51.100.0/24',
	'203.0.113.0/24',
	'224.0.0.0/3',
];
/** Of IPv6, only global unicast is public, and of that not what documents, tunnels, or wraps an IPv4 address. */
const public6 = '2000::/3';
const notPublic6 = ['2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20'];

const listOf = (subnets: readonly string[], family: 'ipv4' | 'ipv6'): BlockList => {
	const list = new BlockList();
	for (const subnet of subnets) {
		const [net = '', bits = ''] = subnet.split('/');
		list.addSubnet(net, Number(bits), family);
	}
	return list;
};

const refused4 = listOf(notPublic4, 'ipv4');
const refused6 = listOf(notPublic6, 'ipv6');
const allowed6 = listOf([public6], 'ipv6');

/** Whether a webhook may connect to an IP address. What is not understood is refused. */
export const isPublicAddress = (address: string): boolean => {
	switch (isIP(address)) {
		case 4:
			return !refused4.check(address, 'ipv4');
		case 6:
			return !address.includes('%') && allowed6.check(address, 'ipv6') && !refused6.check(address, 'ipv6');
		default:
			return false;
	}
};

/** The IP address that a URL's host is, without the brackets; undefined for a name. */
export const literalAddress = (hostname: string): string | undefined => {
	const bare = hostname.startsWith('[') ? hostname.slice(1, -1) : hostname;
	return isIP(bare) === 0 ? undefined : bare;
};

/** As `dns.lookup` with `all`. */
export type Resolve = (
	hostname: string,
	options: LookupAllOptions,
	callback: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void;

export class RefusedAddress extends Error {
	readonly code = 'UTU_REFUSED_ADDRESS';
}

/**
 * A `lookup` for `net.connect` that resolves once and hands over what it checked: the connection goes to the address
 * that was allowed, and no second answer of the name server can move it. One address that is not public refuses all.
 */
export const guardedLookup =
	(options: { readonly resolve: Resolve; readonly privateAddresses: boolean }): LookupFunction =>
	(hostname, { all, ...rest }, callback) => {
		options.resolve(hostname, { ...rest, all: true }, (error, addresses) => {
			if (error !== null) return callback(error, '', 0);
			const [first] = addresses;
			if (first === undefined) return callback(new RefusedAddress('the name has no address'), '', 0);
			if (!options.privateAddresses && addresses.some(({ address }) => !isPublicAddress(address))) {
				return callback(new RefusedAddress('the name leads to a private address'), '', 0);
			}
			if (all === true) callback(null, addresses);
			else callback(null, first.address, first.family);
		});
	};
