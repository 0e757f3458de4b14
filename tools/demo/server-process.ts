import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { ServerReply, ServerRequest } from './server.ts';

/** A server in a process of its own, whose clock this process moves. */
export type ServerProcess = {
	readonly url: string;
	readonly ownerUrl: string;
	readonly pid: number;
	/** Sets the server's clock; resolves when it has. */
	readonly setTime: (now: Date) => Promise<void>;
	readonly stop: () => Promise<void>;
	/** SIGKILL: no word to anybody. */
	readonly kill: () => Promise<void>;
};

const startMsMax = 60_000;

/** @throws when the server does not come up. `start` null: the system's clock. */
export const startServer = async (options: {
	readonly dataFolder: string;
	readonly db: 'embedded' | 'postgres';
	readonly port: number;
	readonly start: Date | null;
}): Promise<ServerProcess> => {
	const child = fork(
		fileURLToPath(new URL('./server.ts', import.meta.url)),
		[JSON.stringify({ ...options, start: options.start?.toISOString() ?? null })],
		{
			stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
		},
	);
	const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
	const ready = await replyOf(child, (reply) => reply.kind === 'ready' || reply.kind === 'failed');
	if (ready.kind !== 'ready') throw new Error(ready.kind === 'failed' ? ready.message : 'the server did not come up');
	const send = (request: ServerRequest): void => void child.send(request);
	return {
		url: ready.url,
		ownerUrl: ready.ownerUrl,
		pid: child.pid ?? 0,
		setTime: async (now) => {
			const set = replyOf(child, (reply) => reply.kind === 'time' && reply.now === now.toISOString());
			send({ kind: 'time', now: now.toISOString() });
			await set;
		},
		stop: async () => {
			send({ kind: 'stop' });
			await ended;
		},
		kill: async () => {
			child.kill('SIGKILL');
			await ended;
		},
	};
};

const replyOf = (child: ChildProcess, is: (reply: ServerReply) => boolean): Promise<ServerReply> =>
	new Promise((resolve, reject) => {
		const end = (): void => {
			clearTimeout(timer);
			child.off('message', onMessage);
			child.off('exit', onExit);
		};
		const onMessage = (reply: ServerReply): void => {
			if (!is(reply)) return;
			end();
			resolve(reply);
		};
		const onExit = (): void => {
			end();
			reject(new Error('the server ended'));
		};
		const timer = setTimeout(() => {
			end();
			reject(new Error('the server does not answer'));
		}, startMsMax);
		child.on('message', onMessage);
		child.once('exit', onExit);
	});
