import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { grown, type Longer, longerPath, parseLonger, settle, shrink } from './longer.ts';
import type { Finding, Rule } from './rule.ts';
import { checksumsPath, migrationsIn } from './rules/sql.ts';
import { rules } from './rules.ts';
import { readTree, root, type Tree } from './tree.ts';

/** The house's habits, checked: node tools/tidy/main.ts [--only RULE] [--shrink] [--record] */
const main = (): number => {
	const { values } = parseArgs({
		options: {
			only: { type: 'string', multiple: true },
			/** Lowers the list of longer files and functions to what is there. */
			shrink: { type: 'boolean' },
			/** Adds new migrations to the list of checksums; what is listed stays. */
			record: { type: 'boolean' },
		},
	});
	const tree = readTree();
	if (values.record === true) return record(tree);
	const listed = parseLonger(tree.files.get(longerPath));
	if (values.shrink === true) return writeShrunk(tree, listed);
	const before = tree.before(longerPath);
	const chosen = rules.filter(({ name }) => values.only === undefined || values.only.includes(name));
	const results = chosen.map((rule) => ({
		rule,
		findings: settle({ rule: rule.name, findings: rule.check(tree), listed }),
	}));
	const list = grown({ before: before === undefined ? undefined : parseLonger(before), now: listed });
	for (const { rule, findings } of results) print(rule.name, findings, rule.instead);
	print('longer-list', list, 'Split what is new and long; the list is for what was there before.');
	const total = results.reduce((sum, { findings }) => sum + findings.length, list.length);
	console.log(total === 0 ? `${chosen.length} rules, ${tree.files.size} files` : `${total} findings`);
	return total === 0 ? 0 : 1;
};

const print = (name: string, findings: readonly Finding[], instead: string): void => {
	if (findings.length === 0) return;
	console.log(`${name}`);
	for (const { path, line, message } of findings)
		console.log(`  ${path}${line === undefined ? '' : `:${line}`}  ${message}`);
	console.log(`  → ${instead}\n`);
};

const record = (tree: Tree): number => {
	const path = join(root, checksumsPath);
	const known = existsSync(path) ? (JSON.parse(tree.files.get(checksumsPath) ?? '{}') as Record<string, string>) : {};
	writeFileSync(path, `${JSON.stringify({ ...migrationsIn(tree.files), ...known }, undefined, '\t')}\n`);
	return 0;
};

const sizesBy = (tree: Tree, rule: Rule): Readonly<Record<string, number>> => {
	const sizes: Record<string, number> = {};
	for (const { key, size } of rule.check(tree)) {
		if (key !== undefined && size !== undefined) sizes[key] = Math.max(size, sizes[key] ?? 0);
	}
	return sizes;
};

const writeShrunk = (tree: Tree, listed: Longer): number => {
	const sizes = Object.fromEntries(rules.map((rule) => [rule.name, sizesBy(tree, rule)]));
	writeFileSync(join(root, longerPath), `${JSON.stringify(shrink({ listed, sizes }), undefined, '\t')}\n`);
	return 0;
};

process.exitCode = main();
