import { open, rename, unlink } from 'node:fs/promises';
import { CliError, fileError } from '../errors.ts';

type Chunks = AsyncIterable<Uint8Array | string> | Iterable<Uint8Array | string>;

/**
 * Writes a file whole or not at all: into a file beside it, which takes its name once everything is written (`durable`:
 * is on the disk).
 * @throws {CliError} where it cannot be written; what `chunks` throws passes through.
 */
export const replaceFile = async (
	path: string,
	chunks: Chunks,
	options: { readonly durable: boolean },
): Promise<void> => {
	const temporary = `${path}.part-${process.pid}`;
	const file = await open(temporary, 'w').catch((cause: unknown) => {
		throw fileError(path, cause);
	});
	try {
		for await (const chunk of chunks) await writing(path, () => file.appendFile(chunk));
		if (options.durable) await writing(path, () => file.sync());
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

export const isMissing = (cause: unknown): boolean =>
	cause instanceof Error && 'code' in cause && cause.code === 'ENOENT';
