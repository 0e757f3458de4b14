import { createHash } from 'node:crypto';
import { open, readFile, unlink } from 'node:fs/promises';
import type { IntakeReport } from '@utu/contract/intake.ts';
import { CliError, fileError, usageError } from '../errors.ts';
import type { Place } from '../files/lines.ts';
import { isMissing, replaceFile } from '../files/replace-file.ts';

/** What decides where each line goes and under what name: an import resumes only under the same. */
export type ImportSettings = {
	readonly url: string;
	readonly projectId: string;
	readonly format: string;
	readonly delimiter: string;
	readonly columns: unknown;
};

/** How far an import got: all before `place` was acknowledged by the server or named as faulty. It holds no key and no text. */
export type ImportState = {
	readonly version: 1;
	readonly settings: ImportSettings;
	readonly place: Place;
	/** Of the bytes before `place`. */
	readonly fingerprint: string;
	readonly totals: IntakeReport;
};

export const statePath = (file: string): string => `${file}.utu-import.json`;

const headBytesMax = 64 * 1024;
const tailBytesMax = 4 * 1024;

/**
 * Recognises a file by its first and last bytes before a place, so that it may have grown since, and nothing else.
 * @throws {CliError} where the file is shorter or cannot be read.
 */
export const fingerprintOf = async (file: string, place: Place): Promise<string> => {
	const hash = createHash('sha256').update(`${place.byte}\n`);
	try {
		await using handle = await open(file, 'r');
		for (const [from, length] of spans(place.byte)) {
			const { bytesRead, buffer } = await handle.read(Buffer.alloc(length), 0, length, from);
			if (bytesRead !== length) throw usageError(changed(file));
			hash.update(buffer);
		}
	} catch (cause) {
		throw cause instanceof CliError ? cause : fileError(file, cause);
	}
	return hash.digest('hex');
};

const spans = (bytes: number): readonly (readonly [from: number, length: number])[] => {
	const head = Math.min(bytes, headBytesMax);
	const tail = Math.min(bytes, tailBytesMax);
	return [
		[0, head],
		[bytes - tail, tail],
	];
};

const changed = (file: string): string =>
	`${file} is not the file whose import was interrupted. Import it from its start: run without --resume.`;

export const saveState = (file: string, state: ImportState): Promise<void> =>
	replaceFile(statePath(file), [`${JSON.stringify(state, null, '\t')}\n`], { durable: false });

export const forgetState = async (file: string): Promise<void> => {
	await unlink(statePath(file)).catch((cause: unknown) => {
		if (!isMissing(cause)) throw fileError(statePath(file), cause);
	});
};

/** The state of an interrupted import of this file, if there is one. */
export const readState = async (file: string): Promise<ImportState | undefined> => {
	const path = statePath(file);
	const text = await readFile(path, 'utf8').catch((cause: unknown) => {
		if (isMissing(cause)) return undefined;
		throw fileError(path, cause);
	});
	if (text === undefined) return undefined;
	const state = parsed(text);
	if (state === undefined)
		throw usageError(`${path} is not a state that this version wrote. Delete it, and import from the start.`);
	return state;
};

const parsed = (text: string): ImportState | undefined => {
	try {
		const value: unknown = JSON.parse(text);
		const known = typeof value === 'object' && value !== null && 'version' in value && value.version === 1;
		return known ? (value as ImportState) : undefined;
	} catch {
		return undefined;
	}
};

/** Throws where going on would not continue the same import. */
export const checkResumable = async (file: string, state: ImportState, settings: ImportSettings): Promise<void> => {
	const differing = (Object.keys(settings) as (keyof ImportSettings)[]).filter(
		(name) => JSON.stringify(state.settings[name]) !== JSON.stringify(settings[name]),
	);
	if (differing.length > 0) {
		throw usageError(
			`The interrupted import of ${file} had another ${differing.join(', ')}. Run with the same options, or without --resume to start over.`,
		);
	}
	if ((await fingerprintOf(file, state.place)) !== state.fingerprint) throw usageError(changed(file));
};
