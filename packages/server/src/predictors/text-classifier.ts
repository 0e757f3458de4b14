import type { FitError, FitRequest } from '@utu/core/first-pass/fit-model.ts';
import type { FitReport } from '@utu/core/first-pass/fit-report.ts';
import type { CategoryScores, ScoringTaxonomy } from '@utu/core/first-pass/hazards.ts';
import type { TextScreening } from '@utu/core/first-pass/screen-text.ts';
import type { HazardCategory } from '@utu/core/safety/hazards.ts';
import { err, ok, type Result } from '@utu/core/shared/result.ts';
import type { PredictorError, PredictorHealth } from './predictor.port.ts';
import type { ClassifierReply, ClassifierRequest, ModerateTask, ScreenTask } from './text-classifier.messages.ts';
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

export type ScoreRequest = {
	/** Absent before anything was learned: then everything is uncovered. */
	readonly model: ModelSource | undefined;
	readonly texts: readonly string[];
	readonly taxonomy: ScoringTaxonomy;
	readonly signal?: AbortSignal | undefined;
};

export type ModerateRequest = Omit<ScoreRequest, 'model'> & { readonly model: ModelSource };

/** As `fitTextModel`; the same seed and examples give the same model. */
export type FitCall = Omit<FitRequest, 'random'> & { readonly seed: number; readonly signal?: AbortSignal | undefined };
export type Fitted = { readonly bytes: Uint8Array; readonly report: FitReport };

/** The built-in text classifier, off the request thread: one thread scores, another fits, so that a fit delays no score. */
export type TextClassifier = {
	/** One screening for each text, in their order. */
	readonly score: (request: ScoreRequest) => Promise<Result<readonly TextScreening[], PredictorError>>;
	/** How likely each text carries each category that the model covers; null where it is too long to be read whole. */
	readonly moderate: (request: ModerateRequest) => Promise<Result<readonly (CategoryScores | null)[], PredictorError>>;
	/** The categories of the project that the model screens. */
	readonly covered: (
		request: Omit<ScoreRequest, 'texts'>,
	) => Promise<Result<readonly HazardCategory[], PredictorError>>;
	readonly fit: (call: FitCall) => Promise<Result<Fitted, ThreadError | FitError>>;
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
		score: async (request) => {
			const scored = await score(scoring, limits, request);
			return scored.ok ? ok(scored.value.screenings) : scored;
		},
		moderate: async ({ model, texts, taxonomy, signal }) => {
			const reply = await withModel(scoring, limits, {
				task: { kind: 'moderate', texts, taxonomy, modelKey: model.key },
				model,
				signal,
			});
			if (!reply.ok) return reply;
			return reply.value.kind === 'moderated' ? ok(reply.value.moderations) : unexpected(reply.value);
		},
		covered: async (request) => {
			const scored = await score(scoring, limits, { ...request, texts: [] });
			return scored.ok ? ok(scored.value.covered) : scored;
		},
		fit: async ({ signal, seed, ...request }) => {
			const reply = await fitting.call({ kind: 'fit', request, seed }, signal);
			if (!reply.ok) return reply;
			if (reply.value.kind === 'not-fitted') return err(reply.value.error);
			return reply.value.kind === 'fitted'
				? ok({ bytes: reply.value.bytes, report: reply.value.report })
				: unexpected(reply.value);
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

type Limits = { readonly textsMax: number; readonly charsMax: number };

const score = async (
	thread: Thread<ClassifierRequest, ClassifierReply>,
	limits: Limits,
	{ texts, taxonomy, model, signal }: ScoreRequest,
): Promise<Result<Screened, PredictorError>> => {
	const task: ScreenTask = { kind: 'screen', texts, taxonomy, modelKey: model?.key };
	const reply = await withModel(thread, limits, { task, model, signal });
	if (!reply.ok) return reply;
	return reply.value.kind === 'screened' ? ok(reply.value) : unexpected(reply.value);
};

/** Asks the thread, and once more with the model's bytes where it does not hold them. */
const withModel = async (
	thread: Thread<ClassifierRequest, ClassifierReply>,
	{ textsMax, charsMax }: Limits,
	asked: {
		readonly task: ScreenTask | ModerateTask;
		readonly model: ModelSource | undefined;
		readonly signal: AbortSignal | undefined;
	},
): Promise<Result<ClassifierReply, PredictorError>> => {
	const { task, model, signal } = asked;
	if (task.texts.length > textsMax) return err({ kind: 'too-large', what: 'contents', max: textsMax });
	if (task.texts.reduce((sum, text) => sum + text.length, 0) > charsMax)
		return err({ kind: 'too-large', what: 'characters', max: charsMax });
	const first = await thread.call(task, signal);
	if (!first.ok || first.value.kind !== 'model-wanted' || model === undefined) return sound(first);
	const modelBytes = await loadBytes(model);
	if (modelBytes === undefined) return err({ kind: 'bad-model', detail: 'not loaded' });
	return sound(await thread.call({ ...task, modelBytes }, signal));
};

const sound = (reply: Result<ClassifierReply, ThreadError>): Result<ClassifierReply, PredictorError> =>
	reply.ok && reply.value.kind === 'bad-model' ? err(reply.value) : reply;

const loadBytes = async (model: ModelSource): Promise<Uint8Array | undefined> => {
	try {
		return await model.load();
	} catch {
		return undefined;
	}
};

type Screened = Extract<ClassifierReply, { readonly kind: 'screened' }>;

const unexpected = ({ kind }: ClassifierReply) => err({ kind: 'crashed', detail: `reply ${kind}` } as const);
