import { blindRules } from './blind-rules.ts';
import { blindTools } from './blind-tools.ts';
import { blindBoundaries } from './boundaries/canaries.ts';
import { boundaries } from './boundaries/rules.ts';
import { rules } from './rules.ts';

/** Plants a violation of every rule and fails where one is not found: a checker that sees nothing passes everything. */
const faults = [...blindRules(), ...(await blindBoundaries()), ...(await blindTools())];

for (const fault of faults) console.log(fault);
const planted = [...rules, ...boundaries].reduce((sum, { canaries }) => sum + canaries.length, 0);
console.log(faults.length === 0 ? `${planted} planted violations found` : `${faults.length} faults`);
process.exitCode = faults.length === 0 ? 0 : 1;
