/**
 * `node tools/simulate/mutant.ts NAME SEED SECONDS DAYS`: plays a few tight days with a fault planted in the program, and prints what
 * the checker found, as one line of JSON. Without a name nothing is planted: then nothing may be found.
 */
import { plant } from './plant.ts';

const [name = '', seed = '1', seconds = '60', days = '2'] = process.argv.slice(2);
const mutation = name === '' ? undefined : plant(name);
// Read after the hook stands.
const { openSimulatedDatabase } = await import('./faults.ts');
const { simulate } = await import('./run.ts');
const { tightDays } = await import('./scenario.ts');
const database = await openSimulatedDatabase();
try {
	const {
		report,
		granted,
		refused,
		conflicts,
		days: daysPlayed,
	} = await simulate({
		scenario: {
			...tightDays(Number(seed)),
			secondsMax: Number(seconds),
			days: Number(days),
			...(mutation?.people === undefined ? {} : { people: mutation.people, busyShare: 1 }),
		},
		database,
		say: () => undefined,
	});
	const found = [
		...Object.entries(report.byInvariant).flatMap(([invariant, count]) => (count.breaches > 0 ? [invariant] : [])),
		...(refused > 0 ? ['constraint'] : []),
	];
	const caught = mutation === undefined ? found.length > 0 : mutation.breaks.some((one) => found.includes(one));
	// One of each promise: also of those that the fault should not touch.
	const stories = found.flatMap((invariant) => {
		const breach = report.breaches.find((one) => one.invariant === invariant);
		return breach === undefined ? [] : [`${invariant}: ${breach.story}`];
	});
	console.log(
		JSON.stringify({
			name,
			caught,
			found,
			stories,
			granted,
			conflicts,
			days: daysPlayed,
			checks: report.checks,
		}),
	);
} finally {
	await database.stop();
}
