import { errorRateUpperBound, nextProof } from '@utu/core/first-pass/auto-decide.ts';
import { autoFate, autoQuestion, errorSequence } from '@utu/core/first-pass/auto-suspend.ts';
import type { Form } from '@utu/core/projects/form.ts';
import { err, ok, type Result } from '@utu/core/shared/result.ts';
import type { Clock, Ids } from '../platform/clock.ts';
import type { Database, Tx } from '../platform/database.ts';
import {
	type AutoRule,
	type AutoSetting,
	autoRules,
	autoSetting,
	decideWithoutPeople,
	insertAudits,
	judgedByOption,
	looksPerDecision,
	type MachineDecision,
	machineDecisions,
	type NewAudit,
	recallDecisions,
	saveAutoSetting,
	stateOf,
	waitingAudits,
	withholdPriors,
} from './auto.sql.ts';
import { newestVersion, projectForm, rescoreOpen } from './models.sql.ts';

/** What a decision records of how it was made. */
const machineMethod = 'learn-then-test/1';

/** Until an operator says otherwise: one in twenty may be wrong, one proof in ten mistaken, one in ten is audited. */
const settingDefault: AutoSetting = { isOn: false, alpha: 0.05, delta: 0.1, auditShare: 0.1 };

/** A scored item of one project, version and model that nobody has looked at. */
export type Untouched = { readonly id: string; readonly probabilities: readonly number[] };

/**
 * What becomes of freshly scored items without people: some are drawn to be decided blind, some are decided where that
 * is proven, and all others wait for people as before; without the machine's proposal where an audit has refuted it.
 */
export const settleScored = async (
	tx: Tx,
	options: {
		readonly organisationId: string;
		readonly projectId: string;
		readonly modelVersion: number;
		readonly form: Form;
		readonly items: readonly Untouched[];
		readonly ids: Ids;
		readonly now: Date;
	},
): Promise<number> => {
	const { projectId, modelVersion, ids, now } = options;
	const question = autoQuestion(options.form);
	const setting = question === undefined ? undefined : await autoSetting(tx, projectId);
	if (question === undefined || setting?.isOn !== true) return 0;
	const state = stateOf(setting, await autoRules(tx, { projectId, modelVersion }), question.options);
	const audits: NewAudit[] = [];
	const decisions: MachineDecision[] = [];
	const withheld: string[] = [];
	for (const { id, probabilities } of options.items) {
		const fate = autoFate(state, { probabilities, auditShare: setting.auditShare, chance: ids.random() });
		if (fate.kind === 'withhold') withheld.push(id);
		if (fate.kind === 'people' || fate.kind === 'withhold') continue;
		const option = question.options[fate.option];
		if (option === undefined) throw new Error('a class without an option');
		if (fate.kind === 'audit') {
			audits.push({ item_id: id, option: option.value, confidence: fate.confidence, accepted: fate.accepted });
			continue;
		}
		decisions.push({
			id: ids.uuid(),
			item_id: id,
			answers: { [question.name]: option.value },
			posterior: { [question.name]: probabilities },
			certainty: fate.confidence,
		});
	}
	if (withheld.length > 0) await withholdPriors(tx, withheld);
	if (audits.length > 0) await insertAudits(tx, { ...options, audits });
	return decisions.length === 0 ? 0 : decideWithoutPeople(tx, { decisions, method: machineMethod, now });
};

type Deps = { readonly database: Database; readonly clock: Clock };
type Ref = { readonly organisationId: string; readonly projectId: string };

/** One option, as an operator reads it. Shares are between 0 and 1. */
export type AutoOption = {
	readonly option: string;
	readonly label: string;
	readonly state: 'learning' | 'deciding' | 'suspended';
	/** Blind decisions that there are of what the machine is sure of, and how many the next look for a proof needs. */
	readonly collected: number;
	readonly needed: number;
	readonly proof: {
		readonly threshold: number;
		readonly items: number;
		readonly wrong: number;
		readonly bound: number;
	} | null;
	readonly audit: { readonly items: number; readonly wrong: number; readonly low: number; readonly high: number };
	readonly decided: number;
};

export type AutoView = {
	/** Whether the form can be decided so: one required choice, and nothing else required. */
	readonly possible: boolean;
	readonly setting: AutoSetting;
	readonly modelVersion: number | null;
	readonly options: readonly AutoOption[];
	readonly waitingAudits: number;
	readonly spared: {
		readonly items: number;
		/** At as many looks as people need for a decision here; null before their first. */
		readonly looks: number | null;
		readonly bySeverity: readonly { readonly severity: number; readonly items: number }[];
	};
};

export type AutoError = { readonly kind: 'no-such-project' | 'not-one-question' | 'not-suspended' };

