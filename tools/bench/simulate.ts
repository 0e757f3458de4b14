import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSimulatedDatabase } from '../simulate/faults.ts';
import { figuresOf } from '../simulate/figures.ts';
import { mutationNames, playMutants } from '../simulate/mutants.ts';
import { simulate } from '../simulate/run.ts';
import { fullWeek, quickDays, type Scenario, startOf } from '../simulate/scenario.ts';

const storiesMax = 20;
const dayMs = 24 * 3_600_000;

/** @public The dispatcher imports it by name. */
export const bench = {
	name: 'simulate',
	run: async (options: { readonly quick: boolean; readonly seed: number }): Promise<Record<string, unknown>> => {
		const { quick, seed } = options;
		const say = (line: string): void => console.log(`  ${line}`);
		const secondsMax = Number(process.env['UTU_BENCH_SECONDS'] ?? fullWeek(seed).secondsMax);
		const week = await playWeek(quick ? quickDays(seed) : { ...fullWeek(seed), secondsMax }, say);
		say('faults planted in the program, one at a time');
		const names = quick ? mutationNames.slice(0, 2) : mutationNames;
		const verdicts = await playMutants({ names, seed, seconds: quick ? 15 : 60, seedsMax: quick ? 1 : 3, say });
		const caught = verdicts.filter((verdict) => verdict.caught).length;
		return {
			...week,
			faults: verdicts.length,
			faultsCaught: verdicts.length === 0 ? null : caught / verdicts.length,
			missed: verdicts.filter((verdict) => !verdict.caught).map(({ name }) => name),
		};
	},
};

const playWeek = async (scenario: Scenario, say: (line: string) => void): Promise<Record<string, unknown>> => {
	const database = await openSimulatedDatabase();
	try {
		const { report, trace, ...played } = await simulate({ scenario, database, say });
		const until = new Date(startOf(scenario).getTime() + played.days * dayMs);
		const figures = await figuresOf({ ownerUrl: database.ownerUrl(), until });
		for (const breach of report.breaches.slice(0, storiesMax)) say(`${breach.invariant}: ${breach.story}`);
		if (report.breaches.length > 0) {
			const file = join(mkdtempSync(join(tmpdir(), 'utu-trace-')), 'trace.txt');
			writeFileSync(file, trace.join('\n'));
			say(`seed ${scenario.seed}; who did something when: ${file}`);
		}
		return {
			mode: scenario.raceMs === 0 ? 'serial' : 'race',
			people: scenario.people,
			...played,
			...figures,
			throughput: Math.round(played.granted / played.seconds),
			checks: report.checks,
			breaches: report.breaches.length,
			invariants: report.byInvariant,
		};
	} finally {
		await database.stop();
	}
};
