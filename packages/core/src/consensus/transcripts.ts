import { assert } from '../shared/result.ts';
import { textLimits } from './text.ts';
import { alignTexts, type Slot } from './transcript-align.ts';

/** What one worker wrote down of one recording or picture. */
export type TranscriptAnswer = { readonly item: number; readonly worker: number; readonly text: string };

export type TranscriptTask = {
	readonly itemCount: number;
	readonly workerCount: number;
	/** At most one by worker and item. */
	readonly answers: readonly TranscriptAnswer[];
};

export type DecidedWord = {
	readonly text: string;
	/** Probability that this is the word, under the workers' accuracies. */
	readonly certainty: number;
};

export type DecidedTranscript = {
	readonly text: string;
	readonly words: readonly DecidedWord[];
	/** Mean certainty of its places, those decided as silent included; undefined for one answer alone, or none. */
	readonly certainty: number | undefined;
	readonly answers: number;
	/** Words of an answer that were not compared, over `transcriptLimits.wordsMax`: the rest is the medoid's. */
	readonly truncated: boolean;
};

export type TranscriptConsensus = {
	readonly transcripts: readonly DecidedTranscript[];
	/** The share of places on which each worker is right, under the posterior; NaN without answers. For weighing, not for scoring. */
	readonly accuracy: Float64Array;
	readonly iterations: number;
};

export const transcriptLimits = {
	/** Words (characters, where a script has no spaces) compared of each answer. */
	wordsMax: 2_000,
	answersMax: textLimits.textsMax,
} as const;

export const transcriptDefaults = {
	/** Places that the crowd's accuracy counts for in a worker's own [D]. */
	strength: 8,
	tolerance: 1e-3,
	iterationsMax: 50,
} as const;

/**
 * One text from several, word by word (ROVER: Fiscus 1997): the answers are aligned into places, and at each place the
 * words, or silence, are voted on, one coin a worker, learnt over all items.
 *
 * Words are compared without case and outer punctuation; the spelling that is kept is that of the heaviest voters.
 */
export const transcriptConsensus = (task: TranscriptTask): TranscriptConsensus => {
	const byItem = Array.from({ length: task.itemCount }, (): TranscriptAnswer[] => []);
	for (const answer of task.answers) {
		const own = byItem[answer.item];
		assert(own !== undefined && answer.worker >= 0 && answer.worker < task.workerCount, 'item and worker are ids');
		assert(!own.some(({ worker }) => worker === answer.worker), 'a worker answers an item once');
		assert(own.length < transcriptLimits.answersMax, `at most ${transcriptLimits.answersMax} answers an item`);
		own.push(answer);
	}
	const items = byItem.map((answers): Aligned => {
		const aligned = alignTexts(
			answers.map(({ text }) => text),
			transcriptLimits.wordsMax,
		);
		return { ...aligned, workers: Int32Array.from(answers, ({ worker }) => worker) };
	});
	const { skill, accuracy, iterations } = learnSkills(items, task.workerCount);
	return { transcripts: items.map((item) => decide(item, skill)), accuracy, iterations };
};

type Aligned = ReturnType<typeof alignTexts> & { readonly workers: Int32Array };

/** Accuracies stay this far from 0 and 1, where odds end. */
const margin = 1e-3;

/**
 * Probability of each distinct word of a place, in order of `slot.distinct`: one coin a worker, as many classes as
 * there are different words, at least two.
 */
const slotPosterior = (slot: Slot, workers: Int32Array, skill: Float64Array | undefined): Float64Array => {
	const classes = slot.distinct.length;
	const weights = new Float64Array(classes);
	for (const [place, word] of slot.words.entries()) {
		const right = skill === undefined ? undefined : skill[workers[place]!]!;
		weights[word]! += right === undefined ? 1 : Math.log((right * Math.max(classes - 1, 1)) / (1 - right));
	}
	if (skill !== undefined) {
		const most = weights.reduce((so, value) => Math.max(so, value), Number.NEGATIVE_INFINITY);
		for (let at = 0; at < classes; at++) weights[at] = Math.exp(weights[at]! - most);
	}
	const total = weights.reduce((sum, value) => sum + value, 0);
	for (let at = 0; at < classes; at++) weights[at]! /= total;
	return weights;
};

/** Accuracies by expectation–maximisation over the places on which two answers or more meet. */
const learnSkills = (
	items: readonly Aligned[],
	workerCount: number,
): { readonly skill: Float64Array; readonly accuracy: Float64Array; readonly iterations: number } => {
	let skill: Float64Array | undefined;
	let accuracy = new Float64Array(workerCount).fill(Number.NaN);
	let iterations = 0;
	for (let moved = 1; moved > transcriptDefaults.tolerance && iterations < transcriptDefaults.iterationsMax; ) {
		const [right, given] = [new Float64Array(workerCount), new Float64Array(workerCount)];
		for (const { slots, workers } of items) {
			if (workers.length < 2) continue;
			for (const slot of slots) {
				const posterior = slotPosterior(slot, workers, skill);
				for (const [place, word] of slot.words.entries()) {
					right[workers[place]!]! += posterior[word]!;
					given[workers[place]!]! += 1;
				}
			}
		}
		const all = given.reduce((sum, value) => sum + value, 0);
		const crowd = all > 0 ? right.reduce((sum, value) => sum + value, 0) / all : 1 - margin;
		const { strength } = transcriptDefaults;
		const next = right.map((own, w) => {
			const shrunk = (own + strength * crowd) / (given[w]! + strength);
			return Math.min(Math.max(shrunk, margin), 1 - margin);
		});
		const before = skill;
		moved = before === undefined ? 1 : next.reduce((most, one, w) => Math.max(most, Math.abs(one - before[w]!)), 0);
		accuracy = right.map((own, w) => (given[w]! > 0 ? own / given[w]! : Number.NaN));
		skill = next;
		iterations++;
	}
	return { skill: skill ?? new Float64Array(workerCount), accuracy, iterations };
};

const decide = ({ slots, workers, spaced, rest, truncated }: Aligned, skill: Float64Array): DecidedTranscript => {
	const words: DecidedWord[] = [];
	let sum = 0;
	for (const slot of slots) {
		const posterior = slotPosterior(slot, workers, skill);
		let most = 0;
		// Answers come in the medoid's order: in a tie its word stands.
		for (let at = 1; at < posterior.length; at++) if (posterior[at]! > posterior[most]! + 1e-12) most = at;
		sum += posterior[most]!;
		if (slot.distinct[most] !== '')
			words.push({ text: spelling(slot, { most, workers, skill }), certainty: posterior[most]! });
	}
	const joined = words.map(({ text }) => text).join(spaced ? ' ' : '');
	const certainty = workers.length < 2 ? undefined : slots.length === 0 ? 1 : sum / slots.length;
	const text = rest === '' ? joined : `${joined}${spaced && joined !== '' ? ' ' : ''}${rest}`;
	return { text, words, certainty, answers: workers.length, truncated };
};

const spelling = (
	slot: Slot,
	{ most, workers, skill }: { readonly most: number; readonly workers: Int32Array; readonly skill: Float64Array },
): string => {
	const weights = new Map<string, number>();
	for (const place of slot.order) {
		if (slot.words[place] !== most) continue;
		const written = slot.written[place]!;
		weights.set(written, (weights.get(written) ?? 0) + skill[workers[place]!]!);
	}
	let best = '';
	for (const [written, weight] of weights) if (best === '' || weight > weights.get(best)! + 1e-12) best = written;
	return best;
};