/** What is proven, what audits found, and what nobody had to look at. */
export const autoView = (deps: Deps, ref: Ref): Promise<Result<AutoView, AutoError>> =>
	deps.database.transaction(ref, (tx) => viewOf(tx, ref.projectId));

/** Switches it on or off, or sets another bound; what waits is scored anew, so that it holds for all of it. */
export const setAuto = (deps: Deps, ref: Ref, setting: AutoSetting): Promise<Result<AutoView, AutoError>> =>
	deps.database.transaction<Result<AutoView, AutoError>>(ref, async (tx) => {
		const form = await projectForm(tx, ref.projectId);
		if (form === undefined) return err({ kind: 'no-such-project' });
		if (setting.isOn && autoQuestion(form) === undefined) return err({ kind: 'not-one-question' });
		const now = deps.clock.now();
		await saveAutoSetting(tx, { ...ref, ...setting, now });
		if (setting.isOn && (await newestVersion(tx, ref.projectId)) !== undefined) await rescoreOpen(tx, { ...ref, now });
		return viewOf(tx, ref.projectId);
	});

/** Gives back to people what the machine decided as an option that its audit has suspended. */
export const recallAuto = (deps: Deps, ref: Ref & { readonly option: string }): Promise<Result<AutoView, AutoError>> =>
	deps.database.transaction<Result<AutoView, AutoError>>(ref, async (tx) => {
		const view = await viewOf(tx, ref.projectId);
		if (!view.ok) return view;
		if (view.value.options.find(({ option }) => option === ref.option)?.state !== 'suspended')
			return err({ kind: 'not-suspended' });
		const form = await projectForm(tx, ref.projectId);
		const question = form === undefined ? undefined : autoQuestion(form);
		if (question === undefined) return err({ kind: 'not-one-question' });
		await recallDecisions(tx, { ...ref, question: question.name, now: deps.clock.now() });
		return viewOf(tx, ref.projectId);
	});

const viewOf = async (tx: Tx, projectId: string): Promise<Result<AutoView, AutoError>> => {
	const form = await projectForm(tx, projectId);
	if (form === undefined) return err({ kind: 'no-such-project' });
	const question = autoQuestion(form);
	const setting = (await autoSetting(tx, projectId)) ?? settingDefault;
	const modelVersion = (await newestVersion(tx, projectId)) ?? null;
	const ofModel = modelVersion === null ? undefined : { projectId, modelVersion };
	const rules = ofModel === undefined ? [] : await autoRules(tx, ofModel);
	const judged = ofModel === undefined ? [] : await judgedByOption(tx, ofModel);
	const decisions = question === undefined ? [] : await machineDecisions(tx, { projectId, question: question.name });
	const items = decisions.reduce((sum, row) => sum + row.items, 0);
	const looks = await looksPerDecision(tx, projectId);
	const state = stateOf(setting, rules, question?.options ?? []);
	return ok({
		possible: question !== undefined,
		setting,
		modelVersion,
		options: (question?.options ?? []).map(({ value, label }, k): AutoOption => {
			const rule = rules.find(({ option }) => option === value);
			const { threshold, suspended } = state.classes[k] ?? { threshold: undefined, suspended: false };
			return {
				option: value,
				label,
				state: suspended ? 'suspended' : threshold === undefined ? 'learning' : 'deciding',
				collected: judged.find(({ option }) => option === value)?.confidences.length ?? 0,
				needed: nextProof({ ...setting, looks: rule?.looks ?? 0 }).items,
				proof: rule === undefined || threshold === undefined ? null : proofView(rule, threshold),
				audit: auditView(rule, setting),
				decided: decisions.filter((row) => row.option === value).reduce((sum, row) => sum + row.items, 0),
			};
		}),
		waitingAudits: await waitingAudits(tx, projectId),
		spared: {
			items,
			looks: looks === null ? null : Math.round(looks * items),
			bySeverity: [...Map.groupBy(decisions, ({ severity }) => severity)].map(([severity, own]) => ({
				severity,
				items: own.reduce((sum, row) => sum + row.items, 0),
			})),
		},
	});
};

const proofView = (rule: AutoRule, threshold: number): NonNullable<AutoOption['proof']> => ({
	threshold,
	items: rule.proofItems,
	wrong: rule.proofWrong,
	bound: errorRateUpperBound({ errors: rule.proofWrong, n: rule.proofItems, delta: rule.delta }),
});

const auditView = (rule: AutoRule | undefined, setting: AutoSetting): AutoOption['audit'] => {
	const n = rule?.audited ?? 0;
	const errors = rule?.auditedWrong ?? 0;
	return { items: n, wrong: errors, ...errorSequence({ n, errors }, setting.delta) };
};
