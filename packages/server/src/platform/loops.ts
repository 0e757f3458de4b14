/** A stage's loop: drains its rows in batches at its own pace, wakes early when told, rests when there is nothing. */
export type Loop = { readonly name: string; readonly wake: () => void; readonly stop: () => Promise<void> };

export type LoopOptions = {
	readonly name: string;
	/** How long to rest when nothing was due. */
	readonly restMs: number;
	/** Does one batch; says how many rows it settled. 0: nothing is due. */
	readonly drain: () => Promise<number>;
	readonly onError: (error: unknown, name: string) => void;
};

const backOffMsMax = 30_000;

export const startLoop = (options: LoopOptions): Loop => {
	let stopped = false;
	let failures = 0;
	let rest: { readonly end: () => void } | undefined;
	let woken = false;
	const pause = (ms: number): Promise<void> =>
		new Promise((resolve) => {
			const end = () => {
				clearTimeout(timer);
				rest = undefined;
				resolve();
			};
			const timer = setTimeout(end, ms);
			rest = { end };
		});
	const run = async (): Promise<void> => {
		while (!stopped) {
			try {
				woken = false;
				const settled = await options.drain();
				failures = 0;
				if (settled === 0 && !stopped && !woken) await pause(options.restMs);
			} catch (error) {
				options.onError(error, options.name);
				failures++;
				if (!stopped) await pause(Math.min(options.restMs * 2 ** failures, backOffMsMax));
			}
		}
	};
	const running = run();
	return {
		name: options.name,
		wake: () => {
			woken = true;
			// After failures the rest is kept: waking must not turn a fault into a storm.
			if (failures === 0) rest?.end();
		},
		stop: async () => {
			stopped = true;
			rest?.end();
			await running;
		},
	};
};
