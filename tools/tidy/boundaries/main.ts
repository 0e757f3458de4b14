import { readTree, root } from '../tree.ts';
import { boundaries } from './rules.ts';
import { judgeHouse } from './verdict.ts';

/** Which way imports may go: node tools/tidy/boundaries/main.ts */
const { broken, blind, idle, modules } = await judgeHouse(root, readTree());

for (const { rule } of boundaries) {
	const places = broken.filter((one) => one.rule === rule.name);
	if (places.length === 0) continue;
	console.log(`${rule.name}: ${rule.comment}`);
	for (const { from, to, via } of places) console.log(`  ${from} → ${via.length > 0 ? via.join(' → ') : to}`);
	console.log('');
}
if (blind.length > 0) console.log(`the check did not see everything\n${blind.map((line) => `  ${line}`).join('\n')}`);
for (const line of idle) console.log(line);
const faults = broken.length + blind.length + idle.length;
console.log(faults === 0 ? `${boundaries.length} boundaries, ${modules} modules` : `${faults} faults`);
process.exitCode = faults === 0 ? 0 : 1;
