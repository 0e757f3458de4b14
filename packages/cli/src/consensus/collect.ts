import { assert } from '@utu/core/shared/result.ts';
import type { QuestionKind, ReadAnswer, ReadTask } from './label-studio.ts';

/** One answer as it is kept; `item` and `worker` are ids into the export's names. */
export type KeptAnswer = { readonly item: number; readonly worker: number; readonly answer: ReadAnswer };

export type CollectedQuestion = {
	readonly name: string;
	readonly kind: QuestionKind;
	/** Somebody named more than one choice: each choice is then a question of its own. */
	readonly several: boolean;
	/** In order of the file; at most one by item and worker. */
	readonly answers: readonly KeptAnswer[];
	/** Ground truth of the export, by item. */
	readonly truth: ReadonlyMap<number, ReadAnswer>;
	/** Annotations that do not answer it, though others do. */
	readonly unanswered: number;
};

export type Collected = {
	readonly items: readonly string[];
	readonly workers: readonly string[];
	readonly questions: readonly CollectedQuestion[];
	/** The text that spans of an item lie in; undefined where the export does not have it. */
	readonly textOf: (item: number) => string | undefined;
	readonly aside: {
		readonly cancelled: number;
		readonly groundTruth: number;
		readonly predictions: number;
		readonly drafts: number;
		/** Annotations replaced by a later one of the same person on the same task. */
		readonly repeats: number;
	};
	/** What was not read, how often, and the first task that has it. */
	readonly unread: ReadonlyMap<string, { readonly times: number; readonly first: string }>;
};

type OpenQuestion = {
	kind: QuestionKind;
	several: boolean;
	/** By look. */
	readonly answers: Map<number, ReadAnswer>;
	readonly truth: Map<number, ReadAnswer>;
};

const regionKinds: readonly QuestionKind[] = ['spans', 'segments', 'boxes'];

/** One number for an item and a worker: of up to 2²⁰ workers, exact below 2³³ items. */
const workersMax = 2 ** 20;

/** Puts the tasks of an export together, question by question; of others than `only` it keeps the name. */
export const collector = ({ only }: { readonly only?: string | undefined } = {}) => {
	const items: string[] = [];
	const workers: string[] = [];
	const workerIds = new Map<string, number>();
	const questions = new Map<string, OpenQuestion>();
	/** Annotations that count, as item × `workersMax` + worker. */
	const looks = new Set<number>();
	const texts = new Map<number, string>();
	const single = new Map<string, ReadAnswer>();
	const aside = { cancelled: 0, groundTruth: 0, predictions: 0, drafts: 0, repeats: 0 };
	const unread = new Map<string, { times: number; first: string }>();

	const miss = (what: string, item: string): void => {
		const before = unread.get(what);
		if (before === undefined) unread.set(what, { times: 1, first: item });
		else before.times += 1;
	};

	const add = (task: ReadTask): void => {
		const item = items.push(task.item) - 1;
		for (const what of task.unread) miss(what, task.item);
		aside.cancelled += task.cancelled;
		aside.predictions += task.predictions;
		aside.drafts += task.drafts;
		const text = mayHoldSpans(questions, only) ? spannedText(task) : undefined;
		if (text !== undefined) texts.set(item, text);
		for (const { worker, groundTruth, answers } of task.annotations) {
			const id = workerIds.get(worker) ?? workers.push(worker) - 1;
			assert(id < workersMax, `an export has up to ${workersMax} workers`);
			workerIds.set(worker, id);
			const look = item * workersMax + id;
			if (groundTruth) aside.groundTruth += 1;
			else if (looks.has(look)) {
				aside.repeats += 1;
				for (const question of questions.values()) question.answers.delete(look);
			} else looks.add(look);
			for (const [name, answer] of answers) {
				const question = open(name, answer);
				if (question === undefined)
					miss(`${answer.kind} in “${name}”: the question has two kinds of answers`, task.item);
				else if (only !== undefined && name !== only) continue;
				else if (groundTruth) question.truth.set(item, answer);
				else question.answers.set(look, shared(answer));
			}
		}
	};

	/** Choices repeat by the million: each is kept once. */
	const shared = (answer: ReadAnswer): ReadAnswer => {
		const choice = answer.kind === 'choice' && answer.choices.length === 1 ? answer.choices[0] : undefined;
		if (choice === undefined) return answer;
		const known = single.get(choice) ?? answer;
		single.set(choice, known);
		return known;
	};

	const open = (name: string, answer: ReadAnswer): OpenQuestion | undefined => {
		let question = questions.get(name);
		if (question === undefined) {
			question = { kind: answer.kind, several: false, answers: new Map(), truth: new Map() };
			questions.set(name, question);
		}
		if (question.kind !== answer.kind) return undefined;
		if (answer.kind === 'choice' && answer.choices.length > 1) question.several = true;
		return question;
	};

	const finish = (): Collected => ({
		items,
		workers,
		questions: [...questions].map(([name, { kind, several, answers, truth }]): CollectedQuestion => {
			const kept = (look: number, answer: ReadAnswer): KeptAnswer => ({
				item: Math.floor(look / workersMax),
				worker: look % workersMax,
				answer,
			});
			const given = [...answers].map(([look, answer]) => kept(look, answer));
			const silent = [...looks].filter((look) => !answers.has(look));
			// Who looked and marked nothing has said that nothing is there; who left a choice open has said nothing.
			const empty = regionKinds.includes(kind) ? silent.map((look) => kept(look, nothing(kind))) : [];
			const unanswered = silent.length - empty.length;
			return { name, kind, several, answers: [...given, ...empty], truth, unanswered };
		}),
		textOf: (item) => texts.get(item),
		aside,
		unread,
	});

	return { add, finish };
};

const nothing = (kind: QuestionKind): ReadAnswer => {
	switch (kind) {
		case 'spans':
			return { kind, spans: [] };
		case 'segments':
			return { kind, segments: [], duration: undefined, unit: 'seconds' };
		case 'boxes':
			return { kind, boxes: [] };
		default:
			throw new Error(`${kind} has no empty answer`);
	}
};

/** The text of a task is kept while its spans may be asked for: it is most of an export. */
const mayHoldSpans = (questions: ReadonlyMap<string, OpenQuestion>, only: string | undefined): boolean => {
	const kind = only === undefined ? undefined : questions.get(only)?.kind;
	return kind === undefined || kind === 'spans';
};

/** The field of the task's data in which its spans lie: where they say what they hold, the one that holds it. */
const spannedText = (task: ReadTask): string | undefined => {
	const spans = task.annotations.flatMap(({ answers }) =>
		[...answers.values()].flatMap((answer) => (answer.kind === 'spans' ? answer.spans : [])),
	);
	if (spans.length === 0) return task.texts.get('text') ?? [...task.texts.values()][0];
	const fits = (text: string): boolean =>
		spans.every(
			({ start, end, text: held }) => end <= text.length && (held === undefined || text.slice(start, end) === held),
		);
	return [...task.texts.values()].find(fits);
};
