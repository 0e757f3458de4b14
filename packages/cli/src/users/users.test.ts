import { describe, expect, it } from 'vitest';
import { withApi } from '../../tests/api-double.ts';
import { runHere } from '../../tests/fake-terminal.ts';

const id = '01980000-0000-7000-8000-000000000000';
const member = {
	personId: id,
	displayName: 'Amina',
	roles: ['worker', 'analyst'],
	teamId: null,
	joinedAt: '2026-01-02T00:00:00Z',
};

describe('utu users', () => {
	it('lists all pages of members', async () => {
		const replies = {
			'GET /api/v1/members': { body: { members: [member], nextCursor: 'two' } },
			'GET /api/v1/members?cursor=two': { body: { members: [{ ...member, displayName: 'Brook' }], nextCursor: null } },
		};
		await withApi(replies, async ({ url }) => {
			const listed = await runHere(['users', 'list', '--url', url]);
			expect(listed.code).toBe(0);
			expect(listed.stdout.trim().split('\n').slice(1)).toEqual([
				`${id}  Amina  worker analyst  2026-01-02`,
				`${id}  Brook  worker analyst  2026-01-02`,
			]);
			const json = await runHere(['users', 'list', '--url', url, '--json']);
			expect((JSON.parse(json.stdout) as { members: unknown[] }).members).toHaveLength(2);
		});
	});

	it('sets roles that exist on a person that could', async () => {
		await withApi({ [`PATCH /api/v1/members/${id}`]: { body: member } }, async ({ url, calls }) => {
			expect(await runHere(['users', 'set-role', id, 'worker', 'analyst', '--url', url])).toMatchObject({
				code: 0,
				stdout: 'Amina: worker analyst\n',
			});
			expect(calls.map(({ body }) => body)).toEqual([{ roles: ['worker', 'analyst'] }]);
			expect((await runHere(['users', 'set-role', 'amina', 'worker', '--url', url])).code).toBe(2);
			expect((await runHere(['users', 'set-role', id, 'king', '--url', url])).stderr).toContain('“king” is no role');
			expect((await runHere(['users', 'set-role', id, '--url', url])).code).toBe(2);
			expect(calls).toHaveLength(1);
		});
	});

	it('shows the join code', async () => {
		await withApi(
			{ 'GET /api/v1/organisation': { body: { id, name: 'Our house', joinCode: 'ABCD-1234', memberCount: 3 } } },
			async ({ url }) => {
				expect((await runHere(['users', 'join-code', '--url', url])).stdout).toMatch(
					/^ABCD-1234 {2}\(Our house, 3 members/,
				);
			},
		);
	});

	it('needs an address, and roles that exist, to make a person', async () => {
		const create = ['users', 'create', '--name', 'Amina', '--organisation', 'Our house'];
		expect(await runHere([...create, '--email', 'amina', '--role', 'admin'])).toMatchObject({
			code: 2,
			stderr: 'utu: --email amina is no address.\n',
		});
		expect((await runHere([...create, '--email', 'amina@example.org', '--role', 'king'])).code).toBe(2);
		expect((await runHere([...create, '--email', 'amina@example.org'])).code).toBe(2);
	});
});
