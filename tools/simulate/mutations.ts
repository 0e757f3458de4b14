/** A fault planted in the program's own source: every half of a promise that it takes away, and what must notice. */
export type Mutation = {
	readonly name: string;
	/** One of these must be found broken; `constraint`: or the database itself refuses what would break it. */
	readonly breaks: readonly string[];
	/** So few play it, where it takes more days than many people have in the same time. */
	readonly people?: number;
	readonly edits: readonly Edit[];
};

type Edit = { readonly file: string; readonly find: string; readonly replace: string };

const core = 'packages/core/src/';
const server = 'packages/server/src/';
const assignment = `${core}safety/assignment.ts`;
const dose = `${core}safety/dose.ts`;
const shift = `${core}safety/shift.ts`;
const rank = `${core}routing/rank.ts`;
const grant = `${server}routing/grant.sql.ts`;
const doseSql = `${server}safety/dose.sql.ts`;
const settle = `${server}safety/settle.sql.ts`;
const edit = (file: string, find: string, replace: string): Edit => ({ file, find, replace });

export const mutations: readonly Mutation[] = [
	{
		name: 'consent is not asked for',
		breaks: ['consent'],
		edits: [
			edit(assignment, 'if (missing.length > 0) return', 'if (missing.length > 99) return'),
			edit(grant, 'where h.value::int >= 2 and h.key <> all (k.categories))', 'where h.value::int >= 9)'),
		],
	},
	{
		name: 'consent is asked for from severity 3 on',
		breaks: ['consent'],
		edits: [
			edit(
				`${core}safety/lane.ts`,
				'categories: categoriesAtLeast(item.hazards, 2)',
				'categories: categoriesAtLeast(item.hazards, 3)',
			),
			edit(
				`${server}routing/next.ts`,
				'categories: categoriesAtLeast(row.hazards, 2)',
				'categories: categoriesAtLeast(row.hazards, 3)',
			),
			edit(grant, 'where h.value::int >= 2 and', 'where h.value::int >= 3 and'),
		],
	},
	{
		name: 'a withdrawn consent leaves what is in hand',
		breaks: ['consent'],
		edits: [edit(`${server}routing/projects.ts`, 'lease.projectId !== options.projectId ||', 'true ||')],
	},
	{
		name: 'exclusions are forgotten',
		breaks: ['exclusion'],
		edits: [
			edit(assignment, 'if (looker.exclusions.some(', 'if (looker.exclusions.length > 99 && looker.exclusions.some('),
			edit(grant, 'from utu.exclusion e where e.person_id = ${person} and', 'from utu.exclusion e where false and'),
		],
	},
	{
		name: 'an unknown theme clears',
		breaks: ['exclusion'],
		edits: [
			edit(
				assignment,
				'lane.themes.includes(exclusion.value) || (lane.severity >= 2 && lane.themes.length === 0)',
				'lane.themes.includes(exclusion.value)',
			),
			edit(
				grant,
				"when 'theme' then e.value = any (i.themes) or (i.severity >= 2 and i.themes = '{}')",
				"when 'theme' then e.value = any (i.themes)",
			),
		],
	},
	{
		name: 'the unscreened go to anybody',
		breaks: ['screened-first', 'consent'],
		edits: [
			edit(assignment, "(item.hazards[unscreened] ?? 0) > 0 ? 'scout' : 'annotate'", "'annotate'"),
			edit(grant, "((not i.hazards ? 'unscreened' and b.quarantined_at is null)", '(true'),
		],
	},
	{
		name: 'a quarantine is overlooked',
		breaks: ['surprise', 'screened-first'],
		edits: [
			edit(assignment, 'if (item.quarantined && !needsScout) return', 'if (item.quarantined && !item.open) return'),
			// Nor do its items move to where only scouts are: before they have, the clocks do not tell.
			edit(`${server}safety/screening.sql.ts`, 'relane = true, screen_round', 'relane = false, screen_round'),
			edit(
				grant,
				"(b.quarantined_at is null or i.hazards ? 'unscreened' and i.project_id = any (${options.scoutProjects}::uuid[]))",
				'true',
			),
			edit(grant, ' and b.quarantined_at is null)', ')'),
		],
	},
	{
		name: 'the day has 13 hours',
		breaks: ['budget'],
		people: 4,
		edits: [edit(doseSql, "interval '25 hours'", "interval '14 hours'")],
	},
	{
		name: 'the hour has 50 minutes',
		breaks: ['budget'],
		edits: [edit(doseSql, "interval '60 minutes'", "interval '50 minutes'")],
	},
	{
		name: 'views an hour are not counted',
		breaks: ['budget'],
		edits: [
			edit(dose, "if (dose.hourViews + weight > limits.hourViews) return 'hourViews';", ''),
			edit(doseSql, 'and dose."hourViews" + ${weight}::float8 <= ${atMost(\'hourViews\')}::float8', ''),
		],
	},
	{
		name: 'the reservation is not charged',
		breaks: ['budget'],
		edits: [
			edit(dose, 'const charge = weight * options.reservedMs;', 'const charge = 0;'),
			edit(doseSql, 'const charge = weight * options.reservedMs;', 'const charge = 0;'),
		],
	},
	{
		name: 'severity 2 counts nothing',
		breaks: ['budget', 'ledger'],
		edits: [
			edit(`${core}safety/limits.ts`, 'severity === 2 ? 0.5 : 0', '0'),
			edit(doseSql, 'options.severity === 2 ? 0.5 : 0', '0'),
		],
	},
	{
		name: 'dates are counted in the wrong zone',
		breaks: ['budget'],
		people: 4,
		edits: [
			edit(`${server}safety/account.sql.ts`, 'timeZone: sql`p.time_zone`', "timeZone: sql`'UTC'`"),
			edit(`${server}routing/next.ts`, 'timeZone: account.timeZone', "timeZone: 'UTC'"),
		],
	},
	{
		name: 'own limits are ignored',
		breaks: ['budget'],
		edits: [
			edit(
				`${server}safety/account.sql.ts`,
				'limits: effectiveLimits({ organisation: row.allowed, own: row.own })',
				'limits: organisationLimits',
			),
		],
	},
	{
		name: 'what is in sight after a crash is charged as nothing',
		breaks: ['ledger', 'budget'],
		edits: [edit(settle, 'unknown ? lease.reservedMs : sightMs', 'unknown ? 0 : sightMs')],
	},
	{
		name: 'the run never grows: no break from severe content',
		breaks: ['break', 'budget'],
		people: 8,
		edits: [edit(settle, 'severe_run_ms = ${weight * settled.visibleMs}::float8::bigint', 'severe_run_ms = 0')],
	},
	{
		name: 'a break of five minutes will do',
		breaks: ['break', 'budget'],
		edits: [
			edit(
				`${core}safety/limits.ts`,
				'export const breakMsMin = 10 * minuteMs;',
				'export const breakMsMin = 5 * minuteMs;',
			),
		],
	},
	{
		name: 'work goes on past ninety minutes',
		breaks: ['break'],
		edits: [
			edit(
				`${core}safety/limits.ts`,
				'export const workRunMsMax = 90 * minuteMs;',
				'export const workRunMsMax = 120 * minuteMs;',
			),
		],
	},
	{
		name: 'work is given out outside a shift',
		breaks: ['shift'],
		edits: [
			edit(shift, "if (shift.endsAt === undefined || shift.endsAt - now < leaseMsMin) return 'outside';", ''),
			edit(shift, 'Math.min(now + leaseMsMax, shift.endsAt ?? now);', 'now + leaseMsMax;'),
			edit(shift, 'shift.endsAt - now < lastSevereMs', '(shift.endsAt ?? 0) - now < 0'),
			edit(
				doseSql,
				'exists (select from utu.shift s where s.person_id',
				'true or exists (select from utu.shift s where s.person_id',
			),
		],
	},
	{
		name: 'severe content in the last half hour',
		breaks: ['shift'],
		edits: [edit(shift, 'export const lastSevereMs = 30 * minuteMs;', 'export const lastSevereMs = minuteMs;')],
	},
	{
		name: 'ten hours a day',
		breaks: ['shift'],
		people: 8,
		edits: [
			edit(
				shift,
				'export const shiftDayMsMax = 8 * 60 * minuteMs;',
				'export const shiftDayMsMax = 10 * 60 * minuteMs;',
			),
		],
	},
	{
		name: 'the same content again',
		breaks: ['once'],
		edits: [
			edit(
				grant,
				'insert into utu.seen (person_id, sha256, seen_at) select ${person}, sha256, ${now} from allowed on conflict do nothing returning 1',
				'select 1',
			),
			edit(grant, 'insert into utu.seen_near (person_id, key, seen_at)\n\t\t\tselect distinct', 'select distinct'),
			edit(
				grant,
				'from allowed a join utu.item_near n on n.item_id = a.id cross join lateral unnest(n.keys) k (key)\n\t\t\ton conflict do nothing',
				'from allowed a join utu.item_near n on n.item_id = a.id cross join lateral unnest(n.keys) k (key)',
			),
		],
	},
	{
		name: 'near duplicates are strangers',
		breaks: ['once'],
		edits: [edit(grant, 'where s.person_id = ${personId} and s.key = k.key offset 0', 'where false offset 0')],
	},
	{
		name: 'more eyes than wanted',
		breaks: ['fewest-eyes'],
		edits: [
			edit(
				assignment,
				'if (item.viewsTaken >= item.viewsWanted) return',
				'if (item.viewsTaken >= item.viewsWanted + 2) return',
			),
			edit(
				grant,
				"i.stage = 'open' and i.views + i.views_active < i.views_wanted\n\t\t\t\tand (b.quarantined",
				"i.stage = 'open' and i.views + i.views_active < i.views_wanted + 2\n\t\t\t\tand (b.quarantined",
			),
			edit(
				grant,
				'or i.views + i.views_active < i.views_wanted)\n\t\t\t\t-- budget',
				'or i.views + i.views_active < i.views_wanted + 2)\n\t\t\t\t-- budget',
			),
		],
	},
	{
		name: 'accounts are not locked: two devices race',
		breaks: ['one-lease', 'once', 'budget', 'ledger', 'constraint'],
		edits: [
			edit(`${server}platform/database.ts`, '::uuid for update`', '::uuid`'),
			edit(
				`${server}safety/settle.sql.ts`,
				"where id = ${lease.id} and state = 'active' returning id",
				'where id = ${lease.id} returning id',
			),
		],
	},
	{
		name: 'a surprise is not charged for what it turned out to be',
		breaks: ['surprise', 'ledger'],
		edits: [
			edit(
				`${server}annotation/surprise.ts`,
				'endKnown: true, severityFound: outcome.severityAfter });',
				'endKnown: true });',
			),
		],
	},
	{
		name: 'a surprise leaves its batch alone',
		breaks: ['surprise'],
		edits: [edit(`${server}annotation/surprise.ts`, 'await quarantineBatch(tx, { batchId: item.batchId, now });', '')],
	},
	{
		name: 'a surprise leaves near duplicates as they were',
		breaks: ['surprise'],
		people: 8,
		edits: [
			edit(
				`${server}annotation/surprise.ts`,
				'raiseItems(tx, { items, found, now });',
				'raiseItems(tx, { items: [item], found, now });',
			),
		],
	},
	{
		name: 'severe after severe, with mild work waiting',
		breaks: ['interleave'],
		people: 8,
		edits: [edit(rank, 'options.lastSeverity >= 3 && lane.severity > 1 ? 1 : 0,', '0,')],
	},
	{
		name: 'severe content goes to whoever asks',
		breaks: ['spread'],
		edits: [
			edit(rank, 'overSpread(options.load, options.spread);', 'overSpread(options.load, undefined);'),
			edit(rank, 'turn(lane, load, options.spreadOf(lane)),', '-lane.severity,'),
		],
	},
	{
		name: 'a skip is not paid',
		breaks: ['free-skip'],
		edits: [
			edit(
				settle,
				"date_trunc('hour', ${lease.grantedAt}::timestamptz, 'UTC'), ${settled.workMs})",
				"date_trunc('hour', ${lease.grantedAt}::timestamptz, 'UTC'), ${state === 'skipped' ? 0 : settled.workMs})",
			),
		],
	},
];
