import { primaryQuestion, type ScoringTaxonomy } from '@utu/core/first-pass/hazards.ts';
import { nearKeys } from '@utu/core/intake/near.ts';
import {
	type HazardCategory,
	type Hazards,
	hazardCategories,
	joinHazards,
	topSeverity,
	unscreened,
} from '@utu/core/safety/hazards.ts';
import { laneKey } from '@utu/core/safety/lane.ts';
import type { Clock, Ids } from '../platform/clock.ts';
import type { Database, Tx } from '../platform/database.ts';
import type { Dispatcher } from '../platform/dispatch.ts';
import type { Score } from '../predictors/predictor.port.ts';
import { settleScored, type Untouched } from './auto.ts';
import {
	type BatchFacts,
	batchFacts,
	endQuarantine,
	insertNear,
	lockRelaneBatch,
	lockWaiting,
	missedCategories,
	nearFloors,
	openScored,
	type ProjectFacts,
	postpone,
	projectFacts,
	relaneDone,
	relaneItems,
	type ScoredRow,
	upsertLane,
	type WaitingRow,
} from './first-pass.sql.ts';
import type { Fit, PredictorFor } from './predictor.ts';

export type FirstPassDeps = {
	readonly database: Database;
	readonly dispatcher: Dispatcher;
	readonly clock: Clock;
	readonly ids: Ids;
	readonly predictorFor: PredictorFor;
	readonly fit: Fit;
	/** A predictor failed on some items; they wait and are tried again, then go out unscreened. */
	readonly onFailure: (failure: { readonly kind: string; readonly items: number }) => void;
	/** Items were decided without people. */
	readonly decided: () => void;
};

const batchMax = 200;
const attemptsMax = 3;
const retryMsMin = 2_000;
const relaneMax = 2_000;
const scoreMsMax = 25_000;

/** Scores waiting items and opens them in their lanes: nothing reaches a person before. */
export const drainFirstPass = (deps: FirstPassDeps) => async (): Promise<number> => {
	let drained = 0;
	for (const organisationId of await deps.dispatcher.firstPass(deps.clock.now())) {
		drained += await deps.database.transaction({ organisationId }, (tx) => scoreBatch(deps, tx, organisationId));
	}
	return drained;
};

const scoreBatch = async (deps: FirstPassDeps, tx: Tx, organisationId: string): Promise<number> => {
	const now = deps.clock.now();
	const waiting = await joinNear(tx, await lockWaiting(tx, { now, rowsMax: batchMax }));
	const facts = await projectFacts(tx, [...new Set(waiting.map((row) => row.projectId))]);
	const batches = new Map(
		(await batchFacts(tx, [...new Set(waiting.map((row) => row.batchId))])).map((batch) => [batch.batchId, batch]),
	);
	const scored: ScoredRow[] = [];
	const settled: Parameters<typeof settleScored>[1][] = [];
	for (const rows of Map.groupBy(waiting, (row) => `${row.batchId} ${row.projectVersion}`).values()) {
		const project = facts.find((one) => one.projectId === rows[0]?.projectId && one.version === rows[0].projectVersion);
		if (project === undefined) throw new Error('an item without its project version');
		const batch = batches.get(rows[0]?.batchId ?? '');
		const opened = await scoreGroup(deps, tx, { organisationId, project, rows, batch, now });
		scored.push(...opened);
		if (batch?.quarantined !== true)
			for (const [modelVersion, items] of untouchedByModel({ project, rows, opened }))
				settled.push({
					organisationId,
					projectId: project.projectId,
					modelVersion,
					form: project.form,
					items,
					ids: deps.ids,
					now,
				});
	}
	if (scored.length > 0) await openScored(tx, { rows: scored, now });
	let decided = 0;
	for (const group of settled) decided += await settleScored(tx, group);
	if (decided > 0) deps.decided();
	return waiting.length;
};

/** What the machine says of items that nobody has looked at and that are not drawn to be decided blind, by its model. */
const untouchedByModel = (group: {
	readonly project: ProjectFacts;
	readonly rows: readonly WaitingRow[];
	readonly opened: readonly ScoredRow[];
}): ReadonlyMap<number, readonly Untouched[]> => {
	const free = new Set(group.rows.flatMap(({ id, untouched, audited }) => (untouched && !audited ? [id] : [])));
	const question = primaryQuestion(group.project.form)?.name ?? '';
	const byModel = new Map<number, Untouched[]>();
	for (const { id, model_version, label_prior } of group.opened) {
		const probabilities = label_prior?.[question];
		if (!free.has(id) || model_version === null || probabilities === undefined) continue;
		byModel.set(model_version, [...(byModel.get(model_version) ?? []), { id, probabilities }]);
	}
	return byModel;
};

/** What people reported of a near duplicate may be true of an item that comes after it: it counts from the start. */
const joinNear = async (tx: Tx, waiting: readonly WaitingRow[]): Promise<readonly WaitingRow[]> => {
	const keys = waiting.map((row) => ({ id: row.id, keys: nearKeys(row.text) }));
	await insertNear(tx, keys);
	const floors = Map.groupBy(await nearFloors(tx, keys), (row) => row.id);
	return waiting.map((row) => ({
		...row,
		floor: (floors.get(row.id) ?? []).reduce((floor, near) => joinHazards(floor, near.floor), row.floor),
	}));
};

/** Items of one batch and form version. */
type Group = {
	readonly organisationId: string;
	readonly project: ProjectFacts;
	readonly rows: readonly WaitingRow[];
	readonly batch: BatchFacts | undefined;
	readonly now: Date;
};

