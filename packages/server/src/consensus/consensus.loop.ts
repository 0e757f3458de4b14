import { decideItem, type ItemDecision } from '@utu/core/consensus/decide-item.ts';
import {
	type QuestionModels,
	type QuestionPosterior,
	questionPosterior,
	unknownModels,
} from '@utu/core/consensus/question.ts';
import { type Form, hazardsOfAnswers, type Question } from '@utu/core/projects/form.ts';
import { categoriesAtLeast, joinHazards } from '@utu/core/safety/hazards.ts';
import type { Clock, Ids } from '../platform/clock.ts';
import type { Database, Tx } from '../platform/database.ts';
import type { Dispatcher } from '../platform/dispatch.ts';
import { countScoutLooks } from '../safety/screening.sql.ts';
import {
	type CountedAnswer,
	countedAnswers,
	crowdModels,
	type DueAnswer,
	lockItems,
	type OpenItem,
	type Outcome,
	takeDueAnswers,
	type VersionFacts,
	versionFacts,
	workerModels,
	writeOutcomes,
} from './consensus.sql.ts';
import { modelsOf } from './models.ts';
import { priorOf } from './prior.ts';

export type ConsensusDeps = {
	readonly database: Database;
	readonly dispatcher: Dispatcher;
	readonly clock: Clock;
	readonly ids: Ids;
	readonly decided: () => void;
};

/** Items stay locked while they are weighed, and who answers one of them waits: a small batch. */
const batchMax = 32;
/** What a decision records of how it was made. */
export const consensusMethod = 'dawid-skene-online/1';

/** Drains answers: each moves its item's posterior; the item is decided, or asks for one more pair of eyes. */
export const drainConsensus = (deps: ConsensusDeps) => async (): Promise<number> => {
	let drained = 0;
	for (const organisationId of await deps.dispatcher.consensus()) {
		drained += await deps.database.transaction({ organisationId }, (tx) => drainBatch(deps, tx, organisationId));
	}
	if (drained > 0) deps.decided();
	return drained;
};

const drainBatch = async (deps: ConsensusDeps, tx: Tx, organisationId: string): Promise<number> => {
	const due = await takeDueAnswers(tx, batchMax);
	if (due.length === 0) return 0;
	const scouted = due.filter((answer) => answer.screenDue);
	if (scouted.length > 0) {
		const forms = new Map(
			(await versionFacts(tx, [...new Set(scouted.map((answer) => answer.projectId))])).map((version) => [
				versionKey(version),
				version.form,
			]),
		);
		const looks = scouted.map((answer) =>
			scoutLook(answer, forms.get(versionKey({ projectId: answer.projectId, version: answer.projectVersion }))),
		);
		await countScoutLooks(tx, { organisationId, now: deps.clock.now(), looks });
	}
	const items = await lockItems(tx, [...new Set(due.map((answer) => answer.itemId))].sort());
	if (items.length > 0) {
		const evidence = await loadEvidence(tx, items);
		// Read under the items' locks: what was granted before stands before.
		await writeOutcomes(tx, { now: deps.clock.now(), outcomes: items.map((item) => outcomeOf(deps, item, evidence)) });
	}
	return due.length;
};

const versionKey = (of: { readonly projectId: string; readonly version: number }): string =>
	`${of.projectId} ${of.version}`;

/** A category counts as found where a person reported it at severity 2 or more, or chose an answer that says so. */
const scoutLook = (answer: DueAnswer, form: Form | undefined) => ({
	itemId: answer.itemId,
	batchId: answer.batchId,
	uncovered: answer.uncovered,
	found: categoriesAtLeast(
		joinHazards(answer.hazardsFound, form === undefined ? {} : hazardsOfAnswers(form, answer.answers)),
		2,
	),
});

type Evidence = {
	readonly answers: ReadonlyMap<string, readonly CountedAnswer[]>;
	readonly versions: ReadonlyMap<string, VersionFacts>;
	readonly models: (projectId: string, question: Question) => QuestionModels;
};

const loadEvidence = async (tx: Tx, items: readonly OpenItem[]): Promise<Evidence> => {
	const answers = await countedAnswers(
		tx,
		items.map((item) => item.id),
	);
	const projectIds = [...new Set(items.map((item) => item.projectId))];
	const versions = await versionFacts(tx, projectIds);
	const workers = await workerModels(tx, {
		projectIds,
		workerIds: [...new Set(answers.map((answer) => answer.workerId))],
	});
	const crowds = await crowdModels(tx, projectIds);
	return {
		answers: Map.groupBy(answers, (answer) => answer.itemId),
		versions: new Map(versions.map((version) => [versionKey(version), version])),
		models: (projectId, question) =>
			modelsOf({
				question,
				workers: workers.filter((row) => row.projectId === projectId),
				crowds: crowds.filter((row) => row.projectId === projectId),
			}),
	};
};

const outcomeOf = (deps: ConsensusDeps, item: OpenItem, evidence: Evidence): Outcome => {
	const version = evidence.versions.get(versionKey({ projectId: item.projectId, version: item.projectVersion }));
	if (version === undefined) throw new Error('an item without its project version');
	const answers = (evidence.answers.get(item.id) ?? []).map((answer) => ({
		worker: answer.workerId,
		basis: 'viewed' as const,
		answers: answer.answers,
	}));
	const models = new Map(
		version.form.questions.map((question) => [question.name, evidence.models(item.projectId, question)]),
	);
	const priors = new Map(version.form.questions.map((question) => [question.name, priorOf(question, item.labelPrior)]));
	const decision = decideItem({
		form: version.form,
		answers,
		targets: version,
		models,
		priors,
		weighing: version.fewestEyes ? undefined : 'off',
	});
	const posterior = Object.fromEntries(
		version.form.questions.map((question) => {
			const views = answers.flatMap(({ worker, answers: given }) =>
				given[question.name] === undefined ? [] : [{ worker, value: given[question.name] as string }],
			);
			const found = questionPosterior({
				question,
				views,
				models: models.get(question.name) ?? unknownModels(question),
				prior: priors.get(question.name),
			});
			return [question.name, softLabels(question, found)] as const;
		}),
	);
	if (decision.kind === 'another-view') {
		// One place more than is taken: never two people asked where one may be enough.
		const wanted = Math.min(
			version.viewsMax,
			Math.max(item.views + item.viewsActive, item.views + 1, version.viewsMin),
		);
		return { item_id: item.id, posterior, certainty: 0, views_wanted: wanted, decision: null };
	}
	return {
		item_id: item.id,
		posterior,
		certainty: decision.certainty ?? 0,
		views_wanted: item.views,
		decision: { id: deps.ids.uuid(), reason: reasonOf(decision), answers: decision.answers, method: consensusMethod },
	};
};

const reasonOf = (decision: Extract<ItemDecision, { kind: 'decide' }>): 'certain' | 'cap' | 'no-gain' | 'text' =>
	decision.reason;

/** Probabilities as they are stored and exported: by option, by severity, or none for text. */
const softLabels = (question: Question, { parts }: QuestionPosterior): readonly number[] => {
	const round = (value: number): number => Math.round(value * 1e6) / 1e6;
	if (question.kind === 'multiple') return parts.map((part) => round(part[1] ?? 0));
	return [...(parts[0] ?? [])].map(round);
};
