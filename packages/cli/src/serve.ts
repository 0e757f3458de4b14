import type { Result } from '@utu/core/shared/result.ts';
import { CliError } from './errors.ts';
import { exitCodes } from './exit-codes.ts';

export const serverRoles = ['web', 'loops', 'predictors'] as const;

type ServerRole = (typeof serverRoles)[number];

export type ServeOptions = {
	readonly demo: boolean;
	readonly fresh: boolean;
	readonly dataFolder: string;
	readonly host: string;
	readonly port: number;
	readonly roles: readonly ServerRole[];
};

export type CreateUserOptions = {
	readonly email: string;
	readonly displayName: string;
	readonly roles: readonly string[];
	/** By name; made if there is none of that name. */
	readonly organisation: string;
	readonly dataFolder: string;
	/** Without one, the server makes one and tells it once. */
	readonly password?: string;
};

export type CreatedUser = { readonly personId: string; readonly organisationId: string; readonly password?: string };

/** What the CLI needs of the server's composition root. */
export type ServerModule = {
	/** Runs until it is stopped; returns the exit code. */
	readonly serve: (options: ServeOptions) => Promise<number>;
	/** Fails with one line for the person at the terminal, such as that a running server uses the folder. */
	readonly createUser: (options: CreateUserOptions) => Promise<Result<CreatedUser, { readonly message: string }>>;
};

/** Only these two commands load the server: the others start without it, and work where it is not installed. */
const loadServer = async (): Promise<ServerModule> => {
	try {
		return await import('@utu/server/main.ts');
	} catch (cause) {
		if (!isAbsent(cause)) throw cause;
		throw new CliError(exitCodes.file, 'The server is not installed here. Run npm install in the repository.', {
			cause,
		});
	}
};

const isAbsent = (cause: unknown): boolean =>
	cause instanceof Error &&
	'code' in cause &&
	(cause.code === 'ERR_MODULE_NOT_FOUND' || cause.code === 'ERR_PACKAGE_PATH_NOT_EXPORTED');

export const serve = async (options: ServeOptions): Promise<number> => (await loadServer()).serve(options);

export const createUserOnServer = async (
	options: CreateUserOptions,
): Promise<Result<CreatedUser, { readonly message: string }>> => (await loadServer()).createUser(options);
