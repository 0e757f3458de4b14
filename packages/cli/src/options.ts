import { InvalidArgumentError } from 'commander';

/** Reads an option as a whole number within limits. */
export const wholeNumber =
	(min: number, max: number) =>
	(text: string): number => {
		const value = Number(text);
		if (/^\d+$/.test(text) && value >= min && value <= max) return value;
		throw new InvalidArgumentError(`It must be a whole number from ${min} to ${max}.`);
	};

/** Reads an option as a list, commas between. */
export const list = (text: string): readonly string[] =>
	text
		.split(',')
		.map((part) => part.trim())
		.filter((part) => part !== '');

/** Reads an option as a list of known words. */
export const listOf =
	<Word extends string>(words: readonly Word[]) =>
	(text: string): readonly Word[] =>
		list(text).map((part) => {
			const word = words.find((known) => known === part);
			if (word === undefined) throw new InvalidArgumentError(`“${part}” is none of: ${words.join(', ')}.`);
			return word;
		});
