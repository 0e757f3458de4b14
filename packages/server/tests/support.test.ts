import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Handlers, Principal } from '../src/platform/handlers.ts';
import { buildHttp } from '../src/platform/http.ts';
import { setState } from '../src/projects/projects.ts';
import { supportHandlers } from '../src/support/support.http.ts';
import { makeWorld, type World } from './support/world.ts';

const packages = fileURLToPath(new URL('../../', import.meta.url));
const mark = 'zanzibarquark';
const day = 24 * 3_600_000;

let world: World;
const logged: string[] = [];
let http: Awaited<ReturnType<typeof buildHttp>>;
const rolesOf = new Map<string, readonly string[]>();

beforeAll(async () => {
	world = await makeWorld('2026-03-02T08:00:00Z');
	http = await buildHttp({
		handlers: supportHandlers(world) as Handlers,
		authorise: async ({ request, route }) => {
			const personId = String(request.headers['test-person']);
			const roles = rolesOf.get(personId) ?? [];
			const may = route.callers.includes('person') || roles.some((role) => route.callers.some((one) => one === role));
			const principal: Principal = { personId, email: '', organisationId: world.organisationId, roles, scopes: 'all' };
			return may ? principal : { status: 403, code: 'needs-role', title: 'no' };
		},
		logger: pino({ level: 'trace' }, { write: (line: string) => void logged.push(line) }),
		requestsPerMinuteMax: 100_000,
		webFolder: undefined,
		secure: false,
		trustProxy: false,
	});
});
afterAll(async () => {
	await http.close();
	await world.close();
});

const person = async (...roles: readonly string[]): Promise<string> => {
	const id = await world.addPerson();
	await world.owner.query('update utu.membership set roles = $1 where person_id = $2', [roles, id]);
	rolesOf.set(id, roles);
	return id;
};

const call = async (personId: string, key: string, body?: object) => {
	const [method = 'GET', url = '/'] = key.split(' ');
	const answer = await http.inject({
		method: method as 'GET',
		url,
		headers: { 'test-person': personId },
		...(body === undefined ? {} : { payload: body }),
	});
	return { status: answer.statusCode, body: answer.json() };
};

const base64 = (bytes: number, fill = 7): string => Buffer.alloc(bytes, fill).toString('base64');
const wrapping = (fill: number) => ({
	salt: base64(16, fill),
	iterations: 600_000,
	iv: base64(12, fill),
	key: base64(48, fill),
});
const wrapped = (fill = 1) => ({ format: 1, passphrase: wrapping(fill), recovery: wrapping(9) });

