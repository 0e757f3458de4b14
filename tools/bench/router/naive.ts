import type pg from 'pg';
import { percentile } from './figures.ts';
import type { BenchWorker } from './people.ts';

/**
 * What anyone would write first: every condition as a join over all open items, one of them by chance, locked. Near
 * duplicates are left out, to its advantage.
 */
const statement = `
	select i.id from utu.item i
	join utu.project p on p.id = i.project_id and p.state = 'open'
	join utu.batch b on b.id = i.batch_id and b.quarantined_at is null
	join utu.consent k on k.person_id = $1 and k.project_id = i.project_id
	where i.stage = 'open' and i.views + i.views_active < i.views_wanted
		and not exists (select from jsonb_each_text(i.hazards) h where h.value::int >= 2 and h.key <> all (k.categories))
		and not exists (select from utu.exclusion e where e.person_id = $1 and case e.kind
			when 'category' then coalesce((i.hazards ->> e.value)::int, 0) >= 1
			when 'theme' then e.value = any (i.themes) or (i.severity >= 2 and i.themes = '{}')
			when 'country' then 'country:' || e.value = any (i.themes)
			else e.value = i.language or (i.severity >= 2 and i.language is null) end)
		and not exists (select from utu.seen s where s.person_id = $1 and s.sha256 = i.sha256)
		and (i.severity < 2 or (select coalesce(sum(visible_ms), 0) from utu.exposure
			where person_id = $1 and severity >= 2 and ended_at > now() - interval '24 hours') < 3500000)
	order by random() limit 1 for update of i skip locked`;

const msMax = 120_000;
const cancelled = '57014';

/** The median of a few tries of the naive claim, by the database's own way, with nobody else asking. Milliseconds,
 * `msMax` where it takes longer. */
export const naiveClaimMs = async (
	client: pg.Client,
	options: { readonly workers: readonly BenchWorker[]; readonly tries: number },
): Promise<number> => {
	const took: number[] = [];
	for (const worker of options.workers.filter(({ group }) => group === 'ordinary').slice(0, options.tries)) {
		await client.query(`begin; set local jit = off; set local statement_timeout = ${msMax}`);
		const began = performance.now();
		await client.query(statement, [worker.id]).catch((error: { readonly code?: string }) => {
			if (error.code !== cancelled) throw error;
		});
		took.push(performance.now() - began);
		await client.query('rollback');
	}
	return percentile(took, 0.5);
};
