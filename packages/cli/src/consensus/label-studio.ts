/**
 * One task of a Label Studio export (JSON, not JSON-MIN) as answers to its questions. A question is a tag of the labeling
 * config, known by its `from_name`; what cannot be read is named, never dropped.
 */

export type QuestionKind = 'choice' | 'rating' | 'text' | 'spans' | 'segments' | 'boxes';

/** A span, segment or box as it was marked; `label` by name. */
export type MarkedSpan = {
	readonly start: number;
	readonly end: number;
	readonly label: string;
	readonly text?: string;
};
export type MarkedBox = {
	readonly x: number;
	readonly y: number;
	readonly width: number;
	readonly height: number;
	readonly label: string;
};

/** What one annotation says to one question. */
export type ReadAnswer =
	| { readonly kind: 'choice'; readonly choices: readonly string[] }
	| { readonly kind: 'rating'; readonly rating: number }
	| { readonly kind: 'text'; readonly text: string }
	| { readonly kind: 'spans'; readonly spans: readonly MarkedSpan[] }
	| {
			readonly kind: 'segments';
			readonly segments: readonly MarkedSpan[];
			/** Seconds, where the export says. */
			readonly duration: number | undefined;
			readonly unit: 'seconds' | 'frames';
	  }
	| { readonly kind: 'boxes'; readonly boxes: readonly MarkedBox[] };

export type ReadAnnotation = {
	readonly worker: string;
	readonly groundTruth: boolean;
	readonly answers: ReadonlyMap<string, ReadAnswer>;
};

export type ReadTask = {
	readonly item: string;
	readonly annotations: readonly ReadAnnotation[];
	/** Texts of the task's data, by field. */
	readonly texts: ReadonlyMap<string, string>;
	readonly cancelled: number;
	readonly predictions: number;
	readonly drafts: number;
	/** What was not read, each with the question it belongs to. */
	readonly unread: readonly string[];
};

/** @returns why a value is no task, or the task. `number` is its place in the file, for one without an id. */
export const readTask = (value: unknown, number: number): ReadTask | string => {
	if (!isObject(value)) return 'It is no task: a task is a JSON object.';
	if (!Array.isArray(value['annotations'])) {
		return 'It has no “annotations”: export from Label Studio as JSON, not as JSON-MIN or CSV.';
	}
	const unread: string[] = [];
	const annotations: ReadAnnotation[] = [];
	let cancelled = 0;
	for (const annotation of value['annotations'] as readonly unknown[]) {
		if (!isObject(annotation)) unread.push('an annotation that is no object');
		else if (annotation['was_cancelled'] === true) cancelled += 1;
		else annotations.push(readAnnotation(annotation, unread));
	}
	return {
		item: nameOf(value['id']) ?? `task ${number}`,
		annotations,
		texts: textsOf(value['data']),
		cancelled,
		predictions: lengthOf(value['predictions']),
		drafts: lengthOf(value['drafts']),
		unread,
	};
};

const readAnnotation = (annotation: Fields, unread: string[]): ReadAnnotation => {
	const answers = new Map<string, ReadAnswer>();
	const results: unknown = annotation['result'];
	const list: readonly unknown[] = Array.isArray(results) ? results : [];
	const regions = new Set(list.flatMap((one) => (isObject(one) && isRegion(one['type']) ? [one['id']] : [])));
	for (const result of list) {
		if (!isObject(result)) {
			unread.push('a result that is no object');
			continue;
		}
		const question = nameOf(result['from_name']) ?? 'without a name';
		const type = String(result['type']);
		const read = isRegion(type) || !regions.has(result['id']) ? readResult(type, result) : 'of a region of its own';
		if (typeof read === 'string') {
			unread.push(`${type} in “${question}”: ${read}`);
			continue;
		}
		const joined = join(answers.get(question), read);
		if (joined === undefined) unread.push(`${type} in “${question}”: the question has two kinds of answers`);
		else answers.set(question, joined);
	}
	return {
		worker: workerOf(annotation) ?? 'unknown',
		groundTruth: annotation['ground_truth'] === true,
		answers,
	};
};

const regionTypes = ['labels', 'rectanglelabels', 'timelinelabels'];
const isRegion = (type: unknown): boolean => regionTypes.includes(String(type));

/** Two results of one annotation to one question: regions add up, and so do texts and choices. */
const join = (before: ReadAnswer | undefined, next: ReadAnswer): ReadAnswer | undefined => {
	if (before === undefined) return next;
	if (before.kind === 'choice' && next.kind === 'choice')
		return { kind: 'choice', choices: [...before.choices, ...next.choices] };
	if (before.kind === 'text' && next.kind === 'text') return { kind: 'text', text: `${before.text}\n${next.text}` };
	if (before.kind === 'spans' && next.kind === 'spans')
		return { kind: 'spans', spans: [...before.spans, ...next.spans] };
	if (before.kind === 'segments' && next.kind === 'segments')
		return { ...before, segments: [...before.segments, ...next.segments] };
	if (before.kind === 'boxes' && next.kind === 'boxes')
		return { kind: 'boxes', boxes: [...before.boxes, ...next.boxes] };
	return undefined;
};

