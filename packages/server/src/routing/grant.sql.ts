import type { SafeAssignment } from '@utu/core/safety/assignment.ts';
import type { HazardCategory, Hazards, Severity } from '@utu/core/safety/hazards.ts';
import { purposeRules } from '@utu/core/safety/purpose.ts';
import { sql, type Tx } from '../platform/database.ts';
import { budgetHolds, shiftHolds } from '../safety/dose.sql.ts';
import { type LeaseRow, leaseColumns } from '../safety/settle.sql.ts';

/** An item under its row's lock, with all that the predicate asks. */
export type CandidateRow = {
	readonly laneId: number;
	readonly itemId: string;
	readonly projectId: string;
	readonly projectOpen: boolean;
	readonly screened: boolean;
	readonly open: boolean;
	readonly quarantined: boolean;
	readonly language: string | null;
	readonly hazards: Hazards;
	readonly uncovered: readonly HazardCategory[];
	readonly severity: Severity;
	readonly themes: readonly string[];
	readonly chars: number;
	readonly dueAt: Date | null;
	readonly seenBefore: boolean;
	readonly viewsWanted: number;
	readonly viewsTaken: number;
};

/** A `CandidateRow` of item `i`, with its batch `b` and its project `p`; that it was not seen before is the caller's condition. */
export const candidateColumns = {
	text: `i.lane_id as "laneId", i.id as "itemId", i.project_id as "projectId", p.state = 'open' as "projectOpen", i.stage <> 'first-pass' as screened,
		i.stage = 'open' as open, b.quarantined_at is not null as quarantined, i.language, i.hazards, i.uncovered, i.severity, i.themes, i.chars,
		i.due_at as "dueAt", false as "seenBefore", i.views_wanted as "viewsWanted", i.views + i.views_active as "viewsTaken"`,
	values: [],
} as const;
export const candidateTables = {
	text: 'join utu.batch b on b.id = i.batch_id join utu.project p on p.id = i.project_id',
	values: [],
} as const;

/**
 * once: neither the content of item `i`, nor near duplicates of it. Key by key, which `offset 0` sees to: left free, the
 * planner may join all that the person has ever seen with all items.
 */
export const notSeen = (
	personId: string,
) => sql`(not exists (select from utu.seen s where s.person_id = ${personId} and s.sha256 = i.sha256 offset 0)
	and not exists (select from utu.item_near n cross join lateral unnest(n.keys) k (key)
		cross join lateral (select from utu.seen_near s where s.person_id = ${personId} and s.key = k.key offset 0) s
		where n.item_id = i.id offset 0))`;

/**
 * Locks the first item, lane by lane in the order given, that the person has not been given before, nor a near duplicate
 * of it; others' locks are stepped over. Reads `item_queue` from the start of each lane, and stops at the first hit.
 * @param options.scoutProjects projects in which the person said yes to unscreened content
 */
export const lockCandidate = (
	tx: Tx,
	options: {
		readonly laneIds: readonly number[];
		readonly personId: string;
		readonly scoutProjects: readonly string[];
	},
): Promise<CandidateRow | undefined> =>
	tx.row<CandidateRow>(sql`
		select c.* from unnest(${options.laneIds}::bigint[]) lane (id) cross join lateral (
			select ${candidateColumns} from utu.item i ${candidateTables}
			where i.lane_id = lane.id and i.stage = 'open' and i.views + i.views_active < i.views_wanted
				and (b.quarantined_at is null or i.hazards ? 'unscreened' and i.project_id = any (${options.scoutProjects}::uuid[]))
				and ${notSeen(options.personId)}
			order by i.queue_order, i.id
			limit 1
			for update of i skip locked) c
		limit 1`);

/**
 * Grants a lease: takes a `SafeAssignment` and nothing else, and checks every invariant again in the statement that
 * charges it. Undefined when a condition no longer holds; the caller decides anew. The caller holds the account's lock.
 */
