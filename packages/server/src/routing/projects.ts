import type { HazardCategory } from '@utu/core/safety/hazards.ts';
import { err, ok, type Result } from '@utu/core/shared/result.ts';
import type { Clock } from '../platform/clock.ts';
import { type Database, sql, type Tx } from '../platform/database.ts';
import { rememberChoice } from '../safety/choice.sql.ts';
import { withdrawLeases } from '../safety/withdraw.ts';

type Deps = { readonly database: Database; readonly clock: Clock };
type Localised = Readonly<Record<string, string>>;

export type WorkProject = {
	readonly id: string;
	readonly name: string;
	readonly languages: string[];
	readonly instructions: Localised;
	readonly open: boolean;
	readonly hazardCategories: HazardCategory[];
	readonly consentTexts: Readonly<Record<string, Localised>>;
	readonly consents: HazardCategory[];
	readonly answered: boolean;
	/** Whether its work begins with training that this person has not had. */
	readonly trainingNeeded: boolean;
};

/** The organisation's open projects, what each may hold, and what this person has said yes to. */
export const workProjects = (
	deps: Deps,
	options: { readonly organisationId: string; readonly personId: string },
): Promise<readonly WorkProject[]> => deps.database.transaction(options, (tx) => listWorkProjects(tx));

/** Projects in a few dozens; one probe of `item_queue` each. */
const listWorkProjects = (tx: Tx): Promise<readonly WorkProject[]> =>
	tx.rows<WorkProject>(sql`
		select p.id, p.name, v.definition -> 'languages' as languages, v.definition -> 'instructions' as instructions,
			exists (select from utu.lane l join utu.item i on i.lane_id = l.id and i.stage = 'open' and i.views + i.views_active < i.views_wanted
				where l.project_id = p.id) as open,
			v.definition -> 'hazardCategories' as "hazardCategories", v.definition -> 'consentTexts' as "consentTexts",
			coalesce(to_jsonb(k.categories), '[]') as consents, k.person_id is not null as answered,
			exists (select from utu.training_rule t where t.project_id = p.id and t.is_on
				and (select count(*) from utu.gold g where g.project_id = p.id and g.state = 'gold') >= t.items)
				and not exists (select from utu.qualification q where q.project_id = p.id and q.person_id = utu.me()) as "trainingNeeded"
		from utu.project p
		join utu.project_version v on v.project_id = p.id and v.version = p.version
		left join utu.consent k on k.project_id = p.id and k.person_id = utu.me()
		where p.state = 'open'
		order by p.name, p.id`);

/** Sets what a person is willing to meet. What is left out is withdrawn at once: leases in hand that carry it end. */
export const setConsents = (
	deps: Deps,
	options: {
		readonly organisationId: string;
		readonly personId: string;
		readonly projectId: string;
		readonly categories: readonly HazardCategory[];
	},
): Promise<Result<readonly HazardCategory[], { readonly kind: 'no-such-project' }>> =>
	deps.database.transaction<Result<readonly HazardCategory[], { readonly kind: 'no-such-project' }>>(
		{ ...options, lockAccount: true },
		async (tx) => {
			const now = deps.clock.now();
			const categories = [...new Set(options.categories)].sort();
			const saved = await tx.run(sql`
			insert into utu.consent (person_id, project_id, organisation_id, categories, answered_at)
			select ${options.personId}, p.id, p.organisation_id, ${categories}::text[], ${now} from utu.project p where p.id = ${options.projectId}
			on conflict (person_id, project_id) do update set categories = excluded.categories, answered_at = excluded.answered_at`);
			if (saved === 0) return err({ kind: 'no-such-project' });
			await rememberChoice(tx, {
				personId: options.personId,
				now,
				choice: { kind: 'consent', projectId: options.projectId, value: categories },
			});
			await withdrawLeases(tx, {
				now,
				holds: (lease) =>
					lease.projectId !== options.projectId ||
					lease.categories.every((one) => categories.some((category) => category === one)),
			});
			return ok(categories);
		},
	);
