import pg from 'pg';

/** How severe content fell, and how much of the paid time was waiting and breaks. Shares, 0 to 1. */
export type Figures = {
	/** Gini coefficient of severe views per hour on shift, over people who said yes to severe content: 0 is even. */
	readonly doseGini: number;
	readonly idlePaidShare: number;
};

/** From the tables, when all is over. `until`: shifts count up to then. */
export const figuresOf = async (options: { readonly ownerUrl: string; readonly until: Date }): Promise<Figures> => {
	const client = new pg.Client({ connectionString: options.ownerUrl });
	await client.connect();
	try {
		const { rows } = await client.query<{ hours: number; views: number; workMs: number }>(
			`select s.hours, coalesce(e.views, 0)::float8 as views, coalesce(w.ms, 0)::float8 as "workMs"
			from (select person_id, sum(extract(epoch from least(ends_at, $1) - starts_at))::float8 / 3600 as hours
				from utu.shift where cancelled_at is null and starts_at < $1 group by person_id) s
			left join (select person_id, sum(weighted_views) as views from utu.exposure_hour group by person_id) e using (person_id)
			left join (select person_id, sum(work_ms) as ms from utu.work_time group by person_id) w using (person_id)
			where s.hours > 1`,
			[options.until],
		);
		const hours = rows.reduce((sum, row) => sum + row.hours, 0);
		const workMs = rows.reduce((sum, row) => sum + row.workMs, 0);
		return {
			doseGini: gini(rows.filter((row) => row.views > 0).map((row) => row.views / row.hours)),
			idlePaidShare: hours === 0 ? 0 : Number((1 - workMs / (hours * 3_600_000)).toFixed(3)),
		};
	} finally {
		await client.end();
	}
};

const gini = (values: readonly number[]): number => {
	const sorted = [...values].sort((a, b) => a - b);
	const sum = sorted.reduce((total, value) => total + value, 0);
	if (sum === 0) return 0;
	const ranked = sorted.reduce((total, value, index) => total + (2 * (index + 1) - sorted.length - 1) * value, 0);
	return Number((ranked / (sorted.length * sum)).toFixed(3));
};
