import { afterEach, describe, expect, it } from 'vitest';
import { startThread, type Thread, type ThreadOptions } from './thread.ts';

/** A thread module that does what each message says. */
const unruly = new URL(
	`data:text/javascript,${encodeURIComponent(`
		import { parentPort } from 'node:worker_threads';
		parentPort.on('message', (what) => {
			if (what === 'throw') throw new RangeError('quotes the content');
			if (what === 'exit') process.exit(3);
			if (what === 'hang') while (true);
			if (what === 'fill') for (const all = []; ; ) all.push(new Array(1e5).fill({ a: 1 }));
			setTimeout(() => parentPort.postMessage('did ' + what), what === 'slow' ? 200 : 0);
		});
	`)}`,
);

const open: Thread<string, string>[] = [];
const start = (over: Partial<ThreadOptions> = {}): Thread<string, string> => {
	const thread = startThread<string, string>({
		module: unruly,
		name: 'unruly',
		queueMax: 3,
		timeoutMs: 2_000,
		heapMbMax: 32,
		...over,
	});
	open.push(thread);
	return thread;
};

afterEach(async () => {
	await Promise.all(open.splice(0).map((thread) => thread.stop()));
});

describe('thread', () => {
	it('answers each call in turn', async () => {
		const thread = start();
		const replies = await Promise.all(['a', 'b', 'c'].map((what) => thread.call(what)));
		expect(replies).toEqual(['did a', 'did b', 'did c'].map((value) => ({ ok: true, value })));
	});

	it.each([
		['throw', 'RangeError'],
		['exit', 'exit'],
		['fill', 'Error'],
	])('ends a call that kills the thread (%s), keeps the others, and starts again', async (what, detail) => {
		const thread = start({ timeoutMs: 20_000 });
		const [dead, next] = await Promise.all([thread.call(what), thread.call('next')]);
		expect(dead).toEqual({ ok: false, error: { kind: 'crashed', detail } });
		expect(next).toEqual({ ok: true, value: 'did next' });
		expect(thread.health()).toEqual({ stopped: false, waiting: 0, restarts: 1 });
	});

	it('ends a call that hangs, and starts again', async () => {
		const thread = start({ timeoutMs: 300 });
		await thread.call('first');
		const [hung, next] = await Promise.all([thread.call('hang'), thread.call('next')]);
		expect(hung).toEqual({ ok: false, error: { kind: 'timeout', timeoutMs: 300 } });
		expect(next).toEqual({ ok: true, value: 'did next' });
	});

	it('does not hang when its module cannot even start', async () => {
		const thread = start({ module: new URL('data:text/javascript,throw new TypeError()') });
		const calls = await Promise.all([thread.call('a'), thread.call('b')]);
		expect(calls.map((call) => !call.ok && call.error.kind)).toEqual(['crashed', 'crashed']);
	});

	it('refuses what its queue has no place for', async () => {
		const thread = start({ queueMax: 2 });
		const calls = await Promise.all(['slow', 'a', 'b', 'c'].map((what) => thread.call(what)));
		expect(calls.map(({ ok }) => ok)).toEqual([true, true, true, false]);
		expect(calls[3]).toEqual({ ok: false, error: { kind: 'busy', queueMax: 2 } });
	});

	it('ends aborted calls at once, waiting or running, and no other', async () => {
		const thread = start();
		const abort = new AbortController();
		const running = thread.call('slow', abort.signal);
		const waiting = thread.call('a', abort.signal);
		const other = thread.call('b');
		abort.abort();
		const aborted = { ok: false, error: { kind: 'aborted' } };
		expect(await running).toEqual(aborted);
		expect(await waiting).toEqual(aborted);
		expect(await other).toEqual({ ok: true, value: 'did b' });
		expect(await thread.call('c', abort.signal)).toEqual(aborted);
	});

	it('ends everything when stopped, and takes nothing more', async () => {
		const thread = start();
		const calls = ['hang', 'a'].map((what) => thread.call(what));
		await thread.stop();
		const stopped = { ok: false, error: { kind: 'stopped' } };
		expect(await Promise.all([...calls, thread.call('b')])).toEqual([stopped, stopped, stopped]);
		expect(thread.health().stopped).toBe(true);
	});

	it('is made only when it is needed', async () => {
		const thread = start({ module: new URL('file:///none.ts') });
		expect(thread.health()).toEqual({ stopped: false, waiting: 0, restarts: 0 });
		await thread.stop();
	});
});
