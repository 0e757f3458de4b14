import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pdqHash, pdqToHex } from '@utu/core/intake/pdq.ts';
import { describe, expect, it } from 'vitest';
import { decodePicture } from './pdq-decode.ts';

const fixtures = join(import.meta.dirname, '../../fixtures/pdq');

describe('picture hashes of files', () => {
	const [, ...lines] = readFileSync(join(fixtures, 'expected.csv'), 'utf8').trim().split('\n');

	it.each(lines.map((line) => line.split(',') as [string, string, string]))(
		'%s has the hash and quality of the reference',
		async (name, hex, quality) => {
			const own = pdqHash(await decodePicture(join(fixtures, name)));
			expect({ hex: pdqToHex(own.hash), quality: own.quality }).toEqual({ hex, quality: Number(quality) });
		},
	);
});
