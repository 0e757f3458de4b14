/** `node tools/checker/main.ts --database-url URL [--project ID] [--json]`: exit code 1 where a promise was broken, 2 where nothing could be checked. */
import { parseArgs } from 'node:util';
import { checkInvariants } from './check.ts';

const usage = 'usage: node tools/checker/main.ts --database-url URL [--project ID] [--json]';
const linesMax = 50;

const fail = (message: string): never => {
	console.error(message);
	process.exit(2);
};

const readOptions = () => {
	try {
		const { values } = parseArgs({
			options: {
				'database-url': { type: 'string' },
				project: { type: 'string' },
				json: { type: 'boolean', default: false },
			},
		});
		const ownerUrl = values['database-url'] ?? process.env.DATABASE_URL;
		if (ownerUrl === undefined || ownerUrl === '') return fail(usage);
		return { json: values.json, ownerUrl, ...(values.project !== undefined && { projectId: values.project }) };
	} catch (error) {
		return fail(`${error instanceof Error ? error.message : String(error)}\n${usage}`);
	}
};

const { json, ...options } = readOptions();
const report = await checkInvariants(options).catch((error: unknown) =>
	fail(error instanceof Error ? error.message : String(error)),
);
const broken = Object.values(report.byInvariant).reduce((sum, { breaches }) => sum + breaches, 0);
if (json) {
	console.log(JSON.stringify(report));
} else {
	console.table(report.byInvariant);
	for (const { invariant, story } of report.breaches.slice(0, linesMax)) console.log(`${invariant}: ${story}`);
	if (broken > linesMax) console.log(`and ${broken - linesMax} more`);
	console.log(`${report.checks} comparisons, ${broken} breaches`);
	console.log(`not recounted: ${JSON.stringify(report.notRecounted)}`);
}
process.exitCode = broken > 0 ? 1 : 0;