/** @returns the answer, or why it is not read. */
const readResult = (type: string, result: Fields): ReadAnswer | string => {
	const value = result['value'];
	if (!isObject(value)) return 'it has no value';
	switch (type) {
		case 'choices':
			return choicesOf(value['choices']);
		case 'pairwise':
			return choicesOf([value['selected']]);
		case 'taxonomy':
			return Array.isArray(value['taxonomy'])
				? choicesOf(value['taxonomy'].map((path) => (Array.isArray(path) ? path.join(' / ') : path)))
				: 'it has no paths';
		case 'rating':
			return Number.isInteger(value['rating'])
				? { kind: 'rating', rating: value['rating'] as number }
				: 'no whole number';
		case 'textarea':
			return textOf(value['text']);
		case 'labels':
			return labelsOf(value, result);
		case 'timelinelabels':
			return timelineOf(value);
		case 'rectanglelabels':
			return boxesOf(value);
		default:
			return 'this kind of answer has no consensus here';
	}
};

const choicesOf = (value: unknown): ReadAnswer | string => {
	const choices = stringsOf(value);
	return choices === undefined ? 'it names no choice' : { kind: 'choice', choices };
};

const textOf = (value: unknown): ReadAnswer | string => {
	if (typeof value === 'string') return { kind: 'text', text: value };
	const texts = stringsOf(value);
	return texts === undefined ? 'it holds no text' : { kind: 'text', text: texts.join('\n') };
};

const stretchOf = ({ start, end }: Fields): { readonly start: number; readonly end: number } | undefined => {
	if (typeof start !== 'number' || typeof end !== 'number') return undefined;
	return start >= 0 && end >= start && Number.isFinite(end) ? { start, end } : undefined;
};

/** On text in characters, on audio in seconds: only audio says how long it is, or on which channel. */
const labelsOf = (value: Fields, result: Fields): ReadAnswer | string => {
	const labels = stringsOf(value['labels']);
	if (labels === undefined) return 'it names no label';
	const stretch = stretchOf(value);
	if (stretch === undefined) return 'start and end are no stretch';
	const duration = result['original_length'];
	if (typeof duration === 'number' || 'channel' in value) {
		const known = typeof duration === 'number' ? duration : undefined;
		return {
			kind: 'segments',
			segments: labels.map((label) => ({ ...stretch, label })),
			duration: known,
			unit: 'seconds',
		};
	}
	const text = typeof value['text'] === 'string' ? { text: value['text'] } : {};
	return { kind: 'spans', spans: labels.map((label) => ({ ...stretch, label, ...text })) };
};

/** Frames count from 1, and the last one is within. */
const timelineOf = (value: Fields): ReadAnswer | string => {
	const labels = stringsOf(value['timelinelabels']);
	const ranges: unknown = value['ranges'];
	if (labels === undefined || !Array.isArray(ranges)) return 'it names no label or no range';
	const segments: MarkedSpan[] = [];
	for (const range of ranges as readonly unknown[]) {
		const stretch = isObject(range) ? stretchOf(range) : undefined;
		if (stretch === undefined || stretch.start < 1) return 'a range is no stretch of frames';
		for (const label of labels) segments.push({ start: stretch.start - 1, end: stretch.end, label });
	}
	return { kind: 'segments', segments, duration: undefined, unit: 'frames' };
};

const boxesOf = (value: Fields): ReadAnswer | string => {
	const labels = stringsOf(value['rectanglelabels']);
	if (labels === undefined) return 'it names no label';
	const { x, y, width, height, rotation } = value;
	if ([x, y, width, height].some((one) => typeof one !== 'number' || !Number.isFinite(one))) return 'it has no place';
	if (typeof rotation === 'number' && rotation % 360 !== 0) return 'the box is turned';
	const place = { x, y, width, height } as Omit<MarkedBox, 'label'>;
	if (!(place.width > 0 && place.height > 0)) return 'the box has no area';
	return { kind: 'boxes', boxes: labels.map((label) => ({ ...place, label })) };
};

type Fields = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Fields =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

const lengthOf = (value: unknown): number => (Array.isArray(value) ? value.length : 0);

const stringsOf = (value: unknown): readonly string[] | undefined =>
	Array.isArray(value) && value.length > 0 && value.every((one) => typeof one === 'string' && one !== '')
		? (value as readonly string[])
		: undefined;

const nameOf = (value: unknown): string | undefined =>
	(typeof value === 'string' && value !== '') || typeof value === 'number' ? String(value) : undefined;

/** `completed_by` is an id, or, in some exports, the person. */
const workerOf = ({ completed_by: by }: Fields): string | undefined =>
	isObject(by) ? (nameOf(by['id']) ?? nameOf(by['email'])) : nameOf(by);

const textsOf = (data: unknown): ReadonlyMap<string, string> =>
	new Map(
		isObject(data)
			? Object.entries(data).filter((entry): entry is [string, string] => typeof entry[1] === 'string')
			: [],
	);
