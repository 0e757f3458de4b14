import { describe, expect, it } from 'vitest';
import { createGate } from './identity.gate.ts';

const work = () => {
	const finish: (() => void)[] = [];
	let running = 0;
	let most = 0;
	return {
		finish: () => finish.shift()?.(),
		most: () => most,
		run: async (): Promise<string> => {
			running++;
			most = Math.max(most, running);
			await new Promise<void>((resolve) => finish.push(resolve));
			running--;
			return 'done';
		},
	};
};

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('createGate', () => {
	it('runs so many at once, lets so many wait in turn, and refuses the rest', async () => {
		const gate = createGate({ runningMax: 2, waitingMax: 2, refusal: () => new Error('busy') });
		const { finish, most, run } = work();
		const four = [gate(run), gate(run), gate(run), gate(run)];
		await expect(gate(run)).rejects.toThrow('busy');
		for (let done = 0; done < 4; done++) {
			finish();
			await settled();
		}
		expect(await Promise.all(four)).toEqual(['done', 'done', 'done', 'done']);
		expect(most()).toBe(2);
		const again = gate(run);
		await settled();
		finish();
		expect(await again).toBe('done');
	});

	it('gives the place of a failure to the next', async () => {
		const gate = createGate({ runningMax: 1, waitingMax: 1, refusal: () => new Error('busy') });
		const failing = gate(async () => {
			throw new Error('no');
		});
		const next = gate(async () => 'yes');
		await expect(failing).rejects.toThrow('no');
		expect(await next).toBe('yes');
	});
});