describe('check-ins', () => {
	it('are kept as ciphertext under a key that the server cannot open, newest first, by pages', async () => {
		const me = await person('worker');
		expect(await call(me, 'GET /api/v1/me/check-in-key')).toMatchObject({ status: 200, body: { key: null } });
		expect(await call(me, 'POST /api/v1/me/check-ins', { ciphertext: base64(1_024) })).toMatchObject({
			status: 409,
			body: { code: 'no-key' },
		});
		expect(await call(me, 'PUT /api/v1/me/check-in-key', { wrapped: wrapped(), replaces: null })).toMatchObject({
			status: 200,
			body: { version: 1, wrapped: wrapped() },
		});
		for (let n = 1; n <= 103; n++) {
			world.clock.advance(1_000);
			const kept = await call(me, 'POST /api/v1/me/check-ins', { ciphertext: base64(64, n) });
			expect(kept.status).toBe(200);
		}
		const first = await call(me, 'GET /api/v1/me/check-ins');
		expect(first.body.checkIns).toHaveLength(100);
		expect(first.body.checkIns[0].ciphertext).toBe(base64(64, 103));
		const second = await call(me, `GET /api/v1/me/check-ins?cursor=${first.body.nextCursor}`);
		expect(second.body.checkIns.map((one: { ciphertext: string }) => one.ciphertext)).toEqual(
			[3, 2, 1].map((n) => base64(64, n)),
		);
		expect(second.body.nextCursor).toBeNull();
	});

	it('take nothing that is readable: no other field, no weak key, no text', async () => {
		const me = await person('worker');
		for (const body of [
			{ wrapped: { ...wrapped(), passphrase: { ...wrapping(1), iterations: 100_000 } }, replaces: null },
			{ wrapped: { ...wrapped(), hint: mark }, replaces: null },
			{ wrapped: { ...wrapped(), passphrase: { ...wrapping(1), passphrase: mark } }, replaces: null },
		])
			expect((await call(me, 'PUT /api/v1/me/check-in-key', body)).status).toBe(422);
		await call(me, 'PUT /api/v1/me/check-in-key', { wrapped: wrapped(), replaces: null });
		for (const body of [
			{ ciphertext: 'not base64!' },
			{ ciphertext: base64(8) },
			{ ciphertext: base64(16_385) },
			{ ciphertext: base64(64), suds: 4 },
		])
			expect((await call(me, 'POST /api/v1/me/check-ins', body)).status).toBe(422);
	});

	it('do not lose a key to another page: a key is replaced by who has read it', async () => {
		const me = await person('worker');
		await call(me, 'PUT /api/v1/me/check-in-key', { wrapped: wrapped(1), replaces: null });
		expect((await call(me, 'PUT /api/v1/me/check-in-key', { wrapped: wrapped(2), replaces: null })).status).toBe(409);
		expect((await call(me, 'PUT /api/v1/me/check-in-key', { wrapped: wrapped(2), replaces: 1 })).status).toBe(200);
		expect((await call(me, 'PUT /api/v1/me/check-in-key', { wrapped: wrapped(3), replaces: 1 })).status).toBe(409);
		expect((await call(me, 'GET /api/v1/me/check-in-key')).body.key).toEqual({ wrapped: wrapped(2), version: 2 });
	});

	it('are erased by the person, alone or with the key', async () => {
		const me = await person('worker');
		await call(me, 'PUT /api/v1/me/check-in-key', { wrapped: wrapped(), replaces: null });
		for (let n = 0; n < 3; n++) await call(me, 'POST /api/v1/me/check-ins', { ciphertext: base64(64) });
		expect((await call(me, 'DELETE /api/v1/me/check-ins')).body).toEqual({ erased: 3 });
		await call(me, 'POST /api/v1/me/check-ins', { ciphertext: base64(64) });
		await call(me, 'DELETE /api/v1/me/check-in-key');
		expect((await call(me, 'GET /api/v1/me/check-in-key')).body.key).toBeNull();
		const { rows } = await world.owner.query('select 1 from utu.check_in where person_id = $1', [me]);
		expect(rows).toEqual([]);
	});
});

