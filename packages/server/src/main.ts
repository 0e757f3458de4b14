import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { err, ok, type Result } from '@utu/core/shared/result.ts';
import { type Composed, compose, type ServerRole } from './compose.ts';
import { demoAccounts, loadDemo } from './compose-demo.ts';
import { addUser } from './compose-user.ts';
import { systemClock } from './platform/clock.ts';
import { type Config, ConfigError, readConfig } from './platform/config.ts';
import {
	describeEmbeddedPostgresError,
	type EmbeddedPostgres,
	startEmbeddedPostgres,
} from './platform/embedded-postgres.ts';
import { systemIds } from './platform/ids.ts';
import { createLog } from './platform/log.ts';

export type ServeOptions = {
	/** Loads the demonstration and prints its log-ins. */
	readonly demo: boolean;
	/** Deletes the embedded database first. */
	readonly fresh: boolean;
	readonly dataFolder: string;
	readonly host: string;
	readonly port: number;
	readonly roles: readonly ServerRole[];
	readonly print?: (line: string) => void;
	/** Ends the server, beside SIGINT and SIGTERM. */
	readonly signal?: AbortSignal;
};

const loopback = new Set(['127.0.0.1', '::1', 'localhost']);

/** Runs a server until it is told to stop. @returns the exit code; every expected failure has been said in words. */
export const serve = async (options: ServeOptions): Promise<number> => {
	const print = options.print ?? ((line: string) => void process.stdout.write(`${line}\n`));
	const fail = (message: string): number => {
		process.stderr.write(`${message}\n`);
		return 1;
	};
	if (options.demo && !loopback.has(options.host)) {
		return fail(
			`The demonstration's passwords are public, so it listens on this machine only. Leave out --host ${options.host}, or --demo.`,
		);
	}
	const config = settings({ ...options, environment: process.env });
	if (typeof config === 'string') return fail(config);
	if (options.fresh && config.databaseUrl !== undefined)
		return fail('--fresh deletes the embedded database only. Leave it out, or unset DATABASE_URL.');
	const database = await openOwner(config, options.fresh);
	if (typeof database === 'string') return fail(database);
	try {
		return await run(options, { config, database, print, fail });
	} finally {
		await database.embedded?.stop();
	}
};

/** All settings, or what is wrong with them. */
const settings = (options: Parameters<typeof readConfig>[0]): Config | string => {
	try {
		return readConfig(options);
	} catch (error) {
		if (error instanceof ConfigError) return error.message;
		return `The folder ${options.dataFolder} cannot be used: ${error instanceof Error ? error.message : String(error)} Choose another with --data DIR.`;
	}
};

type Owner = { readonly ownerUrl: string; readonly embedded: EmbeddedPostgres | undefined };

/** The database to use, or what is wrong. */
const openOwner = async (config: Config, fresh: boolean): Promise<Owner | string> => {
	if (config.databaseUrl !== undefined) return { ownerUrl: config.databaseUrl, embedded: undefined };
	const folder = join(config.dataFolder, 'postgres');
	const start = () => startEmbeddedPostgres({ folder, database: 'utu' });
	let started = await start();
	if (fresh && (started.ok || started.error.kind !== 'in-use')) {
		// Started first, so that a folder in use is never deleted under its server.
		if (started.ok) await started.value.stop();
		rmSync(folder, { recursive: true, force: true });
		started = await start();
	}
	return started.ok
		? { ownerUrl: started.value.ownerUrl, embedded: started.value }
		: describeEmbeddedPostgresError(started.error);
};

type Running = {
	readonly config: Config;
	readonly database: Owner;
	readonly print: (line: string) => void;
	readonly fail: (message: string) => number;
};

const run = async (options: ServeOptions, { config, database, print, fail }: Running): Promise<number> => {
	const log = createLog({
		level: options.demo ? (process.env['UTU_LOG'] ?? 'warn') : config.logLevel,
		pretty: process.stdout.isTTY === true,
	});
	const stopped = untilStopped(options.signal, database.embedded);
	let server: Composed;
	try {
		server = await compose({
			config,
			ownerUrl: database.ownerUrl,
			clock: systemClock,
			ids: systemIds(systemClock),
			log,
			roles: options.roles,
		});
	} catch (error) {
		return fail(`The server cannot start: ${error instanceof Error ? error.message : String(error)}`);
	}
	try {
		if (options.demo) await loadDemo(server);
		await server.app.listen({ host: options.host, port: options.port });
		for (const line of greeting(options, config)) print(line);
		return await stopped;
	} catch (error) {
		if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE') {
			return fail(
				`Port ${options.port} is taken. Stop what listens there, or choose another: --port ${options.port + 1}`,
			);
		}
		throw error;
	} finally {
		await server.close();
	}
};

const greeting = (options: ServeOptions, config: Config): readonly string[] => [
	'',
	`  Utu is at ${config.baseUrl}`,
	...(options.demo
		? [
				'',
				'  Log-ins of the demonstration:',
				...demoAccounts.map(({ role, email, password }) => `    ${role.padEnd(9)} ${email.padEnd(23)} ${password}`),
				'',
				'  Sign in as the worker to see the work, as the operator to see the project.',
			]
		: []),
	'  Ctrl-C stops it; what was done is kept.',
	'',
];

/** 0 when told to stop, 1 when the database ended by itself. */
const untilStopped = (signal: AbortSignal | undefined, embedded: EmbeddedPostgres | undefined): Promise<number> =>
	new Promise((resolve) => {
		const end = (code: number) => () => resolve(code);
		process.once('SIGINT', end(0));
		process.once('SIGTERM', end(0));
		signal?.addEventListener('abort', end(0), { once: true });
		void embedded?.ended.then((lines) => {
			// Stopped with this program.
			if (lines === undefined) return;
			process.stderr.write(`The database ended by itself. Its last words:\n${lines}\n`);
			resolve(1);
		});
	});

export type CreateUserOptions = {
	readonly email: string;
	readonly displayName: string;
	readonly roles: readonly string[];
	/** By name; founded if there is none of that name. */
	readonly organisation: string;
	readonly dataFolder: string;
	/** Without one, one is made and told once. */
	readonly password?: string;
};

export type CreatedUser = { readonly personId: string; readonly organisationId: string; readonly password?: string };

/** Makes a person with roles in an organisation, while no server runs on the embedded database. */
export const createUser = async (
	options: CreateUserOptions,
): Promise<Result<CreatedUser, { readonly message: string }>> => {
	const config = settings({
		environment: process.env,
		dataFolder: options.dataFolder,
		host: '127.0.0.1',
		port: 4600,
	});
	if (typeof config === 'string') return err({ message: config });
	const database = await openOwner(config, false);
	if (typeof database === 'string') return err({ message: database });
	const ids = systemIds(systemClock);
	const password = options.password ?? ids.code(12);
	try {
		const log = createLog({ level: 'error', pretty: false });
		const server = await compose({ config, ownerUrl: database.ownerUrl, clock: systemClock, ids, log, roles: [] });
		try {
			const made = await addUser(server, { ...options, password, ownerUrl: database.ownerUrl });
			return made.ok && options.password === undefined ? ok({ ...made.value, password }) : made;
		} finally {
			await server.close();
		}
	} finally {
		await database.embedded?.stop();
	}
};
