import { type Snapshot, sql } from './snapshot.ts';
import { at, type Tally } from './tally.ts';

/** "bounded its rate ≤ 0.5 % at 95 % [D]" */
const bound = { rateMax: 0.005, riskMax: 0.05 } as const;

type Cleared = {
	readonly batchId: string;
	readonly looked: number;
	readonly found: number;
	readonly clearedAt: number;
	/** How many items the sample stands for: of the batch, and of those in which this was uncovered. */
	readonly items: number;
	readonly uncovered: number;
};

const cleared = sql`
	select s.batch_id as "batchId", s.looked, s.found, s.cleared_at as "clearedAt", count(i.id)::int as items,
		(count(i.id) filter (where s.category = any (i.uncovered)))::int as uncovered
	from utu.batch_screen s join utu.batch b on b.id = s.batch_id
	left join utu.item i on i.batch_id = s.batch_id and i.created_at <= s.cleared_at
	where s.cleared_at is not null and ($1::uuid is null or b.project_id = $1)
	group by s.batch_id, s.category, s.screen_round`;

/**
 * "until people who said yes to `unscreened` (purpose `scout`) have looked at a random sample of the batch and bounded its
 * rate": of batches small enough nearly all must have been looked at. Looks counted after the clearing cannot be told
 * apart: they are taken as if they came before.
 */
export const checkScreening = async (
	tally: Tally,
	snapshot: Snapshot,
	projectId: string | undefined,
): Promise<void> => {
	for (const round of await snapshot.rows<Cleared>(cleared, [projectId ?? null])) {
		const { batchId, looked, found, clearedAt, items, uncovered } = round;
		const risk = Math.min(
			riskOfEndless(looked, found),
			riskOf({ items, looked, found }),
			riskOf({ items: uncovered, looked, found }),
		);
		tally.check('screened-first', risk <= bound.riskMax, () => ({
			story: `batch ${batchId} cleared at ${at(clearedAt)} on ${looked} looks of ${items} items with ${found} found: risk ${risk.toFixed(3)}`,
		}));
	}
};

/** P(as few found | the rate is just above the bound), each look an independent draw. */
const riskOfEndless = (looked: number, found: number): number => {
	let term = (1 - bound.rateMax) ** looked;
	let sum = term;
	for (let k = 1; k <= Math.min(found, looked); k++) {
		term *= ((looked - k + 1) / k) * (bound.rateMax / (1 - bound.rateMax));
		sum += term;
	}
	return sum;
};

/** The same without replacement, from `items` of which the fewest that break the bound are bad. */
const riskOf = (sample: { readonly items: number; readonly looked: number; readonly found: number }): number => {
	const { items, found } = sample;
	if (items === 0) return 1;
	const looked = Math.min(items, sample.looked);
	const bad = Math.floor(items * bound.rateMax) + 1;
	let risk = 0;
	for (let k = Math.max(0, bad - (items - looked)); k <= Math.min(found, bad, looked); k++) {
		risk += Math.exp(logChoose(looked, k) + logChoose(items - looked, bad - k) - logChoose(items, bad));
	}
	return risk;
};

const logChoose = (n: number, k: number): number => {
	let sum = 0;
	for (let j = 1; j <= k; j++) sum += Math.log((n - k + j) / j);
	return sum;
};
