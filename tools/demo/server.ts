import { compose } from '../../packages/server/src/compose.ts';
import type { Clock } from '../../packages/server/src/platform/clock.ts';
import { readConfig } from '../../packages/server/src/platform/config.ts';
import {
	describeEmbeddedPostgresError,
	startEmbeddedPostgres,
} from '../../packages/server/src/platform/embedded-postgres.ts';
import { systemIds } from '../../packages/server/src/platform/ids.ts';
import { createLog } from '../../packages/server/src/platform/log.ts';
import { startDebianPostgres } from '../debian-postgres.ts';

/**
 * The server as demonstrations and fault tests run it: the production composition on a clock that the parent process
 * moves. `main.ts` composes with the system's clock only, so that no production start can have another.
 */
export type ServerRequest = { readonly kind: 'time'; readonly now: string } | { readonly kind: 'stop' };
export type ServerReply =
	| { readonly kind: 'ready'; readonly url: string; readonly ownerUrl: string }
	| { readonly kind: 'time'; readonly now: string }
	| { readonly kind: 'failed'; readonly message: string };

type Options = {
	readonly dataFolder: string;
	readonly db: 'embedded' | 'postgres';
	readonly port: number;
	readonly start: string | null;
};

const send = (reply: ServerReply): void => void process.send?.(reply);

const openDatabase = async (
	options: Options,
): Promise<{ readonly ownerUrl: string; readonly stop: () => Promise<void> }> => {
	if (options.db === 'postgres') return startDebianPostgres({ folder: `${options.dataFolder}/debian` });
	const started = await startEmbeddedPostgres({ folder: `${options.dataFolder}/postgres`, database: 'utu' });
	if (!started.ok) throw new Error(describeEmbeddedPostgresError(started.error));
	return started.value;
};

const run = async (options: Options): Promise<void> => {
	let offset: Date | undefined = options.start === null ? undefined : new Date(options.start);
	const clock: Clock = { now: () => (offset === undefined ? new Date() : new Date(offset)) };
	const database = await openDatabase(options);
	const config = readConfig({
		environment: { UTU_LOG: 'error', UTU_REQUESTS_PER_MINUTE: '1000000', UTU_DATABASE_CONNECTIONS: '16' },
		dataFolder: options.dataFolder,
		host: '127.0.0.1',
		port: options.port,
	});
	const log = createLog({ level: config.logLevel, pretty: false });
	const server = await compose({
		config,
		ownerUrl: database.ownerUrl,
		clock,
		ids: systemIds(clock),
		log,
		roles: ['web', 'loops'],
	});
	await server.app.listen({ host: config.host, port: config.port });
	const stop = async (): Promise<void> => {
		await server.close();
		await database.stop();
		process.exit(0);
	};
	process.on('message', (request: ServerRequest) => {
		if (request.kind === 'stop') return void stop();
		offset = new Date(request.now);
		send({ kind: 'time', now: request.now });
	});
	process.on('disconnect', () => void stop());
	send({ kind: 'ready', url: config.baseUrl, ownerUrl: database.ownerUrl });
};

run(JSON.parse(process.argv[2] ?? '{}') as Options).catch((error: unknown) => {
	send({ kind: 'failed', message: error instanceof Error ? (error.stack ?? error.message) : String(error) });
	process.exitCode = 1;
});
