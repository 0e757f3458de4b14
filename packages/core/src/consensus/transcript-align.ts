import { textMedoid } from './text.ts';

/** One place of aligned texts: what each of them has there. */
export type Slot = {
	/** By text, the index of its word among `distinct`. */
	readonly words: Int32Array;
	/** The words that occur, as they are compared; '' is silence. In the order of `order`. */
	readonly distinct: readonly string[];
	/** By text, the word as it was written; '' where it has none. */
	readonly written: readonly string[];
	/** Texts, the medoid first, then by likeness to it. */
	readonly order: readonly number[];
};

export type AlignedTexts = {
	readonly slots: readonly Slot[];
	/** Words have spaces between them. */
	readonly spaced: boolean;
	/** Of the medoid, what was not compared. */
	readonly rest: string;
	readonly truncated: boolean;
};

type Word = { readonly key: string; readonly written: string };

/** Scripts that are written without spaces: their characters are compared one by one. */
const unspaced =
	/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/gu;

const isSpaced = (texts: readonly string[]): boolean => {
	let own = 0;
	let all = 0;
	for (const text of texts) {
		own += text.match(unspaced)?.length ?? 0;
		all += text.match(/\p{L}/gu)?.length ?? 0;
	}
	return 2 * own <= all;
};

const outerMarks = /^[\p{P}\p{S}]+|[\p{P}\p{S}]+$/gu;

/** Words are compared in Unicode form C, in lower case, without punctuation around them. */
const keyOf = (written: string): string => {
	const lower = written.toLowerCase();
	const bare = lower.replace(outerMarks, '');
	return bare === '' ? lower : bare;
};

const wordsIn = (text: string, spaced: boolean): readonly Word[] => {
	const tidy = text.normalize('NFC').trim();
	if (tidy === '') return [];
	const parts = spaced ? tidy.split(/\s+/u) : [...tidy].filter((char) => char.trim() !== '');
	return parts.map((written) => ({ key: keyOf(written), written }));
};

/** A place while it is built: by text aligned so far, its word, or none. */
type Place = (Word | undefined)[];

/**
 * Texts side by side, word under word. The medoid comes first; each next text, the likest first, is laid on the places
 * so far by dynamic programming, where a word costs the share of texts that have another (or none) there, a place left
 * out the share of texts that have a word there, and a new place 1: the mean edit distance to the texts already laid.
 * O(texts² × words²), at most `wordsMax` words of each.
 */
export const alignTexts = (texts: readonly string[], wordsMax: number): AlignedTexts => {
	if (texts.length === 0) return { slots: [], spaced: true, rest: '', truncated: false };
	const spaced = isSpaced(texts);
	const all = texts.map((text) => wordsIn(text, spaced));
	const truncated = all.some((words) => words.length > wordsMax);
	const compared = all.map((words) => words.slice(0, wordsMax));
	const order = likestFirst(texts, compared);
	const places: Place[] = [];
	for (const [laid, text] of order.entries()) layOn(places, compared[text]!, laid);
	const rest = all[order[0]!]!.slice(wordsMax);
	return {
		slots: places.map((place) => slotOf(place, order)),
		spaced,
		rest: rest.map(({ written }) => written).join(spaced ? ' ' : ''),
		truncated,
	};
};

const likestFirst = (texts: readonly string[], words: readonly (readonly Word[])[]): readonly number[] => {
	const first = textMedoid(texts).index;
	const keys = new Set(words[first]!.map(({ key }) => key));
	const unlike = words.map((own, at) => {
		if (at === first) return -1;
		const shared = own.filter(({ key }) => keys.has(key)).length;
		return own.length + words[first]!.length - 2 * shared;
	});
	return [...texts.keys()].sort((a, b) => unlike[a]! - unlike[b]! || a - b);
};

/** Lays one more text on the places; `laid` texts are on them. */
const layOn = (places: Place[], words: readonly Word[], laid: number): void => {
	const steps = cheapestSteps(places, words, laid);
	const result: Place[] = [];
	let [place, word] = [places.length, words.length];
	while (place > 0 || word > 0) {
		const step = steps[place * (words.length + 1) + word]!;
		if (step === stepNew) {
			word -= 1;
			result.push([...Array.from({ length: laid }, () => undefined), words[word]]);
			continue;
		}
		place -= 1;
		if (step === stepWord) word -= 1;
		places[place]!.push(step === stepWord ? words[word] : undefined);
		result.push(places[place]!);
	}
	places.splice(0, places.length, ...result.reverse());
};

const [stepWord, stepSkip, stepNew] = [0, 1, 2] as const;

/** The last step of the cheapest way to each pair of place and word, (places + 1) × (words + 1). */
const cheapestSteps = (places: readonly Place[], words: readonly Word[], laid: number): Uint8Array => {
	const width = words.length + 1;
	const steps = new Uint8Array((places.length + 1) * width).fill(stepNew, 1, width);
	let before = Float64Array.from({ length: width }, (_, word) => word);
	let row = new Float64Array(width);
	for (const [place, own] of places.entries()) {
		const shares = new Map<string, number>();
		for (const one of own) if (one !== undefined) shares.set(one.key, (shares.get(one.key) ?? 0) + 1 / laid);
		let spoken = 0;
		for (const share of shares.values()) spoken += share;
		row[0] = before[0]! + spoken;
		steps[(place + 1) * width] = stepSkip;
		for (let word = 1; word < width; word++) {
			const onto = before[word - 1]! + 1 - (shares.get(words[word - 1]!.key) ?? 0);
			const skip = before[word]! + spoken;
			const fresh = row[word - 1]! + 1;
			const least = Math.min(onto, skip, fresh);
			row[word] = least;
			steps[(place + 1) * width + word] = onto <= least + 1e-9 ? stepWord : skip <= least + 1e-9 ? stepSkip : stepNew;
		}
		[before, row] = [row, before];
	}
	return steps;
};

const slotOf = (place: Place, order: readonly number[]): Slot => {
	const distinct: string[] = [];
	const words = new Int32Array(order.length);
	const written = order.map(() => '');
	for (const [laid, text] of order.entries()) {
		const key = place[laid]?.key ?? '';
		if (!distinct.includes(key)) distinct.push(key);
		words[text] = distinct.indexOf(key);
		written[text] = place[laid]?.written ?? '';
	}
	return { words, distinct, written, order };
};
