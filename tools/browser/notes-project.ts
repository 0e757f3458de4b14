import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Client, createClient } from '@utu/sdk/client.ts';
import pg from 'pg';
import { type Browser, chromium, type Page } from 'playwright-core';
import { findChromium } from '../chromium.ts';
import { type ServerProcess, startServer } from '../demo/server-process.ts';
import { watchFaults } from './page-checks.ts';

/** Long enough for everybody here. */
export const password = 'a long enough password';

const built = fileURLToPath(new URL('../../packages/web/dist/index.html', import.meta.url));

/** A real server on a database of its own with a project of short notes, and a browser to see it with. */
export type NotesProject = {
	readonly server: ServerProcess;
	readonly browser: Browser;
	readonly operator: Client;
	readonly joinCode: string;
	readonly projectId: string;
	/** Somebody with an account; the name tells the address. */
	readonly signUp: (name: string) => Promise<Client>;
	/** A member who has said yes to all and is on shift. */
	readonly enrol: (name: string) => Promise<{ readonly client: Client; readonly personId: string }>;
	/** Their page at 360 px, signed in; what it must never do is added to `faults`. */
	readonly openAs: (name: string, faults: string[]) => Promise<Page>;
	/** A statement as the database's owner. */
	readonly asOwner: (statement: string) => Promise<void>;
	/** What screening would take many items for: they count as screened, so that others than scouts may meet them. */
	readonly screened: () => Promise<void>;
	readonly close: () => Promise<void>;
};

export const openNotesProject = async (options: {
	readonly name: string;
	readonly port: number;
	readonly items: number;
	readonly auditShare: number;
}): Promise<NotesProject> => {
	if (!existsSync(built)) throw new Error('The pages are not built. Run: npm run build -w packages/web');
	const folder = mkdtempSync(join(tmpdir(), `utu-${options.name}-`));
	const server = await startServer({ dataFolder: folder, db: 'embedded', port: options.port, start: null });
	const browser = await chromium.launch(await findChromium());
	const signUp = async (name: string): Promise<Client> => {
		const answer = await fetch(`${server.url}/api/auth/sign-up/email`, {
			method: 'POST',
			headers: { 'content-type': 'application/json', origin: server.url },
			body: JSON.stringify({ email: `${name}@${options.name}.example`, name, password }),
		});
		const cookie = answer.headers
			.getSetCookie()
			.map((one) => one.split(';')[0])
			.join('; ');
		return createClient({ baseUrl: server.url, headers: { cookie } });
	};
	const asOwner = async (statement: string): Promise<void> => {
		const owner = new pg.Client({ connectionString: server.ownerUrl });
		await owner.connect();
		await owner.query(statement);
		await owner.end();
	};
	const openAs = async (name: string, faults: string[]): Promise<Page> => {
		const context = await browser.newContext({
			viewport: { width: 360, height: 780 },
			locale: 'en-GB',
			reducedMotion: 'reduce',
		});
		const page = await context.newPage();
		watchFaults(page, faults);
		await page.goto(`${server.url}/sign-in`);
		await page.getByLabel('E-mail').fill(`${name}@${options.name}.example`);
		await page.getByLabel('Password').fill(password);
		await page.keyboard.press('Enter');
		await page.waitForURL((to) => !to.pathname.startsWith('/sign-in'));
		return page;
	};
	const operator = await signUp('operator');
	const { joinCode } = await operator.request('POST /api/v1/organisations', { body: { name: options.name } });
	await operator.request('PATCH /api/v1/organisation', { body: { supportContact: 'A test.' } });
	const { id: projectId } = await operator.request('POST /api/v1/projects', {
		body: { name: 'Notes', definition: definitionOf(options.auditShare) },
	});
	const params = { projectId };
	await operator.request('POST /api/v1/projects/:projectId/items', { params, body: notes(options.items) });
	await operator.request('POST /api/v1/projects/:projectId/state', { params, body: { state: 'open' } });
	return {
		server,
		browser,
		operator,
		joinCode,
		projectId,
		signUp,
		openAs,
		asOwner,
		screened: () =>
			asOwner(`update utu.item set hazards = '{"harassment": 2}', severity = 2, uncovered = '{}' where severity = 4`),
		enrol: async (name) => {
			const client = await signUp(name);
			await client.request('POST /api/v1/memberships', { body: { joinCode } });
			await client.request('PUT /api/v1/work/projects/:projectId/consents', {
				params,
				body: { categories: ['harassment', 'unscreened'] },
			});
			await client.request('POST /api/v1/me/shift', { body: { hours: 8 } });
			const { personId } = await client.request('GET /api/v1/me', {});
			return { client, personId };
		},
		close: async () => {
			await browser.close();
			await server.stop();
			// The access checker leaves timers of a second behind.
			await new Promise((resolve) => setTimeout(resolve, 1_100));
			rmSync(folder, { recursive: true, force: true });
		},
	};
};

/** One look decides. */
const definitionOf = (auditShare: number) => ({
	form: {
		questions: [
			{
				name: 'kind',
				title: 'What is it?',
				required: true,
				kind: 'single' as const,
				options: [
					{ value: 'offer', label: 'Offer', hotkey: '1', hazards: {} },
					{ value: 'rude', label: 'Rude', hotkey: '2', hazards: { harassment: 2 as const } },
				],
			},
		],
	},
	hazardCategories: ['harassment' as const, 'unscreened' as const],
	targets: { certainty: 0.6, viewsMin: 1, viewsMax: 1, auditShare },
	languages: ['en'],
	instructions: { en: 'Say what it is.' },
	consentTexts: { harassment: { en: 'Grumpy notes.' }, unscreened: { en: 'Notes that nothing has read.' } },
});

/** Too short to be near duplicates of each other, which nobody is shown twice. */
const notes = (count: number) =>
	Array.from({ length: count }, (_, n) => ({
		key: `n${n + 1}`,
		text: `Note ${n + 1}. Chair, four legs.`,
		language: 'en',
		source: 'notes',
	}));

/** Looks at the next item, whenever there is one, and answers. */
export const answerNext = async (client: Client, kind: 'offer' | 'rude'): Promise<void> => {
	for (;;) {
		const work = await client.request('POST /api/v1/work/next', { body: {} });
		if (work.kind === 'nothing') {
			await new Promise((resolve) => setTimeout(resolve, 100));
			continue;
		}
		const params = { leaseId: work.lease.id };
		await client.request('POST /api/v1/leases/:leaseId/reveal', { params, body: { sentences: 'all' } });
		await client.request('POST /api/v1/leases/:leaseId/answer', {
			params,
			body: { idempotencyKey: work.lease.idempotencyKey, answers: { kind } },
		});
		return;
	}
};
