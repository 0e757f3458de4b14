/**
 * The learned filter under load from another process: as fast as it goes, and at 2,000 requests a second, one text each;
 * beside it the same server saying only that it is up, which is what HTTP costs. `usPerText` is of calls with 500 texts.
 * Texts are made of chance words, about as long as a short post.
 */
import { fork } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { fitTextModel } from '@utu/core/first-pass/fit-model.ts';
import { classGroups } from '@utu/core/first-pass/hazards.ts';
import { textModelToBytes } from '@utu/core/first-pass/model-bytes.ts';
import { seededRandom } from '@utu/core/first-pass/seeded-random.ts';
import { createClient } from '@utu/sdk/client.ts';
import pg from 'pg';
import { taxonomyOf } from '../../packages/server/src/first-pass/first-pass.loop.ts';
import { type ServerProcess, startServer } from '../demo/server-process.ts';
import type { LoadReply, LoadRequest } from './filter-load.ts';

const perSecondNeeded = 2_000;
const connections = 16;
const textsInBatch = 500;

/** @public The dispatcher imports it by name. */
export const bench = {
	name: 'filter',
	run: async ({ quick, seed }: { readonly quick: boolean; readonly seed: number }) => {
		const folder = mkdtempSync(join(tmpdir(), 'utu-filter-'));
		const server = await startServer({ dataFolder: folder, db: 'embedded', port: await freePort(), start: null });
		try {
			return await measure(server, { seconds: quick ? 3 : 15, seed });
		} finally {
			await server.stop();
			rmSync(folder, { recursive: true, force: true });
		}
	},
};

const measure = async (
	server: ServerProcess,
	{ seconds, seed }: { readonly seconds: number; readonly seed: number },
): Promise<Record<string, unknown>> => {
	const random = seededRandom(seed);
	const { key, model } = await openFilter(server, random);
	const headers = { 'content-type': 'application/json', authorization: `Bearer ${key}` };
	const bodyOf = (texts: number) =>
		JSON.stringify({
			model,
			input: texts === 1 ? textOf(random) : Array.from({ length: texts }, () => textOf(random)),
		});
	const load = (more: Partial<LoadRequest>): Promise<LoadReply> =>
		send({
			url: `${server.url}/v1/moderations`,
			method: 'POST',
			headers,
			bodies: Array.from({ length: 500 }, () => bodyOf(1)),
			connections,
			seconds,
			...more,
		});
	// What is compiled on the way is not what is measured.
	await load({ seconds: 2 });
	const up = await load({ url: `${server.url}/health`, method: 'GET', bodies: [] });
	const full = await load({});
	const atNeeded = await load({ perSecond: perSecondNeeded });
	const batch = await load({ connections: 1, bodies: Array.from({ length: 20 }, () => bodyOf(textsInBatch)) });
	const usPerText = 1e6 / (batch.requestsPerSecond * textsInBatch);
	for (const [name, { requestsPerSecond, p50Ms, p99Ms, failures }] of Object.entries({ up, full, atNeeded, batch }))
		console.log(`${name}: ${requestsPerSecond} requests/s, p50 ${p50Ms} ms, p99 ${p99Ms} ms, ${failures} failed`);
	return {
		requestsPerSecond: full.requestsPerSecond,
		p50Ms: full.p50Ms,
		p99Ms: full.p99Ms,
		usPerText,
		connections,
		atNeeded,
		full,
		baseline: up,
	};
};

const send = (request: LoadRequest): Promise<LoadReply> =>
	new Promise((resolve, reject) => {
		const child = fork(fileURLToPath(new URL('./filter-load.ts', import.meta.url)));
		let reply: LoadReply | undefined;
		child.once('message', (message) => {
			reply = message as LoadReply;
		});
		child.once('exit', () => (reply === undefined ? reject(new Error('the load ended early')) : resolve(reply)));
		child.send(request);
	});

/** A project that has learned, and a key to ask it. */
const openFilter = async (
	server: ServerProcess,
	random: () => number,
): Promise<{ readonly key: string; readonly model: string }> => {
	const answer = await fetch(`${server.url}/api/auth/sign-up/email`, {
		method: 'POST',
		headers: { 'content-type': 'application/json', origin: server.url },
		body: JSON.stringify({ email: 'o@filter.example', name: 'O', password: 'a long enough password' }),
	});
	const cookie = answer.headers
		.getSetCookie()
		.map((one) => one.split(';')[0])
		.join('; ');
	const operator = createClient({ baseUrl: server.url, headers: { cookie } });
	await operator.request('POST /api/v1/organisations', { body: { name: 'Filter' } });
	const project = await operator.request('POST /api/v1/projects', {
		body: { name: 'Filter', templateId: 'hate-offensive-neither' },
	});
	await addModel(server.ownerUrl, { projectId: project.id, bytes: learn(project.definition, random) });
	const { key } = await operator.request('POST /api/v1/api-keys', {
		body: { name: 'Bench', scopes: ['filter'], expiresInDays: 1 },
	});
	return { key, model: project.id };
};

const examples = 3_000;

const learn = (definition: Parameters<typeof taxonomyOf>[0], random: () => number): Uint8Array => {
	const taxonomy = taxonomyOf(definition);
	const fitted = fitTextModel({
		kind: taxonomy.kind,
		classes: taxonomy.options.map(({ value }) => value),
		groups: classGroups(taxonomy),
		examples: Array.from({ length: examples }, () => {
			const k = Math.floor(random() * taxonomy.options.length);
			return { text: `${textOf(random)} mark${k}`, target: taxonomy.options.map((_, at) => (at === k ? 1 : 0)) };
		}),
		random,
	});
	if (!fitted.ok) throw new Error(fitted.error.kind);
	return textModelToBytes(fitted.value.model);
};

const addModel = async (
	ownerUrl: string,
	model: { readonly projectId: string; readonly bytes: Uint8Array },
): Promise<void> => {
	const owner = new pg.Client({ connectionString: ownerUrl });
	await owner.connect();
	await owner.query(
		`insert into utu.predictor_model (organisation_id, project_id, version, kind, weights, report, trained_on, created_at)
		select organisation_id, id, 1, 'text-classifier', $2, '{}', $3, now() from utu.project where id = $1`,
		[model.projectId, Buffer.from(model.bytes), examples],
	);
	await owner.end();
};

const vocabulary = 8_000;
const letters = 'abcdefghijklmnopqrstuvwxyz';
/** A word of a few letters, the same for the same number. */
const wordOf = (number: number): string => {
	let word = '';
	for (let left = number + 26; left > 0; left = Math.floor(left / 26)) word += letters[left % 26];
	return word;
};
/** Common words come often, rare ones seldom; 14 on average. */
const textOf = (random: () => number): string =>
	Array.from({ length: 4 + Math.floor(random() * 21) }, () => wordOf(Math.floor(random() ** 3 * vocabulary))).join(' ');

const freePort = (): Promise<number> =>
	new Promise((resolve, reject) => {
		const probe = createServer();
		probe.once('error', reject);
		probe.listen(0, '127.0.0.1', () => {
			const address = probe.address();
			probe.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
		});
	});