export const grantLease = (
	tx: Tx,
	options: {
		readonly assignment: SafeAssignment;
		readonly timeZone: string;
		readonly leaseId: string;
		readonly idempotencyKey: string;
	},
): Promise<LeaseRow | undefined> => {
	const { assignment, leaseId } = options;
	const rule = purposeRules[assignment.purpose];
	const now = new Date(assignment.grantedAt);
	const until = new Date(assignment.expiresAt);
	const person = assignment.personId;
	return tx.row<LeaseRow>(sql`
		with allowed as materialized (
			select i.id, i.organisation_id, i.project_id, i.sha256
			from utu.item i
			join utu.batch b on b.id = i.batch_id
			join utu.project p on p.id = i.project_id and p.state = 'open'
			-- consent: every category that it may carry at severity 2 or more
			join utu.consent k on k.person_id = ${person} and k.project_id = i.project_id
				and not exists (select from jsonb_each_text(i.hazards) h where h.value::int >= 2 and h.key <> all (k.categories))
			where i.id = ${assignment.itemId}
				-- the facts that the decision used
				and i.hazards <@ ${JSON.stringify(assignment.hazards)}::jsonb and i.severity <= ${assignment.severity}
				-- screened-first
				and (i.stage = 'open' or (${!rule.takesPlace} and i.stage = 'decided'))
				and ((not i.hazards ? 'unscreened' and b.quarantined_at is null)
					or (i.hazards ? 'unscreened' and ${rule.meetsUnscreened} and 'unscreened' = any (k.categories)))
				-- exclusion: what is unknown of content at severity 2 or more is denied
				and not exists (select from utu.exclusion e where e.person_id = ${person} and case e.kind
					when 'category' then coalesce((i.hazards ->> e.value)::int, 0) >= 1 or e.value = any (i.uncovered)
					when 'theme' then e.value = any (i.themes) or (i.severity >= 2 and i.themes = '{}')
					when 'country' then 'country:' || e.value = any (i.themes)
						or (i.severity >= 2 and not exists (select from unnest(i.themes) t where starts_with(t, 'country:')))
					else e.value = i.language or 'lang:' || e.value = any (i.themes) or (i.severity >= 2 and i.language is null) end)
				-- once, near duplicates too
				and (${rule.repeats} or ${notSeen(person)})
				-- fewest-eyes
				and (${!rule.takesPlace} or i.views + i.views_active < i.views_wanted)
				-- budget, ceiling, break
				and ${budgetHolds({ ...assignment, now, timeZone: options.timeZone })}
				-- shift
				and ${shiftHolds({ personId: person, now, until, severity: assignment.severity })}
		), taken as (
			update utu.item i set views_active = i.views_active + ${rule.takesPlace ? 1 : 0} from allowed where i.id = allowed.id returning i.id
		), remembered as (
			insert into utu.seen (person_id, sha256, seen_at) select ${person}, sha256, ${now} from allowed on conflict do nothing returning 1
		), near_remembered as (
			insert into utu.seen_near (person_id, key, seen_at)
			select distinct ${person}::uuid, k.key, ${now}::timestamptz from allowed a join utu.item_near n on n.item_id = a.id cross join lateral unnest(n.keys) k (key)
			on conflict do nothing
		), granted as (
			insert into utu.lease (id, organisation_id, project_id, item_id, person_id, purpose, state, hazards, categories, severity,
				granted_at, expires_at, reserved_ms, idempotency_key, first_look)
			select ${leaseId}, a.organisation_id, a.project_id, a.id, ${person}, ${assignment.purpose}, 'active',
				${JSON.stringify(assignment.hazards)}::jsonb, ${assignment.categories}::text[], ${assignment.severity},
				${now}, ${until}, ${assignment.reservedMs}, ${options.idempotencyKey}, exists (select from remembered)
			from allowed a join taken on taken.id = a.id
			returning *
		)
		select ${leaseColumns} from granted l`);
};
