import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Plan } from '@utu/core/planning/plan.ts';
import { describe, expect, it } from 'vitest';
import { runHere } from '../../tests/fake-terminal.ts';
import { withFolder } from '../../tests/run-cli.ts';

const plan = async (...args: readonly string[]): Promise<Plan> => {
	const { code, stdout, stderr } = await runHere(['plan', ...args, '--json']);
	expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
	return JSON.parse(stdout) as Plan;
};

describe('utu plan', { timeout: 60_000 }, () => {
	it('answers in the first sentence, then says what binds and how the week goes', async () => {
		const { code, stdout, stderr } = await runHere(['plan', '--severe-per-day', '500', '--people', '20']);
		expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
		expect(stdout).toMatch(
			/^This work needs at least \d+ people, so that nobody exceeds a limit and severe items wait 4 h at most\. You have 20\.\n/,
		);
		expect(stdout).toMatch(
			/Severe items pile up: after two weeks the oldest would have waited \d+ h by \w+day \d\d:00/,
		);
		expect(stdout).toMatch(/3 severe +5,250 +20 +severe content on 3 days in 7\n/);
		expect(stdout).toMatch(/Thursday +4\.\d/);
	});

	it('prints the same as JSON, hour by hour', async () => {
		const short = await plan('--severe-per-day', '500', '--people', '20');
		expect(short).toMatchObject({ people: 20, enough: false });
		expect(short.hours).toHaveLength(168);
		const enough = await plan('--severe-per-day', '500', '--people', String(short.peopleNeeded));
		expect(enough).toMatchObject({ enough: true, peopleNeeded: short.peopleNeeded });
	});

	it('takes limits, and none above the ceiling', async () => {
		const usual = await plan('--severe-per-day', '500');
		const half = await plan('--severe-per-day', '500', '--day-minutes', '30', '--hour-views', '20');
		expect(half.bound.people).toBeGreaterThan(usual.bound.people);
		expect(await runHere(['plan', '--severe-per-day', '500', '--days-in-7', '6'])).toMatchObject({
			code: 2,
			stderr: expect.stringContaining('It must be a whole number from 0 to 5.'),
		});
	});

	it('reads an intake by day, by hour, and as the server measured it', async () => {
		await withFolder(async (folder) => {
			const file = join(folder, 'intake.json');
			const flat = await plan('--severe-per-day', '240');
			const hours = Array.from({ length: 168 }, () => [0, 0, 0, 10, 0]);
			for (const content of [{ perDay: [0, 0, 0, 240, 0] }, { hours }, { items: 1_680, intake: { hours } }]) {
				await writeFile(file, JSON.stringify(content));
				expect((await plan('--intake', file)).bound.people).toBe(flat.bound.people);
			}
			for (const [content, said] of [
				['{', 'is not JSON'],
				['{"perDay":[1,2]}', 'is no intake'],
			] as const) {
				await writeFile(file, content);
				expect(await runHere(['plan', '--intake', file])).toMatchObject({
					code: 2,
					stderr: expect.stringContaining(said),
				});
			}
		});
		expect(await runHere(['plan', '--intake', '/nowhere/intake.json'])).toMatchObject({ code: 4 });
	});

	it('says what to do about what cannot be planned', async () => {
		const faults = [
			[['plan'], 'either --severe-per-day (and moderate, mild), or --intake'],
			[['plan', '--severe-per-day', 'many'], 'It must be a number from 0'],
			[['plan', '--severe-per-day', '5', '--shifts', '25:00'], 'write 06:00 or 22:30'],
			[['plan', '--severe-per-day', '5', '--time-zone', 'Mars/Base'], 'There is no time zone “Mars/Base”'],
			[['plan', '--severe-per-day', '5', '--visible', '10,20'], 'five numbers of seconds'],
			[['plan', '--severe-per-day', '5', '--visible', '50,50,50,50,50'], 'raise heldSeconds or lower visibleSeconds'],
		] as const;
		for (const [args, said] of faults)
			expect(await runHere(args)).toMatchObject({ code: 2, stderr: expect.stringContaining(said) });
		const night = await runHere(['plan', '--severe-per-day', '5', '--shifts', '09:00', '--shift-hours', '9']);
		expect(night.stdout).toMatch(/^No number of people keeps up/);
		expect(night.stdout).toContain('Shifts of 8 h or less');
	});
});
