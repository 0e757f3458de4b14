import type { AutoDecideState } from '@utu/core/first-pass/auto-suspend.ts';
import type { Form } from '@utu/core/projects/form.ts';
import { sql, type Tx } from '../platform/database.ts';

/** What a project has set; `isOn` false where it was switched off, undefined where nobody has ever said anything. */
export type AutoSetting = {
	readonly isOn: boolean;
	/** Of what is decided as one option, the share that may be wrong. */
	readonly alpha: number;
	/** The risk of being mistaken about that, for each option. */
	readonly delta: number;
	/** Of what is proven, the share that people decide all the same. */
	readonly auditShare: number;
};

const settingColumns = {
	text: 's.is_on as "isOn", s.alpha, s.delta, s.audit_share as "auditShare"',
	values: [],
} as const;

/** By primary key. */
export const autoSetting = (tx: Tx, projectId: string): Promise<AutoSetting | undefined> =>
	tx.row<AutoSetting>(sql`select ${settingColumns} from utu.auto_decide s where s.project_id = ${projectId}`);

export const saveAutoSetting = async (
	tx: Tx,
	options: AutoSetting & { readonly organisationId: string; readonly projectId: string; readonly now: Date },
): Promise<void> => {
	await tx.run(sql`
		insert into utu.auto_decide (project_id, organisation_id, is_on, alpha, delta, audit_share, changed_at)
		values (${options.projectId}, ${options.organisationId}, ${options.isOn}, ${options.alpha}, ${options.delta}, ${options.auditShare}, ${options.now})
		on conflict (project_id) do update set is_on = excluded.is_on, alpha = excluded.alpha, delta = excluded.delta,
			audit_share = excluded.audit_share, changed_at = excluded.changed_at`);
};

/** What is proven of one option under one model. */
export type AutoRule = {
	readonly option: string;
	readonly alpha: number;
	readonly delta: number;
	readonly looks: number;
	readonly threshold: number | null;
	readonly proofItems: number;
	readonly proofWrong: number;
	readonly audited: number;
	readonly auditedWrong: number;
	readonly suspendedAt: Date | null;
};

/** By primary key, an option a row. */
export const autoRules = (
	tx: Tx,
	of: { readonly projectId: string; readonly modelVersion: number },
): Promise<readonly AutoRule[]> =>
	tx.rows<AutoRule>(sql`
		select option, alpha, delta, looks, threshold, proof_items as "proofItems", proof_wrong as "proofWrong", audited, audited_wrong as "auditedWrong",
			suspended_at as "suspendedAt"
		from utu.auto_rule where project_id = ${of.projectId} and model_version = ${of.modelVersion} order by option`);

/** A proof holds for the bound that it was made for: with another one, or a new model, nothing is proven. */
export const stateOf = (
	setting: AutoSetting | undefined,
	rules: readonly AutoRule[],
	options: readonly { readonly value: string }[],
): AutoDecideState => {
	if (setting === undefined) return { on: false, alpha: 0, delta: 0, classes: [] };
	const { isOn: on, alpha, delta } = setting;
	const classes = options.map(({ value }) => {
		const rule = rules.find(({ option }) => option === value);
		const holds = rule !== undefined && rule.alpha === alpha && rule.delta === delta;
		return {
			threshold: holds ? (rule.threshold ?? undefined) : undefined,
			n: rule?.audited ?? 0,
			errors: rule?.auditedWrong ?? 0,
			suspended: rule !== undefined && rule.suspendedAt !== null,
		};
	});
	return { on, alpha, delta, classes };
};

export type MachineDecision = {
	readonly id: string;
	readonly item_id: string;
	readonly answers: Readonly<Record<string, string>>;
	readonly posterior: Readonly<Record<string, readonly number[]>>;
	readonly certainty: number;
};

/**
 * Decides items that nobody has looked at nor holds; their exact duplicates inherit. The condition stands in the
 * statement: where a person was faster, people decide.
 */
