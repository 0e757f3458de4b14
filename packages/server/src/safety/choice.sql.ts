import type { Exclusion } from '@utu/core/safety/assignment.ts';
import type { Limits } from '@utu/core/safety/limits.ts';
import { sql, type Tx } from '../platform/database.ts';

/** What a person chose. Append-only: what held at a look can be told for ever, by that person's own transaction. */
type Choice =
	| { readonly kind: 'consent'; readonly projectId: string; readonly value: readonly string[] }
	| { readonly kind: 'exclusions'; readonly value: readonly Exclusion[] }
	| { readonly kind: 'limits'; readonly value: Partial<Limits> }
	| { readonly kind: 'time-zone'; readonly value: string };

/** The caller holds the account's lock, so that choices and leases stand in the order in which they came about. */
export const rememberChoice = async (
	tx: Tx,
	options: { readonly personId: string; readonly now: Date; readonly choice: Choice },
): Promise<void> => {
	const { choice } = options;
	await tx.run(sql`
		insert into utu.choice (person_id, project_id, kind, value, chosen_at)
		values (${options.personId}, ${choice.kind === 'consent' ? choice.projectId : null}, ${choice.kind}, ${JSON.stringify(choice.value)}::jsonb, ${options.now})`);
};
