import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { migrate } from '../../packages/server/src/platform/migrate.ts';
import {
	cloneDatabase,
	type RunningTestServer,
	startTestServer,
} from '../../packages/server/src/platform/test-database.ts';
import { checkInvariants } from './check.ts';
import { plants } from './plants.ts';
import { fill, openWorld } from './world.ts';
import { projectId } from './world-ground.ts';

let server: RunningTestServer;

/** The world is the template: every test has a copy of its own. */
beforeAll(async () => {
	server = await startTestServer({
		migrate: async (template) => {
			await migrate(template);
			const world = await openWorld(template.ownerUrl);
			await fill(world);
			await world.close();
		},
	});
}, 60_000);
afterAll(() => server?.stop(), 30_000);

const withCopy = async <T>(work: (ownerUrl: string) => Promise<T>): Promise<T> => {
	const database = await cloneDatabase(server);
	try {
		return await work(database.ownerUrl);
	} finally {
		await database.drop();
	}
};

describe('the independent checker', { timeout: 30_000 }, () => {
	it('finds nothing in a consistent world, and looks at every promise', async () => {
		const report = await withCopy((ownerUrl) => checkInvariants({ ownerUrl }));
		expect(report.breaches).toEqual([]);
		const idle = Object.keys(report.byInvariant).filter((name) => report.byInvariant[name]!.checks === 0);
		expect(idle).toEqual([]);
		expect(report.checks).toBeGreaterThan(300);
	});

	it('counts the same for the only project there is', async () => {
		const [whole, part] = await withCopy(async (ownerUrl) => [
			await checkInvariants({ ownerUrl }),
			await checkInvariants({ ownerUrl, projectId }),
		]);
		expect(part).toEqual(whole);
	});

	it('refuses a role from which rows could be hidden', async () => {
		await withCopy(async (ownerUrl) => {
			const url = new URL(ownerUrl);
			url.searchParams.set('options', '-c role=utu_app');
			await expect(checkInvariants({ ownerUrl: url.href })).rejects.toThrow('Row-level security could hide rows');
		});
	});

	it('runs from a shell, and its exit code tells', async () => {
		const program = fileURLToPath(new URL('main.ts', import.meta.url));
		const run = (...options: string[]) => spawnSync(process.execPath, [program, ...options], { encoding: 'utf8' });
		await withCopy(async (ownerUrl) => {
			const sound = run('--database-url', ownerUrl, '--json');
			expect(sound.status, sound.stderr).toBe(0);
			expect(JSON.parse(sound.stdout)).toMatchObject({ breaches: [] });
			const world = await openWorld(ownerUrl);
			await world.query('drop index utu.lease_active_person');
			await world.close();
			const broken = run('--database-url', ownerUrl);
			expect(broken.status).toBe(1);
			expect(broken.stdout).toContain('structural: table lease');
			const blind = new URL(ownerUrl);
			blind.searchParams.set('options', '-c role=utu_app');
			expect(run('--database-url', blind.href)).toMatchObject({ status: 2, stdout: '' });
			expect(run('--no-such-option').status).toBe(2);
		});
	});

	it.each(plants)('$name', async ({ plant, breaks }) => {
		const report = await withCopy(async (ownerUrl) => {
			const world = await openWorld(ownerUrl, 1_000);
			try {
				await plant(world);
			} finally {
				await world.close();
			}
			return checkInvariants({ ownerUrl });
		});
		const found = [...new Set(report.breaches.map(({ invariant }) => invariant))].sort();
		expect(found, JSON.stringify(report.breaches, null, 1)).toEqual([...breaks].sort());
	});
});