const scoreGroup = async (deps: FirstPassDeps, tx: Tx, group: Group): Promise<readonly ScoredRow[]> => {
	const { project, rows, now } = group;
	const taxonomy = taxonomyOf(project);
	const scored = await scoresOf(deps, group, taxonomy);
	const again = scored === undefined ? rows.filter((row) => row.attempts + 1 < attemptsMax) : [];
	if (again.length > 0) {
		const attempts = Math.max(...again.map((row) => row.attempts));
		await postpone(tx, {
			ids: again.map((row) => row.id),
			until: new Date(now.getTime() + retryMsMin * 2 ** attempts),
		});
	}
	const modelVersion = scored?.[0]?.modelVersion ?? null;
	const missed =
		modelVersion === null ? [] : await missedCategories(tx, { projectId: project.projectId, modelVersion });
	const opened: ScoredRow[] = [];
	for (const [index, row] of rows.entries()) {
		if (again.includes(row)) continue;
		opened.push(
			await openedRow(deps, tx, { ...group, row, score: scored?.[index], categories: taxonomy.categories, missed }),
		);
	}
	return opened;
};

/** What the predictor says of a group, or undefined when it failed. What scouts have bounded it need not cover. */
const scoresOf = async (
	deps: FirstPassDeps,
	group: Group,
	taxonomy: ScoringTaxonomy,
): Promise<readonly Score[] | undefined> => {
	const predictor = deps.predictorFor(group.organisationId);
	const id = group.project.projectId;
	const covered = await predictor.covers({ id, taxonomy });
	const cleared = (covered.ok ? (group.batch?.cleared ?? []) : []).filter(
		(category) => covered.ok && !covered.value.includes(category),
	);
	const asked: ScoringTaxonomy = {
		...taxonomy,
		categories: taxonomy.categories.filter((category) => !cleared.includes(category)),
	};
	const contents = group.rows.map((row) => ({ medium: 'text', text: row.text }) as const);
	const scored = await predictor.score({ project: { id, taxonomy: asked }, contents }, AbortSignal.timeout(scoreMsMax));
	if (scored.ok) return scored.value;
	deps.onFailure({ kind: scored.error.kind, items: group.rows.length });
	return undefined;
};

/** The question that teaches the first pass, and all categories that an item may carry: the public ones and the project's own. */
export const taxonomyOf = (project: Pick<ProjectFacts, 'form' | 'hazardCategories'>): ScoringTaxonomy => {
	const question = primaryQuestion(project.form);
	const own = project.hazardCategories.filter((category) => category.startsWith('x-'));
	const categories = [...hazardCategories, ...own];
	return question === undefined
		? { question: '', kind: 'single', options: [], categories }
		: { question: question.name, kind: question.kind, options: question.options, categories };
};

const openedRow = async (
	deps: FirstPassDeps,
	tx: Tx,
	options: Group & {
		readonly row: WaitingRow;
		/** Undefined when the predictor has failed too often: everything is open. */
		readonly score: Score | undefined;
		readonly categories: readonly HazardCategory[];
		readonly missed: readonly HazardCategory[];
	},
): Promise<ScoredRow> => {
	const { row, score, project, batch } = options;
	const cleared = batch?.cleared ?? [];
	const open =
		score === undefined || batch?.quarantined === true ? options.categories : [...score.uncovered, ...options.missed];
	const uncovered = [...new Set(open)].filter((category) => !cleared.includes(category)).sort();
	if (batch?.quarantined === true && uncovered.length === 0) await endQuarantine(tx, batch.batchId);
	const { [unscreened]: _, ...known } = { ...score?.hazards };
	const found: Hazards = joinHazards(known, row.floor);
	const hazards: Hazards = uncovered.length > 0 ? { ...found, [unscreened]: 4 } : found;
	const lane = laneKey({ language: row.language ?? undefined, hazards, uncovered, themes: row.themes });
	const severity = topSeverity(hazards);
	const floor = topSeverity(row.floor);
	return {
		id: row.id,
		lane_id: await upsertLane(tx, { organisationId: options.organisationId, projectId: row.projectId, lane }),
		hazards,
		severity,
		uncovered,
		// While anything of the whole is open, so is every sentence.
		sentence_severities: (score?.sentenceSeverities ?? [4]).map((own) =>
			uncovered.length > 0 ? 4 : Math.min(severity, Math.max(own, floor)),
		),
		label_prior: row.audited ? null : (score?.labelPrior ?? null),
		model_version: score?.modelVersion ?? null,
		views_wanted: project.viewsMin,
		// Scouts look at a random sample of the batch; otherwise what is due first, then what came first.
		queue_order: uncovered.length > 0 ? deps.ids.random() : (row.dueAt ?? row.createdAt).getTime(),
	};
};

/** Sends open items back to the first pass after a surprise in their batch, or once scouts have bounded a category. */
export const relaneBatches = (deps: FirstPassDeps) => async (): Promise<number> => {
	let moved = 0;
	for (const organisationId of await deps.dispatcher.relane()) {
		moved += await deps.database.transaction({ organisationId }, async (tx) => {
			const batch = await lockRelaneBatch(tx);
			if (batch === undefined) return 0;
			const items = await relaneItems(tx, { batch, now: deps.clock.now(), rowsMax: relaneMax });
			if (items === 0) await relaneDone(tx, batch.id);
			return Math.max(items, 1);
		});
	}
	return moved;
};
