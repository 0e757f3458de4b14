import type { Files } from '../rule.ts';
import { inHouse } from '../temporary.ts';
import { virtualTree } from '../tree.ts';
import { type Boundary, boundaries } from './rules.ts';
import { soundHouse } from './sound-house.ts';
import { judgeHouse, type Verdict } from './verdict.ts';

/** Boundaries that miss their planted violation, or that a sound house offends. */
export const blindBoundaries = async (): Promise<readonly string[]> => {
	const planted = plantAll(boundaries);
	const sound = await judge(soundHouse);
	const spoilt = await judge({ ...soundHouse, ...planted });
	return [
		...sound.broken.map(({ rule, from, to }) => `${rule} is broken by ${from} → ${to}, where nothing is wrong`),
		...[...sound.blind, ...spoilt.blind],
		...boundaries.flatMap(({ rule, canaries }) =>
			canaries
				.map((files) => Object.keys(files))
				.filter((places) => !spoilt.broken.some(({ rule: name, from }) => name === rule.name && places.includes(from)))
				.map((places) => `${rule.name} misses its canary at ${places.join(', ')}`),
		),
	];
};

const plantAll = (given: readonly Boundary[]): Files => {
	const planted: Record<string, string> = {};
	for (const [path, text] of given.flatMap(({ canaries }) => canaries.flatMap((files) => Object.entries(files)))) {
		if (path in planted || path in soundHouse) throw new Error(`two canaries at ${path}`);
		planted[path] = text;
	}
	return planted;
};

const judge = (house: Files): Promise<Verdict> => inHouse(house, (folder) => judgeHouse(folder, virtualTree(house)));
