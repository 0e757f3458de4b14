import { randomBytes } from 'node:crypto';
import type { Clock, Ids } from './clock.ts';

/**
 * UUID version 7 (RFC 9562): 48 bits of the clock's milliseconds, then chance. Ids made later sort later, so that
 * inserts stay at the right edge of an index.
 */
export const systemIds = (clock: Clock): Ids => ({
	uuid: () => {
		const bytes = randomBytes(16);
		bytes.writeUIntBE(clock.now().getTime(), 0, 6);
		bytes[6] = 0x70 | ((bytes[6] ?? 0) & 0x0f);
		bytes[8] = 0x80 | ((bytes[8] ?? 0) & 0x3f);
		const hex = bytes.toString('hex');
		return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
	},
	random: () => randomBytes(6).readUIntBE(0, 6) / 2 ** 48,
	code: (bytes) => randomBytes(bytes).toString('base64url'),
});
