import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { mutations } from './mutations.ts';
import { mutated } from './plant.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));

describe('planted faults', () => {
	it('are at least twenty, each of its own', () => {
		expect(new Set(mutations.map(({ name }) => name)).size).toBe(mutations.length);
		expect(mutations.length).toBeGreaterThanOrEqual(20);
	});

	it.each(mutations)('$name: finds its place in the program', (mutation) => {
		for (const file of new Set(mutation.edits.map((edit) => edit.file))) {
			const source = readFileSync(`${root}${file}`, 'utf8');
			expect(mutated(mutation, file, source)).not.toBe(source);
		}
	});
});
