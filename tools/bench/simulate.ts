import { openSimulatedDatabase } from '../simulate/faults.ts';
import { simulate } from '../simulate/run.ts';
import { fullWeek, quickDays } from '../simulate/scenario.ts';

export const bench = {
	name: 'simulate',
	run: async (options: { readonly quick: boolean; readonly seed: number }): Promise<Record<string, unknown>> => {
		const scenario = options.quick ? quickDays(options.seed) : fullWeek(options.seed);
		const database = await openSimulatedDatabase();
		try {
			const { report, trace, ...played } = await simulate({
				scenario,
				database,
				say: (line) => console.log(`  ${line}`),
			});
			for (const breach of report.breaches.slice(0, 20)) console.log(`  ${breach.invariant}: ${breach.story}`);
			return {
				scenario,
				...played,
				checks: report.checks,
				breaches: report.breaches.length,
				invariants: report.byInvariant,
			};
		} finally {
			await database.stop();
		}
	},
};
