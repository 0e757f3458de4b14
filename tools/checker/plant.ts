import type { Invariant } from './tally.ts';
import type { World } from './world.ts';

/** One fault put into the consistent world, or something that only looks like one: then nothing breaks. */
export type Plant = {
	readonly name: string;
	readonly breaks: readonly Invariant[];
	readonly plant: (world: World) => Promise<unknown>;
};

export const plant = (name: string, breaks: readonly Invariant[], work: Plant['plant']): Plant => ({
	name,
	breaks,
	plant: work,
});
export const sql = (name: string, breaks: readonly Invariant[], ...texts: readonly string[]): Plant =>
	plant(name, breaks, async ({ query }) => {
		for (const text of texts) await query(text);
	});
