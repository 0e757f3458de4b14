import type { Rule } from './rule.ts';
import { rules } from './rules.ts';
import { virtualTree } from './tree.ts';

/** A rule that no longer sees its planted violation, or sees one where there is none. */
export const blindRules = (given: readonly Rule[] = rules): readonly string[] =>
	given.flatMap((rule) => {
		const faults: string[] = [];
		rule.canaries.forEach((canary, index) => {
			const found = rule.check(virtualTree(canary.files));
			if (!found.some(({ path }) => path === canary.at))
				faults.push(`${rule.name} misses its canary ${index + 1} at ${canary.at}`);
		});
		for (const { path, message } of rule.check(virtualTree(rule.fine))) {
			faults.push(`${rule.name} finds "${message}" at ${path}, where nothing is wrong`);
		}
		return faults;
	});
