/**
 * Hashing a password takes a core for a while, and memory. So many run at once, so many wait, the rest are refused:
 * a flood of sign-ins slows sign-in, and nothing else.
 */
export type Gate = <T>(work: () => Promise<T>) => Promise<T>;

export const createGate = (options: {
	readonly runningMax: number;
	readonly waitingMax: number;
	readonly refusal: () => Error;
}): Gate => {
	let running = 0;
	const waiting: (() => void)[] = [];
	const enter = async (): Promise<void> => {
		if (running < options.runningMax) {
			running++;
			return;
		}
		if (waiting.length >= options.waitingMax) throw options.refusal();
		// Who leaves hands over the place: `running` stays as it is.
		await new Promise<void>((resolve) => waiting.push(resolve));
	};
	const leave = (): void => {
		const next = waiting.shift();
		if (next === undefined) running--;
		else next();
	};
	return async (work) => {
		await enter();
		try {
			return await work();
		} finally {
			leave();
		}
	};
};
