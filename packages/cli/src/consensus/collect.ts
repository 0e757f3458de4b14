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
	readonly answers: Map<string, KeptAnswer>;
	readonly truth: Map<number, ReadAnswer>;
};

const regionKinds: readonly QuestionKind[] = ['spans', 'segments', 'boxes'];

/** Puts the tasks of an export together, question by question. */
export const collector = () => {
	const items: string[] = [];
	const workers: string[] = [];
	const workerIds = new Map<string, number>();
	const questions = new Map<string, OpenQuestion>();
	const looked = new Map<string, KeptAnswer>();
	const texts = new Map<number, string>();
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
		const text = spannedText(task);
		if (text !== undefined) texts.set(item, text);
		for (const { worker, groundTruth, answers } of task.annotations) {
			const id = workerIds.get(worker) ?? workers.push(worker) - 1;
			workerIds.set(worker, id);
			const key = `${item} ${id}`;
			if (groundTruth) aside.groundTruth += 1;
			else {
				if (looked.has(key)) {
					aside.repeats += 1;
					for (const question of questions.values()) question.answers.delete(key);
				}
				looked.set(key, { item, worker: id, answer: { kind: 'choice', choices: [] } });
			}
			for (const [name, answer] of answers) {
				const question = open(name, answer);
				if (question === undefined)
					miss(`${answer.kind} in “${name}”: the question has two kinds of answers`, task.item);
				else if (groundTruth) question.truth.set(item, answer);
				else question.answers.set(key, { item, worker: id, answer });
			}
		}
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
			const given = [...answers.values()];
			const silent = [...looked].filter(([key]) => !answers.has(key)).map(([, { item, worker }]) => ({ item, worker }));
			// Who looked and marked nothing has said that nothing is there; who left a choice open has said nothing.
			const empty = regionKinds.includes(kind)
				? silent.map((one): KeptAnswer => ({ ...one, answer: nothing(kind) }))
				: [];
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
