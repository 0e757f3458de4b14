import { beforeAll, describe, expect, it } from 'vitest';
import { type MadeKey, makeKey, openByPassphrase, openByRecoveryCode, seal, unseal } from './vault.ts';

const personId = '00000000-0000-4000-8000-000000000001';
const passphrase = 'quatre hérons sur la digue';
const text = '{"suds":4,"note":"A slow day."}';

let made: MadeKey;
beforeAll(async () => {
	made = await makeKey({ personId, passphrase });
});

describe('the data key', () => {
	it('opens by the passphrase, however it was typed, and by no other', async () => {
		const { wrapped } = made;
		const dataKey = await openByPassphrase({ personId, wrapped, passphrase: passphrase.normalize('NFD') });
		if (dataKey === undefined) throw new Error('it did not open');
		expect(await unseal({ dataKey, personId, ciphertext: await seal({ ...made, personId, text }) })).toBe(text);
		expect(await openByPassphrase({ personId, wrapped, passphrase: `${passphrase} ` })).toBeUndefined();
	});

	it('opens by the recovery code, as somebody reads it from paper, and takes a new passphrase', async () => {
		const typed = made.recoveryCode.toLowerCase().replaceAll('-', ' ').replaceAll('0', 'o').replaceAll('1', 'l');
		const options = { personId, wrapped: made.wrapped, newPassphrase: 'nine rivers and a lamp' };
		const opened = await openByRecoveryCode({ ...options, recoveryCode: typed });
		if (opened === undefined) throw new Error('it did not open');
		expect(opened.wrapped.recovery).toEqual(made.wrapped.recovery);
		const { wrapped } = opened;
		const dataKey = await openByPassphrase({ personId, wrapped, passphrase: options.newPassphrase });
		if (dataKey === undefined) throw new Error('the new passphrase does not open it');
		expect(await unseal({ dataKey, personId, ciphertext: await seal({ ...made, personId, text }) })).toBe(text);
		expect(await openByPassphrase({ personId, wrapped, passphrase })).toBeUndefined();
		expect(await openByRecoveryCode({ ...options, recoveryCode: 'WRNG'.repeat(6) })).toBeUndefined();
	});

	it('cannot be taken out, and is nowhere in what the server keeps', async () => {
		expect(made.dataKey.extractable).toBe(false);
		await expect(crypto.subtle.exportKey('raw', made.dataKey)).rejects.toThrow();
		expect(made.recoveryCode).toMatch(/^([0-9A-HJKMNP-TV-Z]{4}-){5}[0-9A-HJKMNP-TV-Z]{4}$/);
		const kept = JSON.stringify(made.wrapped);
		for (const secret of [passphrase, made.recoveryCode, btoa(made.recoveryCode)]) expect(kept).not.toContain(secret);
		expect(made.wrapped.passphrase.iterations).toBeGreaterThanOrEqual(600_000);
		expect(made.wrapped.passphrase.salt).not.toBe(made.wrapped.recovery.salt);
	});

	it('of one person does not open as another’s', async () => {
		const other = '00000000-0000-4000-8000-000000000002';
		expect(await openByPassphrase({ personId: other, wrapped: made.wrapped, passphrase })).toBeUndefined();
		const ciphertext = await seal({ ...made, personId, text });
		expect(await unseal({ dataKey: made.dataKey, personId: other, ciphertext })).toBeUndefined();
	});
});

describe('an entry', () => {
	it('is never the same twice, and does not tell its length', async () => {
		const [short, again, long] = await Promise.all([
			seal({ ...made, personId, text: '{}' }),
			seal({ ...made, personId, text: '{}' }),
			seal({ ...made, personId, text: JSON.stringify({ note: 'x'.repeat(900) }) }),
		]);
		expect(short).not.toBe(again);
		expect(short.length).toBe(long.length);
		expect(atob(short).length).toBe(12 + 1_024 + 16);
	});

	it('that was changed does not open', async () => {
		const ciphertext = await seal({ ...made, personId, text });
		const changed = `${ciphertext.slice(0, 40)}${ciphertext[40] === 'A' ? 'B' : 'A'}${ciphertext.slice(41)}`;
		expect(await unseal({ dataKey: made.dataKey, personId, ciphertext: changed })).toBeUndefined();
		expect(await unseal({ dataKey: made.dataKey, personId, ciphertext })).toBe(text);
	});
});