export const decideWithoutPeople = async (
	tx: Tx,
	options: { readonly decisions: readonly MachineDecision[]; readonly method: string; readonly now: Date },
): Promise<number> => {
	const decided = await tx.rows<{ itemId: string }>(sql`
		with x as (
			select * from jsonb_to_recordset(${JSON.stringify(options.decisions)}::jsonb) as x (id uuid, item_id uuid, answers jsonb, posterior jsonb, certainty real)
		), written as (
			update utu.item i set stage = 'decided', decided_at = ${options.now}, posterior = x.posterior, certainty = x.certainty, views_wanted = 0
			from x where i.id = x.item_id and i.stage = 'open' and i.views = 0 and i.views_active = 0
			returning i.organisation_id, i.project_id, i.id as item_id, i.severity, x.id, x.answers, x.posterior, x.certainty
		)
		insert into utu.decision (id, organisation_id, project_id, item_id, reason, answers, posterior, certainty, views, severity, method, decided_at)
		select w.id, w.organisation_id, w.project_id, w.item_id, 'machine', w.answers, w.posterior, w.certainty, 0, w.severity, ${options.method}, ${options.now}
		from written w returning item_id as "itemId"`);
	if (decided.length > 0)
		await tx.rows(sql`
			select utu.inherit_decision(i.duplicate_of, ${options.now}) from utu.item i
			where i.duplicate_of = any (${decided.map((row) => row.itemId)}::uuid[]) and i.decided_at is null group by i.duplicate_of`);
	return decided.length;
};

/** What the machine says of these is told to nobody, and weighs nothing. */
export const withholdPriors = async (tx: Tx, ids: readonly string[]): Promise<void> => {
	await tx.run(
		sql`update utu.item set label_prior = null where id = any (${ids}::uuid[]) and views = 0 and views_active = 0`,
	);
};

export type NewAudit = {
	readonly item_id: string;
	readonly option: string;
	readonly confidence: number;
	readonly accepted: boolean;
};

/** Draws items to be decided blind: what the machine says of them is taken away before anybody sees it, and kept apart. */
export const insertAudits = async (
	tx: Tx,
	options: {
		readonly audits: readonly NewAudit[];
		readonly organisationId: string;
		readonly projectId: string;
		readonly modelVersion: number;
		readonly now: Date;
	},
): Promise<void> => {
	await tx.run(sql`
		with x as (
			select * from jsonb_to_recordset(${JSON.stringify(options.audits)}::jsonb) as x (item_id uuid, option text, confidence double precision, accepted boolean)
		), blind as (
			update utu.item i set label_prior = null from x where i.id = x.item_id and i.views = 0 and i.views_active = 0 returning i.id
		)
		insert into utu.auto_audit (item_id, organisation_id, project_id, model_version, option, confidence, accepted, drawn_at)
		select x.item_id, ${options.organisationId}, ${options.projectId}, ${options.modelVersion}, x.option, x.confidence, x.accepted, ${options.now}
		from x join blind on blind.id = x.item_id
		on conflict do nothing`);
};

/** Projects of the organisation that decide without people, with their current form. */
export const autoProjects = (
	tx: Tx,
): Promise<readonly (AutoSetting & { readonly projectId: string; readonly form: Form })[]> =>
	tx.rows(sql`
		select s.project_id as "projectId", ${settingColumns}, v.definition -> 'form' as form
		from utu.auto_decide s
		join utu.project p on p.id = s.project_id
		join utu.project_version v on v.project_id = p.id and v.version = p.version
		where s.organisation_id = utu.org() and s.is_on order by s.project_id`);

export type JudgedAudit = {
	readonly modelVersion: number;
	readonly option: string;
	readonly accepted: boolean;
	readonly wrong: boolean;
};

/** Audits of which people have decided since: what they said is the truth. Each is judged once. By `auto_audit_open`. */
export const judgeAudits = (
	tx: Tx,
	options: { readonly projectId: string; readonly question: string; readonly now: Date; readonly rowsMax: number },
): Promise<readonly JudgedAudit[]> =>
	tx.rows<JudgedAudit>(sql`
		with due as (
			select a.item_id, d.answers ->> ${options.question} as truth from utu.auto_audit a
			join utu.decision d on d.item_id = a.item_id and d.superseded_at is null and d.views > 0
			where a.project_id = ${options.projectId} and a.judged_at is null
			limit ${options.rowsMax} for update of a skip locked)
		update utu.auto_audit a set wrong = a.option is distinct from due.truth, judged_at = ${options.now} from due where a.item_id = due.item_id
		returning a.model_version as "modelVersion", a.option, a.accepted, a.wrong`);

/** An audit's finding, as the rule's running count; the suspension is never taken back. */
export const saveAudited = async (
	tx: Tx,
	options: {
		readonly projectId: string;
		readonly modelVersion: number;
		readonly option: string;
		readonly audited: number;
		readonly wrong: number;
		readonly suspended: boolean;
		readonly now: Date;
	},
): Promise<void> => {
	await tx.run(sql`
		update utu.auto_rule set audited = ${options.audited}, audited_wrong = ${options.wrong},
			suspended_at = case when ${options.suspended} then coalesce(suspended_at, ${options.now}) else suspended_at end
		where project_id = ${options.projectId} and model_version = ${options.modelVersion} and option = ${options.option}`);
};