describe('mood-is-private', () => {
	it('check-ins are in sight of their writer’s transaction and of no other', async () => {
		const [me, manager] = [await person('worker'), await person('operator', 'admin', 'analyst')];
		await call(me, 'PUT /api/v1/me/check-in-key', { wrapped: wrapped(), replaces: null });
		await call(me, 'POST /api/v1/me/check-ins', { ciphertext: base64(64) });
		const { organisationId } = world;
		for (const table of ['check_in', 'check_in_key', 'team_answer_given']) {
			const statement = { text: `select * from utu.${table}`, values: [] };
			for (const scope of [{ organisationId }, { organisationId, personId: manager }, {}])
				expect(await world.app.transaction(scope, (tx) => tx.rows(statement))).toEqual([]);
			for (const role of [world.dispatch, world.router])
				await expect(role.transaction({}, (tx) => tx.rows(statement))).rejects.toThrow('permission denied');
		}
		const own = await world.app.transaction({ personId: me }, (tx) =>
			tx.rows({ text: 'select id from utu.check_in', values: [] }),
		);
		expect(own).toHaveLength(1);
		expect((await call(manager, 'GET /api/v1/me/check-ins')).body.checkIns).toEqual([]);
	});

	it('no statement outside this room names them', () => {
		const naming = readdirSync(packages, { recursive: true, encoding: 'utf8' })
			.filter((file) => /^[a-z]+\/src\/.*\.tsx?$/.test(file) && !file.includes('node_modules'))
			.filter((file) => /utu\.(check_in|team_answer)/.test(readFileSync(`${packages}${file}`, 'utf8')));
		expect(naming.length).toBeGreaterThan(0);
		expect(naming.filter((file) => !file.startsWith('server/src/support/'))).toEqual([]);
	});

	it('no log holds a check-in or a post, not even when the database refuses the row', async () => {
		const me = await person('worker');
		const ciphertext = Buffer.from(mark.repeat(10)).toString('base64');
		await call(me, 'PUT /api/v1/me/check-in-key', { wrapped: wrapped(), replaces: null });
		await world.owner.query(`alter table utu.voice_post add constraint trial check (body not like '%${mark}%')`);
		await world.owner.query(`alter table utu.check_in add constraint trial check (octet_length(ciphertext) <> 130)`);
		const before = logged.length;
		expect((await call(me, 'POST /api/v1/voice', { body: mark, anonymous: false })).status).toBe(503);
		expect((await call(me, 'POST /api/v1/me/check-ins', { ciphertext })).status).toBe(503);
		await world.owner.query('alter table utu.voice_post drop constraint trial');
		await world.owner.query('alter table utu.check_in drop constraint trial');
		expect((await call(me, 'POST /api/v1/voice', { body: mark, anonymous: true })).status).toBe(200);
		expect((await call(me, 'POST /api/v1/me/check-ins', { ciphertext })).status).toBe(200);
		const lines = logged.slice(before).join('\n');
		expect(lines).toContain('violates check constraint');
		for (const secret of [mark, ciphertext, Buffer.from(mark).toString('hex'), me]) expect(lines).not.toContain(secret);
		await world.owner.query('delete from utu.voice_post');
	});
});

describe('team answers', () => {
	const said = { strain: 6, rest: 3, support: 8, say: 5 };

	it('are given once a month and leave nothing of one person’s', async () => {
		const me = await person('worker');
		expect((await call(me, 'GET /api/v1/me/team-answers')).body).toEqual({ month: '2026-03', answered: false });
		expect((await call(me, 'POST /api/v1/me/team-answers', said)).body).toEqual({ month: '2026-03', answered: true });
		expect(await call(me, 'POST /api/v1/me/team-answers', said)).toMatchObject({
			status: 409,
			body: { code: 'answered-already' },
		});
		expect((await call(me, 'POST /api/v1/me/team-answers', { ...said, strain: 11 })).status).toBe(422);
		expect((await call(me, 'POST /api/v1/me/team-answers', { ...said, note: mark })).status).toBe(422);
		const { rows } = await world.owner.query('select * from utu.team_answer order by question');
		expect(rows.map(({ question, value, n }) => [question, value, n])).toEqual([
			['rest', 3, 1],
			['say', 5, 1],
			['strain', 6, 1],
			['support', 8, 1],
		]);
		expect(Object.keys(rows[0]).sort()).toEqual(['month', 'n', 'organisation_id', 'question', 'value']);
	});

	it('are told once the month is over, from ten people on, rounded, and by nothing but the month', async () => {
		const readers: string[] = [];
		for (const role of ['representative', 'operator', 'admin', 'worker', 'analyst']) readers.push(await person(role));
		const told = async () => (await call(readers[0] ?? '', 'GET /api/v1/team-answers')).body.months;
		for (let n = 2; n <= 9; n++) await call(await person('worker'), 'POST /api/v1/me/team-answers', said);
		world.clock.set(new Date('2026-04-02T08:00:00Z'));
		expect(await told()).toEqual([]);
		const late: string[] = [];
		for (let n = 0; n < 12; n++) late.push(await person('worker'));
		await Promise.all(
			late.map((one, n) => call(one, 'POST /api/v1/me/team-answers', { ...said, strain: n % 2 === 0 ? 2 : 5 })),
		);
		expect(await told()).toEqual([]);
		world.clock.set(new Date('2026-05-01T00:00:00Z'));
		for (const reader of readers)
			expect((await call(reader, 'GET /api/v1/team-answers?month=2026-03&team=x')).body).toEqual({
				respondentsMin: 10,
				months: [{ month: '2026-04', respondents: 10, means: { strain: 3.5, rest: 3, support: 8, say: 5 } }],
			});
		expect((await call(await person('client'), 'GET /api/v1/team-answers')).status).toBe(403);
		expect((await call(await person('operator'), 'POST /api/v1/me/team-answers', said)).status).toBe(403);
	});
});

