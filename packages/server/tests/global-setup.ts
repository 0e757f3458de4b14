import { migrate } from '../src/platform/migrate.ts';
import { publishTestServer, type RunningTestServer, startTestServer } from '../src/platform/test-database.ts';

let server: RunningTestServer | undefined;

/** Vitest calls it once, before the first test process. */
export const setup = async (): Promise<void> => {
	server = await startTestServer({ migrate });
	publishTestServer(server);
};

/** After the last one. A database that was never dropped fails the run. */
export const teardown = async (): Promise<void> => {
	await server?.stop();
};
