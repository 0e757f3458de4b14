import { learnThreshold, nextProof } from '@utu/core/first-pass/auto-decide.ts';
import { autoDecide, autoQuestion } from '@utu/core/first-pass/auto-suspend.ts';
import type { SingleQuestion } from '@utu/core/projects/form.ts';
import type { Clock } from '../platform/clock.ts';
import type { Database, Tx } from '../platform/database.ts';
import type { Dispatcher } from '../platform/dispatch.ts';
import {
	type AutoRule,
	type AutoSetting,
	autoProjects,
	autoRules,
	type JudgedAudit,
	judgeAudits,
	judgedByOption,
	saveAudited,
	saveProof,
	stateOf,
} from './auto.sql.ts';
import { newestVersion, rescoreOpen } from './models.sql.ts';

export type AutoDeps = { readonly database: Database; readonly dispatcher: Dispatcher; readonly clock: Clock };
type Project = AutoSetting & { readonly organisationId: string; readonly projectId: string };

const auditsMax = 1_000;

/**
 * Judges the machine by what people decided blind: suspends a rule whose bound breaks, and looks for new proofs when
 * there is enough to look at. Says how many audits were judged.
 */
export const watchAutoDecisions = (deps: AutoDeps) => async (): Promise<number> => {
	let judged = 0;
	for (const organisationId of await deps.dispatcher.organisations())
		judged += await deps.database.transaction({ organisationId }, async (tx) => {
			let found = 0;
			for (const { form, ...project } of await autoProjects(tx)) {
				const question = autoQuestion(form);
				if (question === undefined) continue;
				found += await watchProject(deps, tx, { project: { ...project, organisationId }, question });
			}
			return found;
		});
	return judged;
};

const watchProject = async (
	deps: AutoDeps,
	tx: Tx,
	options: { readonly project: Project; readonly question: SingleQuestion },
): Promise<number> => {
	const { project, question } = options;
	const now = deps.clock.now();
	const audits = await judgeAudits(tx, { ...project, question: question.name, now, rowsMax: auditsMax });
	for (const [modelVersion, own] of Map.groupBy(audits, (audit) => audit.modelVersion))
		await countAudits(tx, { project, question, modelVersion, audits: own, now });
	if (audits.length > 0) await lookForProofs(tx, { project, question, now });
	return audits.length;
};

/** Audits of what the rules decide, one after the other: each may be the one that suspends. */
const countAudits = async (
	tx: Tx,
	options: {
		readonly project: Project;
		readonly question: SingleQuestion;
		readonly modelVersion: number;
		readonly audits: readonly JudgedAudit[];
		readonly now: Date;
	},
): Promise<void> => {
	const { project, modelVersion, question, now } = options;
	const accepted = options.audits.filter((audit) => audit.accepted);
	if (accepted.length === 0) return;
	const before = stateOf(project, await autoRules(tx, { ...project, modelVersion }), question.options);
	const after = accepted.reduce((state, audit) => {
		const decided = question.options.findIndex(({ value }) => value === audit.option);
		return decided === -1 ? state : autoDecide(state, { decided, wrong: audit.wrong });
	}, before);
	for (const [k, { value: option }] of question.options.entries()) {
		const counted = after.classes[k];
		if (counted === undefined || counted.n === before.classes[k]?.n) continue;
		const { n: audited, errors: wrong, suspended } = counted;
		await saveAudited(tx, { ...project, modelVersion, option, audited, wrong, suspended, now });
	}
};

/** Learn-then-Test, option by option, where twice as many blind decisions are there as at the look before. */
const lookForProofs = async (
	tx: Tx,
	options: { readonly project: Project; readonly question: SingleQuestion; readonly now: Date },
): Promise<void> => {
	const { project, now } = options;
	const modelVersion = await newestVersion(tx, project.projectId);
	if (modelVersion === undefined) return;
	const rules = await autoRules(tx, { ...project, modelVersion });
	let proven = false;
	for (const { option, confidences, wrong } of await judgedByOption(tx, { ...project, modelVersion })) {
		if (!options.question.options.some(({ value }) => value === option)) continue;
		const rule = rules.find((one) => one.option === option);
		const look = nextProof({ ...project, looks: rule?.looks ?? 0 });
		if (confidences.length < look.items) continue;
		const found = learnThreshold({
			confidences: Float64Array.from(confidences),
			wrong: Uint8Array.from(wrong),
			alpha: project.alpha,
			delta: look.delta,
		});
		const { threshold, items, wrong: wrongAt } = proofOf(found, ruleFor(project, rule));
		const looks = (rule?.looks ?? 0) + 1;
		const proof = { option, looks, threshold, items, wrong: wrongAt };
		await saveProof(tx, { ...project, modelVersion, setting: project, ...proof, now });
		proven ||= found.threshold !== undefined;
	}
	// What waits was scored when less was proven.
	if (proven) await rescoreOpen(tx, { ...project, now });
};

/** The rule, if it was proven for the bound that is set now. */
const ruleFor = (project: Project, rule: AutoRule | undefined): AutoRule | undefined =>
	rule !== undefined && rule.alpha === project.alpha && rule.delta === project.delta ? rule : undefined;

/** What the new look proves, else what the one before did: its part of the risk is spent, and its proof stands. */
const proofOf = (
	found: ReturnType<typeof learnThreshold>,
	before: AutoRule | undefined,
): { readonly threshold: number | null; readonly items: number; readonly wrong: number } => {
	if (found.threshold !== undefined) return { threshold: found.threshold, items: found.n, wrong: found.errors };
	return {
		threshold: before?.threshold ?? null,
		items: before?.proofItems ?? 0,
		wrong: before?.proofWrong ?? 0,
	};
};
