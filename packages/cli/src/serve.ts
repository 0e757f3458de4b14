import type { role } from '@utu/contract/people.ts';
import { err, type Result } from '@utu/core/shared/result.ts';
import type { ServeOptions } from '@utu/server/main.ts';
import { CliError } from './errors.ts';
import { exitCodes } from './exit-codes.ts';

/** What a process of the server can do; the type is the server's own, so that neither drifts. */
export const serverRoles = ['web', 'loops'] as const satisfies ServeOptions['roles'];

export type Role = (typeof role.options)[number];

export type CreateUserOptions = {
	readonly email: string;
	readonly displayName: string;
	readonly roles: readonly Role[];
	/** By name; made if there is none of that name. */
	readonly organisation: string;
	readonly dataFolder: string;
	/** Without one, the server makes one and tells it once. */
	readonly password?: string;
};

export type CreatedUser = { readonly personId: string; readonly organisationId: string; readonly password?: string };
export type Created = Result<CreatedUser, { readonly message: string }>;

/** What the CLI needs of the server's composition root. */
type ServerModule = {
	/** Runs until it is stopped; returns the exit code. */
	readonly serve: (options: ServeOptions) => Promise<number>;
	/** Fails with one line for the person at the terminal, such as that a running server uses the folder. */
	readonly createUser?: (options: CreateUserOptions) => Promise<Created>;
};

/** Only `serve` and `users create` load the server: the other commands start without it. */
const loadServer = async (): Promise<ServerModule> => {
	try {
		return await import('@utu/server/main.ts');
	} catch (cause) {
		if (!isAbsent(cause)) throw cause;
		throw new CliError(
			exitCodes.file,
			'A part of the server is not installed here: run npm install in the repository.',
			{
				cause,
			},
		);
	}
};

const isAbsent = (cause: unknown): boolean =>
	cause instanceof Error && 'code' in cause && cause.code === 'ERR_MODULE_NOT_FOUND';

export const serve = async (options: ServeOptions): Promise<number> => (await loadServer()).serve(options);

export const createUserOnServer = async (options: CreateUserOptions): Promise<Created> => {
	const { createUser } = await loadServer();
	return createUser === undefined ? err({ message: notOffered }) : createUser(options);
};

const notOffered =
	'This server makes no people from the command line: let them sign up on its page, then use utu users set-role.';
