import { open, rename, unlink } from 'node:fs/promises';
import { CliError, fileError } from '../errors.ts';

/**
 * Writes a file whole or not at all: into a file beside it, which takes its name once everything is on the disk.
 * @throws {CliError} where it cannot be written; what `chunks` throws passes through.
 */
export const replaceFile = async (path: string, chunks: AsyncIterable<Uint8Array | string> | Iterable<Uint8Array | string>): Promise<void> => {
	const temporary = `${path}.part-${process.pid}`;
	const file = await open(temporary, 'w').catch((cause: unknown) => {
		throw fileError(path, cause);
	});
	try {
		for await (const chunk of chunks) await writing(path, () => file.appendFile(chunk));
		await writing(path, () => file.sync());
		await file.close();
		await writing(path, () => rename(temporary, path));
	} catch (error) {
		await file.close();
		await unlink(temporary).catch((cause: unknown) => {
			if (!isMissing(cause)) throw new AggregateError([error, cause], `${temporary} is left behind`);
		});
		throw error;
	}
};

const writing = async <T>(path: string, act: () => Promise<T>): Promise<T> => {
	try {
		return await act();
	} catch (cause) {
		throw cause instanceof CliError ? cause : fileError(path, cause);
	}
};

export const isMissing = (cause: unknown): boolean => cause instanceof Error && 'code' in cause && cause.code === 'ENOENT';
