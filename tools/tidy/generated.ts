import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './run.ts';
import { root } from './tree.ts';

/** openapi.json and schema.sql are what the sources make of them, or the check fails: node tools/tidy/generated.ts */
const main = async (): Promise<number> => {
	const there = (path: string): boolean => existsSync(join(root, path));
	if (!there('tools/generate.ts')) {
		if (!there('packages/contract/src/routes.ts')) {
			console.log('nothing is generated yet');
			return 0;
		}
		console.log('tools/generate.ts is missing: nothing compares openapi.json and schema.sql with their sources');
		return 1;
	}
	const { code, output } = await run('node', ['tools/generate.ts', '--check']);
	console.log(output.trim() === '' ? 'as their sources make them' : output.trimEnd());
	return code;
};

process.exitCode = await main();
