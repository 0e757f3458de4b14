import { parentPort } from 'node:worker_threads';
import { fitTextModel } from '@utu/core/first-pass/fit-model.ts';
import { coveredCategories } from '@utu/core/first-pass/hazards.ts';
import type { TextModel } from '@utu/core/first-pass/model.ts';
import { textModelFromBytes, textModelToBytes } from '@utu/core/first-pass/model-bytes.ts';
import { moderateText } from '@utu/core/first-pass/moderate-text.ts';
import { screenText } from '@utu/core/first-pass/screen-text.ts';
import { seededRandom } from '@utu/core/first-pass/seeded-random.ts';
import { err, ok, type Result } from '@utu/core/shared/result.ts';
import type {
	ClassifierReply,
	ClassifierRequest,
	FitTask,
	ModerateTask,
	ScreenTask,
} from './text-classifier.messages.ts';

/** Models held ready, the least recently used leaves first; each takes up to 2^21 weights of 4 bytes. */
const modelsMax = 8;
const models = new Map<string, TextModel>();

const keep = (key: string, model: TextModel): void => {
	models.delete(key);
	models.set(key, model);
	for (const oldest of models.keys()) {
		if (models.size <= modelsMax) return;
		models.delete(oldest);
	}
};

type Unready = Extract<ClassifierReply, { readonly kind: 'model-wanted' | 'bad-model' }>;

/** The model of a key, from its bytes where it is not held. */
const modelOf = (modelKey: string, modelBytes: Uint8Array | undefined): Result<TextModel, Unready> => {
	let model = models.get(modelKey);
	if (model === undefined) {
		if (modelBytes === undefined) return err({ kind: 'model-wanted' });
		const read = textModelFromBytes(modelBytes);
		if (!read.ok) return err({ kind: 'bad-model', detail: `${read.error.kind}: ${read.error.detail}` });
		model = read.value;
	}
	keep(modelKey, model);
	return ok(model);
};

const screen = ({ modelKey, modelBytes, texts, taxonomy }: ScreenTask): ClassifierReply => {
	const held = modelKey === undefined ? ok(undefined) : modelOf(modelKey, modelBytes);
	if (!held.ok) return held.error;
	const model = held.value;
	return {
		kind: 'screened',
		screenings: texts.map((text) => screenText({ model, text, taxonomy })),
		covered: model === undefined ? [] : coveredCategories(model, taxonomy),
	};
};

const moderate = ({ modelKey, modelBytes, texts, taxonomy }: ModerateTask): ClassifierReply => {
	const held = modelOf(modelKey, modelBytes);
	if (!held.ok) return held.error;
	const model = held.value;
	return { kind: 'moderated', moderations: texts.map((text) => moderateText({ model, text, taxonomy }) ?? null) };
};

const fitModel = ({ request, seed }: FitTask): ClassifierReply => {
	const fitted = fitTextModel({ ...request, random: seededRandom(seed) });
	if (!fitted.ok) return { kind: 'not-fitted', error: fitted.error };
	return { kind: 'fitted', bytes: textModelToBytes(fitted.value.model), report: fitted.value.report };
};

const reply = (request: ClassifierRequest): ClassifierReply => {
	switch (request.kind) {
		case 'screen':
			return screen(request);
		case 'moderate':
			return moderate(request);
		case 'fit':
			return fitModel(request);
	}
};

parentPort?.on('message', (request: ClassifierRequest) => {
	parentPort?.postMessage(reply(request));
});
