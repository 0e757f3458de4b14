import { describe, expect, it } from 'vitest';
import { createCache, type Kept } from './identity.cache.ts';

const open = (entriesMax = 3) => {
	let ms = 0;
	const cache = createCache<string>({ now: () => new Date(ms), keptMsMax: 5_000, entriesMax });
	let loads = 0;
	const load =
		(value: string, endsAtMs = 1e9) =>
		async (): Promise<Kept<string>> => {
			loads++;
			return { value, ownerId: value, endsAt: new Date(endsAtMs) };
		};
	return { cache, load, loads: () => loads, pass: (by: number) => (ms += by) };
};

describe('createCache', () => {
	it('looks up once within the time, and anew after it', async () => {
		const { cache, load, loads, pass } = open();
		await cache.through('a', load('ann'));
		pass(4_999);
		expect(await cache.through('a', load('ann'))).toBe('ann');
		expect(loads()).toBe(1);
		pass(1);
		await cache.through('a', load('ann'));
		expect(loads()).toBe(2);
	});

	it('keeps nothing longer than it lasts', async () => {
		const { cache, load, loads, pass } = open();
		await cache.through('a', load('ann', 100));
		pass(100);
		await cache.through('a', load('ann'));
		expect(loads()).toBe(2);
	});

	it('forgets all of an owner, and nothing of others', async () => {
		const { cache, load, loads } = open();
		await cache.through('a', load('ann'));
		await cache.through('b', load('ann'));
		await cache.through('c', load('ben'));
		cache.forget('ann');
		for (const key of ['a', 'b', 'c']) await cache.through(key, load('ann'));
		expect(loads()).toBe(5);
	});

	it('does not keep what was looked up before it was forgotten', async () => {
		const { cache, load, loads } = open();
		let finish = (): void => undefined;
		const slow = cache.through('a', async () => {
			await new Promise<void>((resolve) => {
				finish = resolve;
			});
			return load('ann')();
		});
		cache.forget('ann');
		finish();
		expect(await slow).toBe('ann');
		await cache.through('a', load('ann'));
		expect(loads()).toBe(2);
	});

	it('holds no more than its limit, and nothing that was not found', async () => {
		const { cache, load, loads } = open(2);
		for (const key of ['a', 'b', 'c']) await cache.through(key, load(key));
		await cache.through('b', load('b'));
		await cache.through('c', load('c'));
		expect(loads()).toBe(3);
		await cache.through('a', load('a'));
		expect(loads()).toBe(4);
		let asked = 0;
		const nothing = async (): Promise<undefined> => {
			asked++;
			return undefined;
		};
		await cache.through('x', nothing);
		expect(await cache.through('x', nothing)).toBeUndefined();
		expect(asked).toBe(2);
	});
});
