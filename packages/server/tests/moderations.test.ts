import type { AddressInfo } from 'node:net';
import { fitTextModel } from '@utu/core/first-pass/fit-model.ts';
import { classGroups } from '@utu/core/first-pass/hazards.ts';
import { textModelToBytes } from '@utu/core/first-pass/model-bytes.ts';
import { seededRandom } from '@utu/core/first-pass/seeded-random.ts';
import OpenAI, { APIError, NotFoundError } from 'openai';
import pg from 'pg';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Composed, compose } from '../src/compose.ts';
import { taxonomyOf } from '../src/first-pass/first-pass.loop.ts';
import { ensurePerson } from '../src/people/people.sql.ts';
import { foundOrganisation } from '../src/people/people.ts';
import { systemClock } from '../src/platform/clock.ts';
import { systemIds } from '../src/platform/ids.ts';
import { cloneDatabase, type TestDatabase } from '../src/platform/test-database.ts';

let database: TestDatabase;
let server: Composed;
let owner: pg.Client;
let baseURL = '';
let cookie = '';
let keyOf: (scopes: readonly string[]) => Promise<string>;
let projectId = '';

const form = {
	questions: [
		{
			name: 'kind',
			title: 'What is it?',
			required: true,
			kind: 'single' as const,
			options: [
				{ value: 'rude', label: 'Rude', hazards: { harassment: 2 as const } },
				{ value: 'fine', label: 'Fine', hazards: {} },
			],
		},
	],
};
const definition = {
	form,
	hazardCategories: ['harassment' as const, 'violence' as const],
	targets: { certainty: 0.9, viewsMin: 1, viewsMax: 5, auditShare: 0.05 },
	languages: ['en'],
	instructions: { en: 'Sort.' },
	consentTexts: {},
};

const words = ['chair', 'parcel', 'price', 'colour', 'table', 'late', 'order', 'shop', 'lamp', 'rug', 'box', 'blue'];
/** Rude texts have “numpty” in them, the others do not; one in fifty is labelled the other way. */
const learned = (seed: number) => {
	const random = seededRandom(seed);
	const examples = Array.from({ length: 600 }, () => {
		const rude = random() < 0.4;
		const some = Array.from({ length: 8 }, () => words[Math.floor(random() * words.length)]);
		const text = [...some, ...(rude ? ['numpty'] : [])].join(' ');
		const labelled = random() < 0.02 ? !rude : rude;
		return { text, target: labelled ? [1, 0] : [0, 1] };
	});
	const taxonomy = taxonomyOf({ form, hazardCategories: definition.hazardCategories });
	const fitted = fitTextModel({
		kind: 'single',
		classes: ['rude', 'fine'],
		groups: classGroups(taxonomy),
		examples,
		random: seededRandom(seed),
	});
	if (!fitted.ok) throw new Error(fitted.error.kind);
	return textModelToBytes(fitted.value.model);
};
const addModel = (options: { readonly projectId: string; readonly version: number; readonly seed: number }) =>
	owner.query(
		`insert into utu.predictor_model (organisation_id, project_id, version, kind, weights, report, trained_on, created_at)
		select organisation_id, id, $2, 'text-classifier', $3, '{}', 600, now() from utu.project where id = $1`,
		[options.projectId, options.version, Buffer.from(learned(options.seed))],
	);
const makeProject = async (): Promise<string> => {
	const made = await server.app.inject({
		method: 'POST',
		url: '/api/v1/projects',
		headers: { cookie },
		payload: { name: 'Shop', definition },
	});
	return (JSON.parse(made.body) as { id: string }).id;
};

beforeAll(async () => {
	database = await cloneDatabase();
	owner = new pg.Client({ connectionString: database.ownerUrl });
	await owner.connect();
	server = await compose({
		config: {
			dataFolder: '',
			host: '127.0.0.1',
			port: 0,
			baseUrl: 'http://127.0.0.1',
			databaseUrl: database.ownerUrl,
			databaseConnectionsMax: 4,
			namedStatements: true,
			secret: 'a secret of the test, long enough for it',
			signUp: 'open',
			requestsPerMinuteMax: 20,
			webhookPrivateAddresses: false,
			trustProxy: false,
			logLevel: 'silent',
		},
		ownerUrl: database.ownerUrl,
		clock: systemClock,
		ids: systemIds(systemClock),
		log: pino({ level: 'silent' }),
		roles: ['web'],
	});
	await server.app.listen({ host: '127.0.0.1', port: 0 });
	baseURL = `http://127.0.0.1:${(server.app.server.address() as AddressInfo).port}/v1`;
	const made = await server.identity.signUp({ email: 'o@m.example', password: 'a long password', name: 'O' });
	if (!made.ok) throw new Error(made.error.kind);
	const { personId } = made.value;
	await server.people.database.transaction({ personId }, (tx) =>
		ensurePerson(tx, { personId, displayName: 'O', now: systemClock.now() }),
	);
	await foundOrganisation(server.people, { personId, name: 'Filters' });
	const signedIn = await server.app.inject({
		method: 'POST',
		url: '/api/auth/sign-in/email',
		payload: { email: 'o@m.example', password: 'a long password' },
	});
	cookie = String(signedIn.headers['set-cookie']).split(';')[0] ?? '';
	keyOf = async (scopes) => {
		const key = await server.app.inject({
			method: 'POST',
			url: '/api/v1/api-keys',
			headers: { cookie },
			payload: { name: 'Test', scopes: [...scopes], expiresInDays: 7 },
		});
		return (JSON.parse(key.body) as { key: string }).key;
	};
	projectId = await makeProject();
});
afterAll(async () => {
	await server.close();
	await owner.end();
	await database.drop();
});

