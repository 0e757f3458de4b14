import { ceilingLimits, effectiveLimits, type Limits } from '@utu/core/safety/limits.ts';
import { err, ok, type Result } from '@utu/core/shared/result.ts';
import type { Clock, Ids } from '../platform/clock.ts';
import { type Database, sql, type Tx } from '../platform/database.ts';

export type LimitDeps = { readonly database: Database; readonly clock: Clock; readonly ids: Ids };
type Ref = { readonly organisationId: string; readonly personId: string };

export type LimitChange = {
	readonly id: string;
	readonly limits: Limits;
	readonly reason: string;
	readonly state: 'waiting' | 'signed' | 'declined';
	readonly proposedAt: Date;
	readonly settledAt: Date | null;
	readonly holds: boolean;
};

const changesMax = 200;

const columns = {
	text: `c.id, c.limits, c.reason, c.proposed_at as "proposedAt", coalesce(c.signed_at, c.declined_at) as "settledAt",
		case when c.signed_at is not null then 'signed' when c.declined_at is not null then 'declined' else 'waiting' end as state,
		c.signed_at is not null and c.signed_at = (select max(h.signed_at) from utu.limit_change h where h.organisation_id = c.organisation_id) as holds`,
	values: [],
} as const;

/** What the organisation allows, and how it came to that, newest first. */
export const organisationLimits = (
	deps: LimitDeps,
	organisationId: string,
): Promise<{ readonly limits: Limits; readonly changes: readonly LimitChange[] }> =>
	deps.database.transaction({ organisationId }, async (tx) => {
		const changes = await tx.rows<LimitChange>(
			sql`select ${columns} from utu.limit_change c where c.organisation_id = utu.org() order by c.proposed_at desc, c.id desc limit ${changesMax}`,
		);
		return {
			limits: effectiveLimits({ organisation: changes.find((change) => change.holds)?.limits ?? {}, own: {} }),
			changes,
		};
	});

export type LimitError =
	| { readonly kind: 'above-ceiling'; readonly names: readonly (keyof Limits)[] }
	| { readonly kind: 'no-such-change' }
	| { readonly kind: 'own-proposal' };

/** A change waits until the representative has signed it. What is above the ceiling cannot even be proposed. */
export const proposeLimits = async (
	deps: LimitDeps,
	options: Ref & { readonly limits: Limits; readonly reason: string },
): Promise<Result<LimitChange, LimitError>> => {
	const names = (Object.keys(ceilingLimits) as (keyof Limits)[]).filter(
		(name) => options.limits[name] > ceilingLimits[name],
	);
	if (names.length > 0) return err({ kind: 'above-ceiling', names });
	const id = deps.ids.uuid();
	return deps.database.transaction({ organisationId: options.organisationId }, async (tx) => {
		await tx.run(sql`
			insert into utu.limit_change (id, organisation_id, limits, reason, proposed_by, proposed_at)
			values (${id}, ${options.organisationId}, ${JSON.stringify(options.limits)}::jsonb, ${options.reason}, ${options.personId}, ${deps.clock.now()})`);
		const change = await changeOf(tx, id);
		return change === undefined ? err({ kind: 'no-such-change' }) : ok(change);
	});
};

const changeOf = (tx: Tx, id: string): Promise<LimitChange | undefined> =>
	tx.row<LimitChange>(sql`select ${columns} from utu.limit_change c where c.id = ${id}`);

/** The representative signs or declines; nobody signs what they proposed. Once settled it stays: signing again tells the same. */
export const settleLimits = (
	deps: LimitDeps,
	options: Ref & { readonly changeId: string; readonly sign: boolean },
): Promise<Result<LimitChange, LimitError>> =>
	deps.database.transaction<Result<LimitChange, LimitError>>({ organisationId: options.organisationId }, async (tx) => {
		const now = deps.clock.now();
		const proposed = await tx.row<{ by: string }>(
			sql`select proposed_by as by from utu.limit_change where id = ${options.changeId} for update`,
		);
		if (proposed === undefined) return err({ kind: 'no-such-change' });
		if (options.sign && proposed.by === options.personId) return err({ kind: 'own-proposal' });
		await tx.run(
			options.sign
				? sql`update utu.limit_change set signed_by = ${options.personId}, signed_at = ${now} where id = ${options.changeId} and signed_at is null and declined_at is null`
				: sql`update utu.limit_change set declined_at = ${now} where id = ${options.changeId} and signed_at is null and declined_at is null`,
		);
		const change = await changeOf(tx, options.changeId);
		return change === undefined ? err({ kind: 'no-such-change' }) : ok(change);
	});
