import { parentPort } from 'node:worker_threads';
import { fitTextModel } from '@utu/core/first-pass/fit-model.ts';
import { coveredCategories } from '@utu/core/first-pass/hazards.ts';
import type { TextModel } from '@utu/core/first-pass/model.ts';
import { textModelFromBytes, textModelToBytes } from '@utu/core/first-pass/model-bytes.ts';
import { screenText } from '@utu/core/first-pass/screen-text.ts';
import { seededRandom } from '@utu/core/first-pass/seeded-random.ts';
import type { ClassifierReply, ClassifierRequest, FitTask, ScreenTask } from './text-classifier.messages.ts';

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

const screen = ({ modelKey, modelBytes, texts, taxonomy }: ScreenTask): ClassifierReply => {
	let model: TextModel | undefined;
	if (modelKey !== undefined) {
		model = models.get(modelKey);
		if (model === undefined) {
			if (modelBytes === undefined) return { kind: 'model-wanted' };
			const read = textModelFromBytes(modelBytes);
			if (!read.ok) return { kind: 'bad-model', detail: `${read.error.kind}: ${read.error.detail}` };
			model = read.value;
		}
		keep(modelKey, model);
	}
	return {
		kind: 'screened',
		screenings: texts.map((text) => screenText({ model, text, taxonomy })),
		covered: model === undefined ? [] : coveredCategories(model, taxonomy),
	};
};

const fitModel = ({ request, seed }: FitTask): ClassifierReply => {
	const fitted = fitTextModel({ ...request, random: seededRandom(seed) });
	if (!fitted.ok) return { kind: 'not-fitted', error: fitted.error };
	return { kind: 'fitted', bytes: textModelToBytes(fitted.value.model), report: fitted.value.report };
};

parentPort?.on('message', (request: ClassifierRequest) => {
	parentPort?.postMessage(request.kind === 'screen' ? screen(request) : fitModel(request));
});
