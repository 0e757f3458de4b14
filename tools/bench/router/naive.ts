import type pg from 'pg';
import type { BenchWorker } from './data.ts';

/** What anyone would write first: every condition as a join over all open items, one of them by chance, locked. */
const statement = `
	select i.id from utu.item i
	join utu.project p on p.id = i.project_id and p.state = 'open'
	join utu.consent k on k.person_id = $1 and k.project_id = i.project_id
	where i.stage = 'open' and i.views + i.views_active < i.views_wanted
		and not exists (select from jsonb_each_text(i.hazards) h where h.value::int >= 2 and h.key <> all (k.categories))
		and not exists (select from utu.exclusion e where e.person_id = $1 and (e.value = any (i.themes) or 'country:' || e.value = any (i.themes) or e.value = i.language))
		and not exists (select from utu.seen s where s.person_id = $1 and s.sha256 = i.sha256)
	order by random() limit 1 for update of i skip locked`;

/** The median of a few tries of the naive claim, alone on the machine. Milliseconds. */
export const naiveClaimMs = async (
	client: pg.Client,
	options: { readonly workers: readonly BenchWorker[]; readonly tries: number },
): Promise<number> => {
	const took: number[] = [];
	for (const worker of options.workers.filter(({ hard }) => !hard).slice(0, options.tries)) {
		await client.query('begin');
		const began = performance.now();
		await client.query(statement, [worker.id]);
		took.push(performance.now() - began);
		await client.query('rollback');
	}
	return took.sort((a, b) => a - b)[took.length >> 1] ?? 0;
};
