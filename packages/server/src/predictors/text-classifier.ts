import type { FitError } from '@utu/core/first-pass/fit-model.ts';
import type { FitReport } from '@utu/core/first-pass/fit-report.ts';
import type { TextScreening } from '@utu/core/first-pass/screen-text.ts';
import type { HazardCategory } from '@utu/core/safety/hazards.ts';
import { err, ok, type Result } from '@utu/core/shared/result.ts';
import type { PredictorError, PredictorHealth } from './predictor.port.ts';
import type { ClassifierReply, ClassifierRequest, FitTask, ScreenTask } from './text-classifier.messages.ts';
import { startThread, type Thread, type ThreadError } from './thread.ts';

export const classifierLimits = {
	/** Of one `score` call. */
	textsMax: 1_000,
	charsMax: 4_000_000,
	scoreQueueMax: 64,
	scoreTimeoutMs: 30_000,
	fitQueueMax: 4,
	fitTimeoutMs: 15 * 60_000,
	scoreHeapMbMax: 512,
	fitHeapMbMax: 2_048,
} as const;

/** A learned model and how to get its bytes. A key names the same bytes for ever: project and version. */
export type ModelSource = { readonly key: string; readonly load: () => Promise<Uint8Array> };

export type ScoreRequest = Omit<ScreenTask, 'kind' | 'modelKey' | 'modelBytes'> & {
	/** Absent before anything was learned: then everything is uncovered. */
	readonly model?: ModelSource | undefined;
	readonly signal?: AbortSignal | undefined;
};

export type Scored = { readonly screenings: readonly TextScreening[]; readonly covered: readonly HazardCategory[] };
export type Fitted = { readonly modelBytes: Uint8Array; readonly report: FitReport };

/** The built-in text classifier, off the request thread: one thread scores, another fits, so that a fit delays no score. */
export type TextClassifier = {
	/** One screening for each text, and the categories of the project that the model covers. */
	readonly score: (request: ScoreRequest) => Promise<Result<Scored, PredictorError>>;
	/** Learns from decided texts; examples and targets as in `fitTextModel`, targets in the order of the taxonomy's options. */
	readonly fit: (
		request: Omit<FitTask, 'kind'> & { readonly signal?: AbortSignal | undefined },
	) => Promise<Result<Fitted, ThreadError | FitError>>;
	readonly health: () => PredictorHealth;
	readonly stop: () => Promise<void>;
};

export type TextClassifierOptions = Partial<Record<keyof typeof classifierLimits, number>> & {
	/** The module that both threads run; another one in tests of what happens when it dies. */
	readonly module?: URL;
};

export const startTextClassifier = (options: TextClassifierOptions = {}): TextClassifier => {
	const { module = new URL('./text-classifier.worker.ts', import.meta.url), ...given } = options;
	const limits = { ...classifierLimits, ...given };
	const scoring = startThread<ClassifierRequest, ClassifierReply>({
		module,
		name: 'text-score',
		queueMax: limits.scoreQueueMax,
		timeoutMs: limits.scoreTimeoutMs,
		heapMbMax: limits.scoreHeapMbMax,
	});
	const fitting = startThread<ClassifierRequest, ClassifierReply>({
		module,
		name: 'text-fit',
		queueMax: limits.fitQueueMax,
		timeoutMs: limits.fitTimeoutMs,
		heapMbMax: limits.fitHeapMbMax,
	});
	return {
		score: (request) => score(scoring, limits, request),
		fit: async ({ signal, taxonomy, examples, balanced, seed }) => {
			const reply = await fitting.call({ kind: 'fit', taxonomy, examples, balanced, seed }, signal);
			if (!reply.ok) return reply;
			if (reply.value.kind === 'not-fitted') return err(reply.value.error);
			return reply.value.kind === 'fitted'
				? ok(reply.value)
				: err({ kind: 'crashed', detail: `reply ${reply.value.kind}` });
		},
		health: () => {
			const parts = [scoring.health(), fitting.health()];
			return {
				state: parts.some(({ stopped }) => stopped) ? 'stopped' : 'ready',
				waiting: parts.reduce((sum, { waiting }) => sum + waiting, 0),
				restarts: parts.reduce((sum, { restarts }) => sum + restarts, 0),
			};
		},
		stop: async () => {
			await Promise.all([scoring.stop(), fitting.stop()]);
		},
	};
};

const score = async (
	thread: Thread<ClassifierRequest, ClassifierReply>,
	{ textsMax, charsMax }: { readonly textsMax: number; readonly charsMax: number },
	{ texts, taxonomy, model, signal }: ScoreRequest,
): Promise<Result<Scored, PredictorError>> => {
	if (texts.length > textsMax) return err({ kind: 'too-large', what: 'contents', max: textsMax });
	if (texts.reduce((sum, text) => sum + text.length, 0) > charsMax)
		return err({ kind: 'too-large', what: 'characters', max: charsMax });
	const task: ScreenTask = { kind: 'screen', texts, taxonomy, modelKey: model?.key };
	const first = await thread.call(task, signal);
	if (!first.ok) return first;
	if (first.value.kind !== 'model-wanted' || model === undefined) return asScored(first.value);
	const modelBytes = await loadBytes(model);
	if (modelBytes === undefined) return err({ kind: 'bad-model', detail: 'not loaded' });
	const second = await thread.call({ ...task, modelBytes }, signal);
	return second.ok ? asScored(second.value) : second;
};

const loadBytes = async (model: ModelSource): Promise<Uint8Array | undefined> => {
	try {
		return await model.load();
	} catch {
		return undefined;
	}
};

const asScored = (reply: ClassifierReply): Result<Scored, PredictorError> => {
	switch (reply.kind) {
		case 'screened':
			return ok({ screenings: reply.screenings, covered: reply.covered });
		case 'bad-model':
			return err(reply);
		default:
			return err({ kind: 'crashed', detail: `reply ${reply.kind}` });
	}
};