const client = async (scopes: readonly string[] = ['filter']): Promise<OpenAI> =>
	new OpenAI({ baseURL, apiKey: await keyOf(scopes), maxRetries: 0 });
const thrown = async (doing: Promise<unknown>): Promise<APIError> => {
	try {
		await doing;
	} catch (error) {
		if (error instanceof APIError) return error;
		throw error;
	}
	throw new Error('nothing was thrown');
};

describe('the learned filter, by the public SDK', () => {
	it('says so while nothing has been learned', async () => {
		const openai = await client();
		const error = await thrown(openai.moderations.create({ input: 'a chair' }));
		expect(error).toBeInstanceOf(NotFoundError);
		expect(error.error).toMatchObject({ code: 'nothing-learned' });
		expect((await openai.models.list()).data).toEqual([]);
	});

	it('scores one text, several, and one in parts, by what people decided', async () => {
		await addModel({ projectId, version: 1, seed: 1 });
		const openai = await client();
		const one = await openai.moderations.create({ input: 'you numpty, the parcel is late', model: projectId });
		expect(one.model).toBe(`${projectId}/1`);
		expect(one.id).toMatch(/^modr-/);
		expect(one.results).toHaveLength(1);
		expect(one.results[0]).toMatchObject({
			flagged: true,
			categories: { harassment: true },
			category_applied_input_types: { harassment: ['text'] },
		});
		const rude = one.results[0]?.category_scores.harassment ?? 0;
		const several = await openai.moderations.create({
			model: projectId,
			input: ['the parcel is late', 'you numpty, the parcel is late'],
		});
		expect(several.results.map(({ flagged }) => flagged)).toEqual([false, true]);
		expect(several.results[1]?.category_scores.harassment).toBe(rude);
		expect(rude).toBeGreaterThan(0.9);
		expect(rude).toBeLessThanOrEqual(1);
		const parts = await openai.moderations.create({
			model: projectId,
			input: [
				{ type: 'text', text: 'the parcel is late' },
				{ type: 'text', text: 'you numpty' },
			],
		});
		expect(parts.results).toHaveLength(1);
		expect(parts.results[0]?.flagged).toBe(true);
	});

	it('says nothing of categories of which too little is known, rather than zero', async () => {
		const { results } = await (await client()).moderations.create({ input: 'a chair', model: projectId });
		expect(Object.keys(results[0]?.category_scores ?? {})).toEqual(['harassment']);
		expect((results[0] as unknown as { uncovered: string[] }).uncovered).toContain('violence');
	});

	it('keeps a version for whoever names it, and refuses names of nobody’s filter', async () => {
		await addModel({ projectId, version: 2, seed: 2 });
		const openai = await client();
		const score = async (model: string) =>
			(await openai.moderations.create({ model, input: 'a numpty chair' })).results;
		expect(await score(`${projectId}/1`)).not.toEqual(await score(`${projectId}/2`));
		for (const model of ['omni-moderation-latest', `${projectId}/9`, '01a20aec-b9c9-7786-9de4-e2f10d144e2f'])
			expect((await thrown(score(model))).status).toBe(404);
		const list = (await openai.models.list()).data;
		expect(list).toEqual([{ id: `${projectId}/2`, object: 'model', created: expect.any(Number), owned_by: 'Shop' }]);
	});

	it('asks which one where several have learned', async () => {
		const other = await makeProject();
		await addModel({ projectId: other, version: 1, seed: 3 });
		const error = await thrown((await client(['filter', 'account'])).moderations.create({ input: 'a lamp and a rug' }));
		expect([error.status, (error.error as { code: string }).code]).toEqual([400, 'which-filter']);
	});

	it('refuses pictures, and what is too long, in words', async () => {
		const openai = await client();
		const picture = { type: 'image_url', image_url: { url: 'https://example.org/a.png' } } as const;
		expect((await thrown(openai.moderations.create({ model: projectId, input: [picture] }))).status).toBe(422);
		const long = 'word '.repeat(30_000);
		expect((await thrown(openai.moderations.create({ model: projectId, input: long }))).status).toBe(413);
	});

	it('is for keys with its scope alone', async () => {
		expect((await thrown((await client(['export'])).moderations.create({ input: 'a chair' }))).status).toBe(403);
		const nobody = new OpenAI({ baseURL, apiKey: 'utu_nobody', maxRetries: 0 });
		expect((await thrown(nobody.moderations.create({ input: 'a chair' }))).status).toBe(401);
	});

	it('is counted apart from what people do, and allowed far more often', async () => {
		const openai = await client();
		for (let n = 0; n < 60; n++) await openai.moderations.create({ model: projectId, input: 'a chair' });
		const me = await server.app.inject({ method: 'GET', url: '/api/v1/me', headers: { cookie } });
		expect(me.statusCode).toBe(200);
	});
});
