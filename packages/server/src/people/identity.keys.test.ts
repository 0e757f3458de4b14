import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { apiKeyFor, type IdentityFixture, openIdentityFixture, signUpFor } from './identity.fixture.ts';
import { identityLimits } from './identity.ts';

let fixture: IdentityFixture;
beforeAll(async () => {
	fixture = await openIdentityFixture();
});
afterAll(() => fixture.close());

const signedUp = (email: string) => signUpFor(fixture.identity, email);

describe('API keys', () => {
	it('resolve to their person with their scopes, and only their hash is stored', async () => {
		const { personId } = await signedUp('keys@example.org');
		const { key, apiKey } = await apiKeyFor(fixture.identity, personId, ['items:write', 'export', 'export']);
		expect(key).toMatch(/^utu_[A-Za-z0-9_-]{43}$/);
		expect(apiKey).toEqual({
			id: expect.any(String),
			name: 'import',
			start: key.slice(0, 10),
			scopes: ['items:write', 'export'],
			createdAt: expect.any(Date),
			expiresAt: new Date(apiKey.createdAt.getTime() + 30 * 86_400_000),
		});
		expect(await fixture.identity.resolve(new Headers({ authorization: `Bearer ${key}` }))).toEqual({
			personId,
			sessionId: apiKey.id,
			email: 'keys@example.org',
			name: 'Amina',
			via: 'api-key',
			scopes: ['items:write', 'export'],
		});
		const { rows } = await fixture.owner.query('select * from auth.api_key where id = $1', [apiKey.id]);
		expect(rows[0].sha256).toEqual(createHash('sha256').update(key).digest());
		expect(JSON.stringify(rows)).not.toContain(key.slice(10));
		expect(await fixture.identity.listApiKeys(personId)).toEqual([apiKey]);
	});

	it('go before a cookie, and a wrong one is not made good by it', async () => {
		const { cookie } = await signedUp('both@example.org');
		const { personId } = await signedUp('both2@example.org');
		const { key } = await apiKeyFor(fixture.identity, personId, ['account']);
		const found = await fixture.identity.resolve({ authorization: `bearer ${key}`, cookie });
		expect(found).toMatchObject({ personId, via: 'api-key' });
		for (const wrong of [`${key.slice(0, -1)}-`, `x${key}`, 'utu_', '']) {
			expect(await fixture.identity.resolve({ authorization: `Bearer ${wrong}`, cookie })).toBeUndefined();
		}
		expect(await fixture.identity.resolve({ authorization: 'Basic b3V0ZXI6cHJveHk=', cookie })).toBeDefined();
	});

	it('end when revoked by their person, and by nobody else', async () => {
		const { personId } = await signedUp('revoke@example.org');
		const { personId: stranger } = await signedUp('stranger@example.org');
		const { key, apiKey } = await apiKeyFor(fixture.identity, personId, ['account']);
		const authorization = `Bearer ${key}`;
		expect(await fixture.identity.resolve({ authorization })).toBeDefined();
		expect(await fixture.identity.revokeApiKey({ personId: stranger, keyId: apiKey.id })).toBe(false);
		expect(await fixture.identity.resolve({ authorization })).toBeDefined();
		expect(await fixture.identity.revokeApiKey({ personId, keyId: apiKey.id })).toBe(true);
		expect(await fixture.identity.resolve({ authorization })).toBeUndefined();
		expect(await fixture.identity.listApiKeys(personId)).toEqual([]);
	});

	it('expire', async () => {
		const { personId } = await signedUp('keyend@example.org');
		const { key, apiKey } = await apiKeyFor(fixture.identity, personId, ['account']);
		await fixture.owner.query(
			"update auth.api_key set created_at = now() - interval '2 days', expires_at = now() - interval '1 second' where id = $1",
			[apiKey.id],
		);
		expect(await fixture.identity.resolve({ authorization: `Bearer ${key}` })).toBeUndefined();
		expect(await fixture.identity.listApiKeys(personId)).toEqual([]);
	});

	it('are limited in number and in time', async () => {
		const { personId } = await signedUp('many@example.org');
		for (let made = 0; made < identityLimits.keysPerPersonMax; made++)
			await apiKeyFor(fixture.identity, personId, ['account']);
		const key = { personId, name: 'one more', scopes: ['account'], expiresInDays: 1 };
		expect(await fixture.identity.createApiKey(key)).toEqual({
			ok: false,
			error: { kind: 'too-many-keys', keysMax: 50 },
		});
		await expect(fixture.identity.createApiKey({ ...key, expiresInDays: 366 })).rejects.toThrow('1 to 365 days');
		await expect(fixture.identity.createApiKey({ ...key, scopes: [] })).rejects.toThrow('without a scope');
	});
});
