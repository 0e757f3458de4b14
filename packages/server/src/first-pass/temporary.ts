import { fitTextModel } from '@utu/core/first-pass/fit-model.ts';
import { textModelFromBytes, textModelToBytes } from '@utu/core/first-pass/model-bytes.ts';
import { screenText } from '@utu/core/first-pass/screen-text.ts';
import { seededRandom } from '@utu/core/first-pass/seeded-random.ts';
import { ok } from '@utu/core/shared/result.ts';
import type { TextPredictor } from './predictor.ts';
export const temporaryPredictor: TextPredictor = {
	score: async ({ model, texts, taxonomy }) => {
		const bytes = model && textModelFromBytes(await model.load());
		const m = bytes?.ok ? bytes.value : undefined;
		return ok(texts.map((text) => screenText({ model: m, text, taxonomy })));
	},
	fit: async ({ seed, ...r }) => {
		const f = fitTextModel({ ...r, random: seededRandom(seed) });
		return f.ok ? ok({ bytes: textModelToBytes(f.value.model), report: f.value.report }) : f;
	},
};