describe('contacts', () => {
	const contact = {
		name: 'Peer line',
		about: 'Colleagues who listen. Nothing is written down.',
		reach: 'extension 12',
		hours: 'Mon to Fri, 8 to 20',
		languages: ['en', 'sw'],
	};

	it('are set by operators and read by everybody of the organisation', async () => {
		const [operator, worker] = [await person('operator'), await person('worker')];
		const contacts = [contact, { ...contact, name: 'Doctor', languages: [] }];
		expect((await call(worker, 'PUT /api/v1/support/contacts', { contacts })).status).toBe(403);
		expect((await call(operator, 'PUT /api/v1/support/contacts', { contacts })).status).toBe(200);
		for (const role of ['worker', 'analyst', 'operator', 'client', 'representative', 'admin'])
			expect((await call(await person(role), 'GET /api/v1/support')).body).toEqual({ contacts, text: null });
		const many = { contacts: Array.from({ length: 21 }, () => contact) };
		expect((await call(operator, 'PUT /api/v1/support/contacts', many)).status).toBe(422);
	});

	it('no project opens before there is one, in a list or in one text, and the last one stays while a project is open', async () => {
		const operator = await person('operator');
		const { organisationId, projectId } = world;
		const to = (state: 'paused' | 'open') => setState(world, { organisationId, projectId, state });
		const set = (contacts: readonly object[]) => call(operator, 'PUT /api/v1/support/contacts', { contacts });
		expect(await set([])).toMatchObject({ status: 409, body: { code: 'contacts-needed' } });
		await to('paused');
		expect((await set([])).status).toBe(200);
		expect(await to('open')).toMatchObject({ ok: false, error: { kind: 'no-support-contact' } });
		await world.owner.query(`update utu.organisation set support_contact = ' '`);
		expect(await to('open')).toMatchObject({ ok: false });
		await set([contact]);
		expect(await to('open')).toMatchObject({ ok: true });
		await to('paused');
		await set([]);
		await world.owner.query(`update utu.organisation set support_contact = 'Ask at the door.'`);
		expect(await to('open')).toMatchObject({ ok: true });
		expect((await set([])).body).toEqual({ contacts: [], text: 'Ask at the door.' });
	});
});

