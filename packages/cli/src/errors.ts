import { ApiError } from '@utu/sdk/client.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';

/** A failure that a person can act on: one line that says what happened and what to do. */
export class CliError extends Error {
	readonly exitCode: ExitCode;
	constructor(exitCode: ExitCode, message: string, options?: ErrorOptions) {
		super(message, options);
		this.name = 'CliError';
		this.exitCode = exitCode;
	}
}

export const usageError = (message: string): CliError => new CliError(exitCodes.usage, message);

/** Says of a failed file operation what a person can do about it. */
export const fileError = (path: string, cause: unknown): CliError => {
	const code = cause instanceof Error && 'code' in cause ? String(cause.code) : undefined;
	return new CliError(exitCodes.file, `${path}: ${fileReasons[code ?? ''] ?? String(cause)}`, { cause });
};

const fileReasons: Readonly<Record<string, string>> = {
	ENOENT: 'there is no such file or folder. Check the path.',
	EACCES: 'no permission. Check who owns it.',
	EPERM: 'no permission. Check who owns it.',
	EISDIR: 'is a folder; name a file.',
	ENOTDIR: 'part of the path is no folder.',
	ENOSPC: 'the disk is full.',
	EROFS: 'the disk is read-only.',
};

/** What an answer of the server, or its absence, means for the person at the terminal. */
export const serverError = (url: string, error: ApiError): CliError => {
	const { status, code, title, detail } = error.problem;
	return new CliError(exitCodes.server, reasonOf(url, { status, code, title, ...(detail ? { detail } : {}) }), {
		cause: error,
	});
};

type Reason = { readonly status: number; readonly code: string; readonly title: string; readonly detail?: string };

const reasonOf = (url: string, { status, code, title, detail }: Reason): string => {
	const said = detail === undefined || detail === '' ? title : `${title} ${detail}`;
	if (status === 0) return `No answer from ${url}. Is the server running (utu serve), and is --url right? (${said})`;
	if (status === 401)
		return `${url} does not accept the API key: pass a valid one as --api-key or UTU_API_KEY. (${said})`;
	if (status === 403) return `${url} does not allow this with the API key: it needs another role or scope. (${said})`;
	return `${url} refused (${status} ${code}): ${said}`;
};

/** The one line and the exit code of whatever was thrown. */
export const describeError = (error: unknown): { readonly exitCode: ExitCode; readonly message: string } => {
	if (error instanceof CliError) return { exitCode: error.exitCode, message: oneLine(error.message) };
	if (error instanceof ApiError) return { exitCode: exitCodes.server, message: oneLine(error.message) };
	const what = error instanceof Error ? error.message : String(error);
	return {
		exitCode: exitCodes.bug,
		message: oneLine(`A mistake in utu: ${what} Run again with UTU_DEBUG=1 to see where.`),
	};
};

const oneLine = (text: string): string => text.replace(/\s*\n\s*/g, ' ').trim();
