import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Element, jsonElements } from './json-array.ts';

/** The elements of a text that arrives in pieces of `size` bytes. */
const split = async (text: string, size = 7, elementBytesMax = 1_000): Promise<Element[]> => {
	const bytes = Buffer.from(text, 'utf8');
	const chunks = async function* () {
		for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
	};
	const found: Element[] = [];
	for await (const elements of jsonElements(chunks(), { elementBytesMax, name: 'tasks.json' })) found.push(...elements);
	return found;
};

const values = (elements: readonly Element[]): unknown[] =>
	elements.map((one) => ('bytes' in one ? JSON.parse(one.bytes.toString('utf8')) : 'too long'));

describe('jsonElements', () => {
	it('finds the elements of any array, however it is cut and indented', async () => {
		await fc.assert(
			fc.asyncProperty(
				fc.array(fc.jsonValue(), { maxLength: 6 }),
				fc.integer({ min: 1, max: 40 }),
				fc.constantFrom(undefined, 2),
				async (all, size, indent) => {
					const written = JSON.parse(JSON.stringify(all)) as unknown[];
					expect(values(await split(JSON.stringify(all, undefined, indent), size, 1e6))).toEqual(written);
				},
			),
		);
	});

	it('numbers them, and names one that is too long without keeping it', async () => {
		const elements = await split(`\uFEFF [1, "${'x'.repeat(60)}", {"a":[2]}]\n`, 5, 40);
		expect(elements.map(({ number }) => number)).toEqual([1, 2, 3]);
		expect(elements[1]).toEqual({ number: 2, tooLong: true });
		expect(values(elements)).toEqual([1, 'too long', { a: [2] }]);
	});

	it('says what is wrong with what is no array, or no whole one', async () => {
		await expect(split('{"a":1}')).rejects.toThrow('is no JSON array');
		await expect(split('  ')).rejects.toThrow('is empty');
		await expect(split('[{"a":1},{"b":')).rejects.toThrow('in the middle of element 2');
		await expect(split('[1] 2')).rejects.toThrow('goes on behind');
	});
});
