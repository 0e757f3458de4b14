import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** All settings, read once. Environment first, then the command's flags, then what is written here. */
export type Config = {
	readonly dataFolder: string;
	readonly host: string;
	readonly port: number;
	/** Where people reach the server; cookies are secure when it is https. */
	readonly baseUrl: string;
	/** An owner's URL of a PostgreSQL ≥ 15; without it the embedded one is started in `dataFolder`. */
	readonly databaseUrl: string | undefined;
	readonly databaseConnectionsMax: number;
	readonly namedStatements: boolean;
	readonly secret: string;
	readonly signUp: 'open' | 'invitation';
	readonly requestsPerMinuteMax: number;
	readonly webhookPrivateAddresses: boolean;
	/** A proxy of ours stands before the server. */
	readonly trustProxy: boolean;
	readonly logLevel: string;
};

export const readConfig = (options: {
	readonly environment: Readonly<Record<string, string | undefined>>;
	readonly dataFolder: string;
	readonly host: string;
	readonly port: number;
}): Config => {
	const { environment } = options;
	const whole = (name: string, fallback: number): number => {
		const text = environment[name];
		if (text === undefined || text === '') return fallback;
		const value = Number(text);
		if (!Number.isInteger(value) || value < 1)
			throw new ConfigError(`${name} must be a whole number above 0, not “${text}”.`);
		return value;
	};
	const signUp = environment['UTU_SIGN_UP'] ?? 'open';
	if (signUp !== 'open' && signUp !== 'invitation')
		throw new ConfigError(`UTU_SIGN_UP must be open or invitation, not “${signUp}”.`);
	return {
		dataFolder: options.dataFolder,
		host: options.host,
		port: options.port,
		baseUrl:
			environment['UTU_BASE_URL'] ??
			`http://${options.host === '0.0.0.0' || options.host === '::' ? '127.0.0.1' : options.host}:${options.port}`,
		databaseUrl: environment['DATABASE_URL'] || undefined,
		databaseConnectionsMax: whole('UTU_DATABASE_CONNECTIONS', 16),
		namedStatements: environment['UTU_NAMED_STATEMENTS'] !== 'false',
		secret: environment['UTU_SECRET'] ?? keptSecret(options.dataFolder),
		signUp,
		requestsPerMinuteMax: whole('UTU_REQUESTS_PER_MINUTE', 1_200),
		webhookPrivateAddresses: environment['UTU_WEBHOOK_PRIVATE_ADDRESSES'] === 'true',
		trustProxy: environment['UTU_TRUST_PROXY'] === 'true',
		logLevel: environment['UTU_LOG'] ?? 'info',
	};
};

/** A setting that cannot be used; the message says which and what to do. */
export class ConfigError extends Error {}

/** Made at the first start and kept, readable by this user alone: sessions survive a restart. */
const keptSecret = (folder: string): string => {
	const file = join(folder, 'secret');
	if (existsSync(file)) return readFileSync(file, 'utf8').trim();
	mkdirSync(folder, { recursive: true, mode: 0o700 });
	const secret = randomBytes(32).toString('base64url');
	writeFileSync(file, secret, { mode: 0o600, flag: 'wx' });
	return secret;
};