describe('voice', () => {
	const post = (by: string, body: string, more: object = {}) =>
		call(by, 'POST /api/v1/voice', { body, anonymous: false, ...more });
	const read = async (by: string) => (await call(by, 'GET /api/v1/voice')).body;

	it('named posts are shown at once, with replies, and withdrawn by their author alone; the words are gone', async () => {
		const [one, two, representative] = [await person('worker'), await person('worker'), await person('representative')];
		expect((await post(one, 'The breaks are too far apart.')).body).toEqual({ state: 'shown' });
		const { posts } = await read(two);
		expect(posts).toMatchObject([{ body: 'The breaks are too far apart.', authorName: 'p', mine: false, replies: [] }]);
		await post(representative, 'I take it to the meeting.', { replyTo: posts[0].id });
		expect((await post(two, 'Deeper.', { replyTo: (await read(one)).posts[0].replies[0].id })).status).toBe(404);
		for (const by of [two, representative])
			expect((await call(by, `POST /api/v1/voice/${posts[0].id}/withdraw`, {})).status).toBe(404);
		expect((await read(one)).posts[0].mine).toBe(true);
		expect((await call(one, `POST /api/v1/voice/${posts[0].id}/withdraw`, {})).status).toBe(200);
		expect((await read(two)).posts).toMatchObject([
			{ body: null, authorName: null, state: 'withdrawn', replies: [{ body: 'I take it to the meeting.' }] },
		]);
		const { rows } = await world.owner.query('select body from utu.voice_post where id = $1', [posts[0].id]);
		expect(rows).toEqual([{ body: '' }]);
	});

	it('anonymous testimony has no author and no hour, waits for the representative, and stands where it was shown', async () => {
		const [one, two, representative] = [await person('worker'), await person('worker'), await person('representative')];
		expect((await post(one, 'They count our minutes.', { anonymous: true })).body).toEqual({ state: 'waiting' });
		const { rows } = await world.owner.query(`select * from utu.voice_post where state = 'waiting'`);
		expect(rows).toMatchObject([{ author_id: null, body: 'They count our minutes.' }]);
		expect(rows[0].id[14]).toBe('4');
		for (const worker of [one, two]) {
			const board = await read(worker);
			expect([board.moderates, board.waiting, JSON.stringify(board).includes('minutes')]).toEqual([false, [], false]);
		}
		expect((await read(representative)).waiting).toMatchObject([
			{ id: rows[0].id, authorName: null, state: 'waiting' },
		]);
		await post(two, 'Later than that.');
		expect((await call(one, `POST /api/v1/voice/${rows[0].id}/withdraw`, {})).status).toBe(404);
		expect((await call(one, `POST /api/v1/voice/${rows[0].id}/show`, {})).status).toBe(403);
		world.clock.advance(2 * day);
		expect((await call(representative, `POST /api/v1/voice/${rows[0].id}/show`, {})).status).toBe(200);
		expect((await call(representative, `POST /api/v1/voice/${rows[0].id}/show`, {})).status).toBe(404);
		const { posts } = await read(two);
		expect(posts[0]).toMatchObject({ body: 'They count our minutes.', authorName: null, mine: false });
		expect(posts[0].postedOn).toBe(world.clock.now().toISOString().slice(0, 10));
		expect((await call(representative, `POST /api/v1/voice/${rows[0].id}/withdraw`, {})).status).toBe(200);
		expect(JSON.stringify(await read(two))).not.toContain('minutes');
	});

	it('comes by pages', async () => {
		const one = await person('worker');
		for (let n = 0; n < 25; n++) await post(one, `Number ${n}`);
		const first = await read(one);
		expect(first.posts).toHaveLength(20);
		const second = (await call(one, `GET /api/v1/voice?cursor=${first.nextCursor}`)).body;
		expect(second.posts[0].body).toBe('Number 4');
	});

	it('is heard by nobody who manages, pays or reviews, whatever else they are: not by the API, not by SQL', async () => {
		const { organisationId } = world;
		const statement = { text: 'select * from utu.voice_post', values: [] };
		const count = (scope: object) =>
			world.app.transaction(scope, (tx) => tx.rows(statement)).then((rows) => rows.length);
		for (const role of ['operator', 'admin', 'client', 'analyst']) {
			for (const roles of [[role], [role, 'worker'], [role, 'representative']]) {
				const personId = await person(...roles);
				const asked = [
					await call(personId, 'GET /api/v1/voice'),
					await post(personId, 'Hello.'),
					await call(personId, `POST /api/v1/voice/${world.projectId}/show`, {}),
					await call(personId, `POST /api/v1/voice/${world.projectId}/withdraw`, {}),
				];
				expect([roles, asked.map(({ status }) => status)]).toEqual([roles, [403, 403, 403, 403]]);
				expect(await count({ organisationId, personId })).toBe(0);
				const write = {
					text: `insert into utu.voice_post (id, organisation_id, body, state, posted_on) values ($1, $2, 'x', 'shown', '2026-03-02')`,
					values: [world.ids.uuid(), organisationId],
				};
				await expect(world.app.transaction({ organisationId, personId }, (tx) => tx.run(write))).rejects.toThrow(
					'row-level security',
				);
			}
		}
		const both = await call(await person('admin', 'worker'), 'GET /api/v1/voice');
		expect(both.body.code).toBe('not-for-managers');
		expect(await count({ organisationId })).toBe(0);
		expect(await count({ organisationId, personId: await person('worker') })).toBeGreaterThan(0);
		for (const role of [world.dispatch, world.router])
			await expect(role.transaction({}, (tx) => tx.rows(statement))).rejects.toThrow('permission denied');
	});
});
