import type { role } from '@utu/contract/people.ts';
import type { Result } from '@utu/core/shared/result.ts';
import type { CreatedUser, ServeOptions, CreateUserOptions as ServerOptions } from '@utu/server/main.ts';
import { CliError } from './errors.ts';
import { exitCodes } from './exit-codes.ts';

/** What a process of the server can do; the type is the server's own, so that neither drifts. */
export const serverRoles = ['web', 'loops', 'predictors'] as const satisfies ServeOptions['roles'];

export type Role = (typeof role.options)[number];

/** What the CLI needs of the server's composition root. */
type ServerModule = {
	/** Runs until it is stopped; returns the exit code. */
	readonly serve: (options: ServeOptions) => Promise<number>;
	/** Fails with one line for the person at the terminal, such as that a running server uses the folder. */
	readonly createUser: (options: ServerOptions) => Promise<Result<CreatedUser, { readonly message: string }>>;
};

/** Only `serve` and `users create` load the server: the other commands start without it. */
const loadServer = async (): Promise<ServerModule> => {
	try {
		return await import('@utu/server/main.ts');
	} catch (cause) {
		if (!isAbsent(cause)) throw cause;
		const message = 'A part of the server is not installed here: run npm install in the repository.';
		throw new CliError(exitCodes.file, message, { cause });
	}
};

const isAbsent = (cause: unknown): boolean =>
	cause instanceof Error && 'code' in cause && cause.code === 'ERR_MODULE_NOT_FOUND';

export const serve = async (options: ServeOptions): Promise<number> => (await loadServer()).serve(options);

export const createUserOnServer = async (
	options: Omit<ServerOptions, 'roles'> & { readonly roles: readonly Role[] },
): Promise<Result<CreatedUser, { readonly message: string }>> => (await loadServer()).createUser(options);