/** Judged audits of a model, option by option. By `auto_audit_model`. */
export const judgedByOption = (
	tx: Tx,
	of: { readonly projectId: string; readonly modelVersion: number },
): Promise<
	readonly { readonly option: string; readonly confidences: readonly number[]; readonly wrong: readonly number[] }[]
> =>
	tx.rows(sql`
		select option, array_agg(confidence order by item_id) as confidences, array_agg(wrong::int order by item_id) as wrong
		from utu.auto_audit where project_id = ${of.projectId} and model_version = ${of.modelVersion} and judged_at is not null group by option`);

/** One more look for a proof: what it found takes the place of what the look before did. */
export const saveProof = async (
	tx: Tx,
	options: {
		readonly organisationId: string;
		readonly projectId: string;
		readonly modelVersion: number;
		readonly option: string;
		readonly setting: AutoSetting;
		readonly looks: number;
		readonly threshold: number | null;
		readonly items: number;
		readonly wrong: number;
		readonly now: Date;
	},
): Promise<void> => {
	const { setting } = options;
	await tx.run(sql`
		insert into utu.auto_rule (project_id, model_version, option, organisation_id, alpha, delta, looks, threshold, proof_items, proof_wrong, proven_at)
		values (${options.projectId}, ${options.modelVersion}, ${options.option}, ${options.organisationId}, ${setting.alpha}, ${setting.delta},
			${options.looks}, ${options.threshold}, ${options.items}, ${options.wrong}, ${options.threshold === null ? null : options.now})
		on conflict (project_id, model_version, option) do update set alpha = excluded.alpha, delta = excluded.delta, looks = excluded.looks,
			threshold = excluded.threshold, proof_items = excluded.proof_items, proof_wrong = excluded.proof_wrong, proven_at = excluded.proven_at`);
};

/** What was decided without people, by option and severity. By `decision_machine`. */
export const machineDecisions = (
	tx: Tx,
	of: { readonly projectId: string; readonly question: string },
): Promise<readonly { readonly option: string; readonly severity: number; readonly items: number }[]> =>
	tx.rows(sql`
		select answers ->> ${of.question} as option, severity, count(*)::int as items from utu.decision
		where project_id = ${of.projectId} and reason = 'machine' and superseded_at is null group by 1, 2 order by 1, 2`);

/**
 * Gives items back to people that were decided without them as one option: the decisions end, also those that exact
 * duplicates inherited, and the items go through the first pass again. Says how many. By `decision_machine`.
 */
export const recallDecisions = async (
	tx: Tx,
	options: { readonly projectId: string; readonly question: string; readonly option: string; readonly now: Date },
): Promise<number> => {
	const row = await tx.row<{ n: number }>(sql`
		with mine as materialized (
			select item_id from utu.decision where project_id = ${options.projectId} and reason = 'machine' and superseded_at is null
				and answers ->> ${options.question} = ${options.option}
		), ended as (
			update utu.decision d set superseded_at = ${options.now} from utu.item i
			where d.item_id = i.id and d.superseded_at is null and (i.id in (select item_id from mine) or i.duplicate_of in (select item_id from mine))
		), heirs as (
			update utu.item set decided_at = null where duplicate_of in (select item_id from mine)
		), back as (
			update utu.item set stage = 'first-pass', first_pass_due = ${options.now}, decided_at = null, posterior = null, certainty = null
			where id in (select item_id from mine) returning 1)
		select count(*)::int as n from back`);
	return row?.n ?? 0;
};

/** Decisions, the newest, that tell how many looks one takes. */
const recentMax = 20_000;

/** How many looks people need for a decision here; null before the first. By `decision_project`, from its end. */
export const looksPerDecision = async (tx: Tx, projectId: string): Promise<number | null> =>
	(
		await tx.row<{ looks: number | null }>(sql`
			select avg(views)::float8 as looks from (
				select views from utu.decision where project_id = ${projectId} and superseded_at is null and views > 0
				order by decided_at desc limit ${recentMax}) recent`)
	)?.looks ?? null;

/** Audits that wait for people. By `auto_audit_open`. */
export const waitingAudits = async (tx: Tx, projectId: string): Promise<number> =>
	(
		await tx.row<{ n: number }>(
			sql`select count(*)::int as n from utu.auto_audit where project_id = ${projectId} and judged_at is null`,
		)
	)?.n ?? 0;
