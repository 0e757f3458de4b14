import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { seededRandom } from '@utu/core/first-pass/seeded-random.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findDebianPostgres } from '../debian-postgres.ts';

const run = promisify(execFile);
const loop = fileURLToPath(new URL('./loop.ts', import.meta.url));
const items = 160;
let folder = '';

/** Mild sentences whose words go with their label, so that there is something to learn. */
beforeAll(() => {
	folder = mkdtempSync(join(tmpdir(), 'utu-loop-data-'));
	const random = seededRandom(5);
	const words = [
		['thunder', 'gale', 'storm'],
		['drizzle', 'cloud', 'mist'],
		['sun', 'calm', 'breeze'],
	];
	const lines: string[] = [];
	const truth = ['item,label'];
	for (let item = 0; item < items; item++) {
		const label = Math.floor(random() * 3);
		const pick = () => words[label]?.[Math.floor(random() * 3)];
		// Unlike each other but for the words that tell: near duplicates would be the same to a person.
		const seen = Array.from({ length: 12 }, () => `w${Math.floor(random() * 100_000)}`).join(' ');
		lines.push(JSON.stringify({ item, text: `Report ${item}: ${pick()} ${seen}. ${pick()} at night.` }));
		truth.push(`${item},${label}`);
	}
	writeFileSync(join(folder, 'items.jsonl'), lines.join('\n'));
	writeFileSync(join(folder, 'truth.csv'), truth.join('\n'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

type Figures = {
	readonly decided: number;
	readonly breaches: number;
	readonly checks: number;
	readonly kills: number;
	readonly accuracy: number;
	readonly viewsPerItem: number;
};

const demo = async (...flags: readonly string[]): Promise<Figures> => {
	const { stdout } = await run(
		'node',
		[loop, '--data', folder, '--items', String(items), '--workers', '12', '--json', ...flags],
		{ maxBuffer: 1 << 24 },
	);
	return JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as Figures;
};

describe('the whole loop', () => {
	it('decides every item once, also when the server is killed twice in the middle', { timeout: 240_000 }, async () => {
		const figures = await demo('--kills', '2', '--port', '4631');
		expect(figures).toMatchObject({ decided: items, breaches: 0, kills: 2 });
		expect(figures.checks).toBeGreaterThan(1_000);
		expect(figures.accuracy).toBeGreaterThan(0.8);
		expect(figures.viewsPerItem).toBeLessThan(5);
	});

	// Without PostgreSQL of the system there is nothing to run it on; `pretest` installs it where it may, and says how where not.
	it.skipIf(findDebianPostgres() === undefined)(
		'does the same on the system’s PostgreSQL',
		{ timeout: 240_000 },
		async () => {
			expect(await demo('--db', 'postgres', '--kills', '1', '--port', '4632')).toMatchObject({
				decided: items,
				breaches: 0,
				kills: 1,
			});
		},
	);
});
