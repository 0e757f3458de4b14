/** Uniform numbers in [0, 1), the same for the same seed on every machine (mulberry32). For shuffles, never for secrets. */
export const seededRandom = (seed: number): (() => number) => {
	let state = seed | 0;
	return () => {
		state = (state + 0x6d2b79f5) | 0;
		let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
	};
};

/** The numbers 0 to `count` − 1 in random order (Fisher–Yates). */
export const shuffledIndices = (count: number, random: () => number): Uint32Array => {
	const order = Uint32Array.from({ length: count }, (_, index) => index);
	for (let i = count - 1; i > 0; i--) {
		const j = Math.floor(random() * (i + 1));
		const held = order[i]!;
		order[i] = order[j]!;
		order[j] = held;
	}
	return order;
};
