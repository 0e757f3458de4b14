import { describe, expect, it } from 'vitest';
import { createAnswerQueue, type PendingAnswer, queueLimits, readPending, type SendResult } from './answer-queue.ts';
import type { TextStore } from './draft-store.ts';

const memory = (): TextStore => {
	const map = new Map<string, string>();
	return {
		read: (key) => map.get(key),
		write: (key, value) => {
			if (value === undefined) map.delete(key);
			else map.set(key, value);
			return true;
		},
	};
};
const answer = (key: string): PendingAnswer => ({
	leaseId: `lease-${key}`,
	itemId: `item-${key}`,
	at: 0,
	body: { idempotencyKey: key, answers: { q: 'a' } },
});
const yes: SendResult = { kind: 'acknowledged', receipt: { status: 'counted', basis: 'viewed' } };
const no: SendResult = {
	kind: 'refused',
	problem: { type: 'about:blank', title: 'Gone', status: 410, code: 'lease-expired' },
};

const setup = (store: TextStore, script: (answer: PendingAnswer) => SendResult | Promise<SendResult>) => {
	const sent: string[] = [];
	const timers: { run: () => void; delayMs: number; off: boolean }[] = [];
	const queue = createAnswerQueue({
		store,
		personId: 'asha',
		send: async (pending) => {
			sent.push(pending.body.idempotencyKey);
			return script(pending);
		},
		schedule: (run, delayMs) => {
			const timer = { run, delayMs, off: false };
			timers.push(timer);
			return () => {
				timer.off = true;
			};
		},
	});
	const tick = async (): Promise<void> => {
		const due = timers.find((timer) => !timer.off);
		if (due === undefined) throw new Error('nothing is scheduled');
		due.off = true;
		due.run();
		await queue.flush();
	};
	return { queue, sent, timers, tick };
};

describe('answer queue', () => {
	it('keeps an answer in storage until it is acknowledged', async () => {
		const store = memory();
		let resolve: (result: SendResult) => void = () => undefined;
		const { queue } = setup(
			store,
			() =>
				new Promise<SendResult>((done) => {
					resolve = done;
				}),
		);
		const outcome = queue.submit(answer('1'));
		expect(readPending(store, 'asha')).toHaveLength(1);
		resolve(yes);
		expect(await outcome).toEqual(yes);
		expect(readPending(store, 'asha')).toHaveLength(0);
	});

	it('tries a lost line again with the same key, later and later up to a limit', async () => {
		const store = memory();
		let lost = 8;
		const { queue, sent, timers, tick } = setup(store, () => (lost-- > 0 ? { kind: 'lost' } : yes));
		const outcome = queue.submit(answer('1'));
		await queue.flush();
		expect(queue.state()).toEqual({ waiting: 1, lost: true });
		expect(readPending(store, 'asha')).toHaveLength(1);
		while (queue.state().waiting > 0) await tick();
		expect(await outcome).toEqual(yes);
		expect(queue.state()).toEqual({ waiting: 0, lost: false });
		expect(new Set(sent)).toEqual(new Set(['1']));
		expect(timers.map((timer) => timer.delayMs)).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 30_000]);
		expect(Math.max(...timers.map((timer) => timer.delayMs))).toBe(queueLimits.retryMsMax);
	});

	it('sends what an earlier page left behind, in order', async () => {
		const store = memory();
		const first = setup(store, () => ({ kind: 'lost' }));
		void first.queue.submit(answer('1'));
		void first.queue.submit(answer('2'));
		await first.queue.flush();
		first.queue.close();
		const second = setup(store, () => yes);
		expect(second.queue.state().waiting).toBe(2);
		await second.queue.flush();
		expect(second.sent).toEqual(['1', '2']);
		expect(readPending(store, 'asha')).toHaveLength(0);
	});

	it('goes on after a refusal, and tells it', async () => {
		const { queue, sent } = setup(memory(), (pending) => (pending.body.idempotencyKey === '1' ? no : yes));
		const [first, second] = await Promise.all([queue.submit(answer('1')), queue.submit(answer('2'))]);
		expect(first).toEqual(no);
		expect(second).toEqual(yes);
		expect(sent).toEqual(['1', '2']);
	});

	it('holds one place per key', async () => {
		const { queue } = setup(memory(), () => ({ kind: 'lost' }));
		void queue.submit(answer('1'));
		void queue.submit(answer('1'));
		await queue.flush();
		expect(queue.state().waiting).toBe(1);
	});

	it('leaves alone what another tab keeps', async () => {
		const store = memory();
		const here = setup(store, () => yes);
		const there = setup(store, () => ({ kind: 'lost' }));
		void there.queue.submit(answer('2'));
		await there.queue.flush();
		await here.queue.submit(answer('1'));
		expect(readPending(store, 'asha').map((pending) => pending.body.idempotencyKey)).toEqual(['2']);
	});

	it('does not leave behind an answer that comes in the moment the one before is acknowledged', async () => {
		const { queue, sent } = setup(memory(), () => yes);
		await queue.submit(answer('1'));
		await queue.submit(answer('2'));
		expect(sent).toEqual(['1', '2']);
	});
});
