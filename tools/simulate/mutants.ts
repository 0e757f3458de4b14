import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { mutations } from './mutations.ts';

/** What became of one planted fault. */
export type Verdict = {
	readonly name: string;
	readonly caught: boolean;
	/** Every promise that was found broken. */
	readonly found: readonly string[];
	/** The first of each, with its promise. */
	readonly stories: readonly string[];
	readonly days: number;
	readonly checks: number;
};

const run = promisify(execFile);
const program = fileURLToPath(new URL('./mutant.ts', import.meta.url));

/** Plays with one fault, in a process of its own; without a name, with none. @throws when the play itself fails. */
export const playMutant = async (options: {
	readonly name: string;
	readonly seed: number;
	readonly seconds: number;
	/** So much of the scenario, where the seconds are enough for it. */
	readonly days?: number;
}): Promise<Verdict> => {
	const { stdout } = await run(
		process.execPath,
		[program, options.name, String(options.seed), String(options.seconds), String(options.days ?? 2)],
		{
			maxBuffer: 1 << 26,
		},
	);
	return JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as Verdict;
};

/** Plays with each fault; two at a time. What one seed does not show, the next one may. */
export const playMutants = async (options: {
	readonly names: readonly string[];
	readonly seed: number;
	readonly seconds: number;
	readonly seedsMax: number;
	readonly say: (line: string) => void;
}): Promise<readonly Verdict[]> => {
	const waiting = [...options.names];
	const verdicts: Verdict[] = [];
	const worker = async (): Promise<void> => {
		for (let name = waiting.shift(); name !== undefined; name = waiting.shift()) {
			let verdict = await playMutant({ ...options, name });
			for (let more = 1; more < options.seedsMax && !verdict.caught; more++)
				verdict = await playMutant({ ...options, name, seed: options.seed + more });
			verdicts.push(verdict);
			options.say(
				`${verdict.caught ? 'caught' : 'MISSED'}  ${name}  (${verdict.found.join(', ')}; ${verdict.checks} checks)`,
			);
		}
	};
	await Promise.all([worker(), worker()]);
	return verdicts;
};

export const mutationNames: readonly string[] = mutations.map(({ name }) => name);
