import { createHmac, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { compactVerify, createLocalJWKSet } from 'jose';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { leave } from '../src/annotation/lease-use.ts';
import { sql } from '../src/platform/database.ts';
import {
	type CertificateDeps,
	certificateKeys,
	type MadeCertificate,
	makeCertificate,
	verifyCertificate,
} from '../src/review/certificate.ts';
import { createSigner } from '../src/review/certificate-signing.ts';
import { setExclusions } from '../src/safety/mine.ts';
import { asking } from './support/asking.ts';
import { makeWorld, type World } from './support/world.ts';

const dayMs = 24 * 3_600_000;
const secret = 'a secret of the test, long enough for it';

let world: World;
beforeAll(async () => {
	world = await makeWorld();
	await world.owner.query(`update utu.organisation set name = 'Soko' where id = $1`, [world.organisationId]);
	await world.owner.query(`update utu.project set name = 'Mjini campaign' where id = $1`, [world.projectId]);
});
afterAll(() => world.close());

const { mine, look, leased } = asking(() => world);
const depsWith = (from: string): CertificateDeps => {
	const signer = createSigner(from);
	return { ...world, baseUrl: 'https://utu.example/', signer: () => signer };
};
const make = (personId: string, options: { readonly name?: string; readonly from?: string } = {}) =>
	makeCertificate(depsWith(options.from ?? secret), { ...mine(personId), name: options.name ?? 'Asha Mwangi' });
const verify = (certificate: string) => verifyCertificate(world, certificate);

/** A worker with answers of two months in two languages, and with much that must not be told. */
const busyWorker = async (): Promise<string> => {
	const worker = await world.addPerson();
	for (const language of ['en', 'sw', 'en']) {
		await world.addItem({ language, hazards: { violence: 2 }, themes: ['country:XX'] });
		await look(worker);
	}
	await world.addItem({ language: 'fr' });
	await leave(world, (await leased(worker)).ref, 'skipped');
	world.clock.advance(31 * dayMs);
	await world.addShift({ personId: worker, hours: 12 });
	await world.addItem();
	await look(worker);
	await setExclusions(world, { ...mine(worker), exclusions: [{ kind: 'category', value: 'violence' }] });
	return worker;
};

/** What the scores' loop would have written. */
const scored = (personId: string): Promise<unknown> =>
	world.owner.query(
		`insert into utu.score (organisation_id, person_id, verdicts, wrong, wrong_expected, estimate, log_evidence, computed_at)
		values ($1, $2, 120, 7, 8.34, $3, 1.5, $4)`,
		[
			world.organisationId,
			personId,
			{ kind: 'score', n: 120, adjusted: 0.94321, low: 0.88123, high: 0.97777, level: 0.95 },
			world.clock.now(),
		],
	);

/** A token with such a header over such a payload. */
const tokenOf = (header: object, payload: string, signed: (input: Buffer) => Buffer): string => {
	const input = `${Buffer.from(JSON.stringify(header)).toString('base64url')}.${payload}`;
	return `${input}.${signed(Buffer.from(input)).toString('base64url')}`;
};
const partsOf = ({ certificate }: MadeCertificate): { readonly header: object; readonly payload: string } => {
	const [header = '', payload = ''] = certificate.split('.');
	return { header: JSON.parse(Buffer.from(header, 'base64url').toString()) as object, payload };
};

describe('a certificate of work', () => {
	it('tells months, counted answers, languages and verdicts, and has no other field', async () => {
		const worker = await busyWorker();
		await scored(worker);
		const { certificate, payload, verify: page } = await make(worker);
		expect(page).toBe('https://utu.example/verify');
		expect(payload).toEqual({
			format: 'utu-certificate/1',
			id: expect.stringMatching(/^[\w-]{22}$/),
			name: 'Asha Mwangi',
			organisation: 'Soko',
			issuer: 'https://utu.example',
			issuedAt: world.clock.now().toISOString(),
			period: { from: '2026-03', to: '2026-04' },
			answers: 4,
			languages: ['en', 'sw'],
			verdicts: 120,
			wrong: 7,
			wrongExpected: 8.3,
			estimate: { kind: 'estimate', value: 0.943, low: 0.881, high: 0.978, level: 0.95 },
			method: expect.stringMatching(/^The estimate is the share of right answers/),
		});
		expect(JSON.stringify({ ...payload, id: '' })).not.toMatch(
			/severit|dose|hazard|categor|violence|theme|country|exclu|consent|break|skip|speed|hour|team|rank|campaign|evidence/i,
		);
		expect(await verify(certificate)).toEqual({ ok: true, value: payload });
	});

	it('says of who has answered nothing just that, and of few verdicts how many it takes', async () => {
		const { certificate, payload } = await make(await world.addPerson());
		expect(payload).toMatchObject({
			period: null,
			answers: 0,
			languages: [],
			verdicts: 0,
			estimate: { kind: 'not-enough', lacks: 'verdicts', needed: 50 },
		});
		expect(await verify(certificate)).toEqual({ ok: true, value: payload });
	});

	it('is of the person who asks, whatever name they choose, and of the organisation they ask in', async () => {
		const worker = await busyWorker();
		const other = await world.addPerson();
		expect((await make(other, { name: 'Asha Mwangi' })).payload).toMatchObject({ name: 'Asha Mwangi', answers: 0 });
		const elsewhere = { organisationId: world.ids.uuid(), personId: worker, name: 'Asha' };
		expect((await makeCertificate(depsWith(secret), elsewhere)).payload).toMatchObject({ answers: 0, verdicts: 0 });
	});

	it('counts no answer that came too late to count', async () => {
		const worker = await busyWorker();
		await world.owner.query(
			`update utu.answer set status = 'kept' where idempotency_key in (select idempotency_key from utu.lease where person_id = $1 and granted_at > $2)`,
			[worker, new Date(world.clock.now().getTime() - dayMs)],
		);
		const { payload } = await make(worker);
		expect(payload.answers).toBe(3);
		expect(payload.period?.from).toBe(payload.period?.to);
	});

	it('is kept nowhere: only the public key stays, once', async () => {
		const worker = await busyWorker();
		const { rows } = await world.owner.query<{ name: string }>(
			`select relname as name from pg_class where relnamespace = 'utu'::regnamespace and relkind = 'r' order by 1`,
		);
		const everything = async (): Promise<ReadonlyMap<string, string>> => {
			const tables = new Map<string, string>();
			for (const { name } of rows) {
				const table = pg.escapeIdentifier(name);
				const hashed = await world.owner.query<{ hash: string }>(
					`select md5(coalesce(string_agg(t::text, '|' order by t::text), '')) as hash from utu.${table} t`,
				);
				tables.set(name, hashed.rows[0]?.hash ?? '');
			}
			return tables;
		};
		const changed = async (work: () => Promise<unknown>): Promise<readonly string[]> => {
			const before = await everything();
			await work();
			return [...(await everything())].flatMap(([name, hash]) => (before.get(name) === hash ? [] : [name]));
		};
		const from = 'a secret that nobody has signed with yet';
		expect(await changed(() => make(worker, { from }))).toEqual(['certificate_key']);
		expect(await changed(() => make(worker, { from }))).toEqual([]);
		const { certificate } = await make(worker, { from });
		expect(await changed(() => verify(certificate))).toEqual([]);
		const kept = await world.owner.query('select * from utu.certificate_key');
		for (const row of kept.rows) expect(Object.keys(row.jwk).sort()).toEqual(['crv', 'kty', 'x']);
	});
});

describe('verifying', () => {
	it('finds every changed letter', { timeout: 120_000 }, async () => {
		const { certificate } = await make(await world.addPerson());
		const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
		const another = (letter: string): string => letters[(letters.indexOf(letter) + 1) % letters.length] ?? '';
		const with_ = (at: number, letter: string): string => certificate.slice(0, at) + letter + certificate.slice(at + 1);
		const payloadAt = certificate.indexOf('.') + 1;
		for (let at = 0; at < certificate.length; at++) {
			const read = await verify(with_(at, another(certificate[at] ?? '')));
			expect([at, read.ok]).toEqual([at, false]);
			if (at >= payloadAt && certificate[at] !== '.') expect(read).toEqual({ ok: false, error: 'changed' });
		}
		// The last letter carries bits that decoders overlook.
		for (const letter of letters)
			if (letter !== certificate.at(-1))
				expect(await verify(with_(certificate.length - 1, letter))).toEqual({ ok: false, error: 'changed' });
		for (const shorter of [certificate.slice(0, -1), certificate.slice(1), `${certificate}A`, `${certificate}.`])
			expect(await verify(shorter)).toMatchObject({ ok: false });
		expect(await verify(certificate)).toMatchObject({ ok: true });
	});

	it('takes no other algorithm, and none', async () => {
		const made = await make(await world.addPerson());
		const { header, payload } = partsOf(made);
		const { publicKey } = await createSigner(secret);
		const no = { ok: false, error: 'not-a-certificate' };
		const hmacs = [Buffer.from(publicKey.x, 'base64url'), Buffer.from(JSON.stringify(publicKey)), Buffer.from(secret)];
		for (const alg of ['none', 'None', 'HS256', 'RS256', 'ES256', 'Ed25519', 'EdDSA ', undefined]) {
			for (const key of hmacs)
				expect(
					await verify(
						tokenOf({ ...header, alg }, payload, (input) => createHmac('sha256', key).update(input).digest()),
					),
				).toEqual(no);
			expect(await verify(tokenOf({ ...header, alg }, payload, () => Buffer.alloc(0)))).toEqual(no);
			expect(await verify(tokenOf({ ...header, alg }, payload, () => Buffer.alloc(64)))).toEqual(no);
		}
		// The right name over another's work.
		for (const key of hmacs)
			expect(
				await verify(tokenOf(header, payload, (input) => createHmac('sha512', key).update(input).digest())),
			).toEqual({ ok: false, error: 'changed' });
	});

	it('believes no key that a certificate brings along', async () => {
		const { header, payload } = partsOf(await make(await world.addPerson()));
		const foreign = generateKeyPairSync('ed25519');
		const by =
			(key: KeyObject) =>
			(input: Buffer): Buffer =>
				sign(null, input, key);
		const jwk = foreign.publicKey.export({ format: 'jwk' });
		const changed = { ok: false, error: 'changed' };
		expect(await verify(tokenOf(header, payload, by(foreign.privateKey)))).toEqual(changed);
		expect(await verify(tokenOf({ ...header, jwk }, payload, by(foreign.privateKey)))).toEqual(changed);
		expect(await verify(tokenOf({ ...header, crit: ['exp'], exp: 0 }, payload, by(foreign.privateKey)))).toEqual(
			changed,
		);
		const { kid } = await createSigner('the secret of another installation');
		expect(await verify(tokenOf({ ...header, kid, jwk }, payload, by(foreign.privateKey)))).toEqual({
			ok: false,
			error: 'unknown-key',
		});
		for (const strange of [undefined, '', '../../key', '\u0000'.repeat(43), 7, null, { kid }])
			expect(await verify(tokenOf({ ...header, kid: strange }, payload, by(foreign.privateKey)))).toEqual({
				ok: false,
				error: 'not-a-certificate',
			});
	});

	it('takes nothing else that the key has signed', async () => {
		const { payload, certificate } = await make(await world.addPerson());
		const signer = await createSigner(secret);
		const no = { ok: false, error: 'not-a-certificate' };
		for (const other of [{}, { ...payload, severity: 4 }, { ...payload, format: 'utu-certificate/2' }])
			expect(await verify(await signer.sign(other))).toEqual(no);
		for (const text of ['', '.', '..', 'a.b.c', '{}', certificate.replace('.', '..'), `${certificate} `, '\u0000'])
			expect(await verify(text)).toEqual(no);
	});

	it('goes on after the secret was changed, here and with any other tool', async () => {
		const worker = await busyWorker();
		const [before, after] = [await make(worker), await make(worker, { from: 'quite another secret, as long as one' })];
		expect(await verify(before.certificate)).toEqual({ ok: true, value: before.payload });
		expect(await verify(after.certificate)).toEqual({ ok: true, value: after.payload });
		const kidOf = (made: MadeCertificate): unknown => (partsOf(made).header as { readonly kid?: unknown }).kid;
		expect(kidOf(before)).not.toBe(kidOf(after));
		const keys = await certificateKeys(world);
		expect(keys.map(({ kid }) => kid)).toEqual(expect.arrayContaining([kidOf(before), kidOf(after)]));
		const set = createLocalJWKSet({
			keys: keys.map(({ kid, publicKey }) => ({ ...publicKey, kid, alg: 'EdDSA', use: 'sig' })),
		});
		for (const { certificate, payload } of [before, after]) {
			const read = await compactVerify(certificate, set);
			expect(JSON.parse(new TextDecoder().decode(read.payload))).toEqual(payload);
		}
	});
});

describe('the keys', () => {
	it('are read by everybody, come in a person’s own transaction, and are neither changed nor taken away', async () => {
		await make(await world.addPerson());
		expect((await certificateKeys(world)).length).toBeGreaterThan(0);
		const { kid, publicKey } = await createSigner('one more secret, which has signed nothing');
		const insert = sql`
			insert into utu.certificate_key (kid, jwk, first_used_at)
			values (${kid}, ${JSON.stringify(publicKey)}::jsonb, ${world.clock.now()})`;
		await expect(world.database.transaction({}, (tx) => tx.run(insert))).rejects.toThrow('row-level security');
		for (const statement of [
			sql`update utu.certificate_key set first_used_at = now()`,
			sql`delete from utu.certificate_key`,
		])
			await expect(
				world.database.transaction(mine(await world.addPerson()), (tx) => tx.run(statement)),
			).rejects.toThrow('permission denied');
	});

	it('follow from the secret alone', async () => {
		const [one, again, other] = await Promise.all([secret, secret, `${secret}.`].map(createSigner));
		expect(again?.kid).toBe(one?.kid);
		expect(other?.kid).not.toBe(one?.kid);
		// By HMAC and SHA-256 alone, as RFC 5869 and RFC 7638 write it: another one would leave every old certificate behind.
		expect(one?.kid).toBe('QI2LT8Z3RKNfbgXDasGUBYUgYR8xbLf_iKxYcCulEy0');
	});
});
