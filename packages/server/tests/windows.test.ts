import { seededRandom } from '@utu/core/first-pass/seeded-random.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadAccount } from '../src/safety/account.sql.ts';
import { makeWorld, type World } from './support/world.ts';

let world: World;
beforeAll(async () => {
	world = await makeWorld();
});
afterAll(() => world.close());

const hour = 3_600_000;
type Look = { readonly startedAt: number; readonly endedAt: number; readonly severity: number; readonly ms: number };
const weightOf = (severity: number): number => (severity >= 3 ? 1 : severity === 2 ? 0.5 : 0);

/** The windows as SAFETY.md says them, look by look, by the calendar of the machine. `slackMs`: how much longer each is. */
const counted = (
	looks: readonly Look[],
	options: { readonly now: number; readonly timeZone: string; readonly slackMs: number },
) => {
	const { now, slackMs } = options;
	const calendar = new Intl.DateTimeFormat('en-CA', { timeZone: options.timeZone, dateStyle: 'short' });
	const within = (ms: number) => looks.filter((one) => one.endedAt > now - ms - slackMs);
	const dates = new Map<string, number>();
	for (const look of within(168 * hour))
		for (const at of slackMs === 0 ? [Math.max(look.startedAt, now - 168 * hour + 1), look.endedAt] : touched(look))
			dates.set(calendar.format(at), Math.max(weightOf(look.severity), dates.get(calendar.format(at)) ?? 0));
	const sum = (list: readonly Look[], of: (look: Look) => number) => list.reduce((total, look) => total + of(look), 0);
	return {
		dayMs: sum(within(24 * hour), (look) => weightOf(look.severity) * look.ms),
		daysIn7: [...dates.values()].reduce((total, weight) => total + weight, 0),
	};
};

/** Both ends of the hours that a look began and ended in. */
const touched = (look: Look): readonly number[] =>
	[look.startedAt, look.endedAt].flatMap((at) => [
		Math.floor(at / hour) * hour,
		Math.floor(at / hour) * hour + hour - 1_000,
	]);

const insertLooks = async (personId: string, looks: readonly Look[]): Promise<void> => {
	const itemId = await world.addItem({ hazards: { violence: 3 } });
	for (const look of looks) {
		const leaseId = world.ids.uuid();
		await world.owner.query(
			`insert into utu.lease (id, organisation_id, project_id, item_id, person_id, purpose, state, hazards, categories, severity, granted_at, expires_at, ended_at, reserved_ms, idempotency_key)
			values ($1, $2, $3, $4, $5, 'annotate', 'answered', '{}', '{}', $6, $7, $8, $8, 1, $1)`,
			[
				leaseId,
				world.organisationId,
				world.projectId,
				itemId,
				personId,
				look.severity,
				new Date(look.startedAt),
				new Date(look.endedAt),
			],
		);
		await world.owner.query(
			`insert into utu.exposure (lease_id, person_id, organisation_id, purpose, severity, categories, started_at, ended_at, visible_ms, presentation)
			values ($1, $2, $3, 'annotate', $4, '{}', $5, $6, $7, '{}')`,
			[
				leaseId,
				personId,
				world.organisationId,
				look.severity,
				new Date(look.startedAt),
				new Date(look.endedAt),
				look.ms,
			],
		);
	}
	await world.owner.query(
		`insert into utu.exposure_hour (person_id, hour, weighted_ms, weighted_views, weight_max)
		select $1::uuid, x.hour, sum(x.ms), sum(x.views), max(x.weight) from (
			select date_trunc('hour', ended_at, 'UTC') as hour, case when severity >= 3 then 1.0 else 0.5 end as weight,
				visible_ms * case when severity >= 3 then 1.0 else 0.5 end as ms, case when severity >= 3 then 1.0 else 0.5 end as views
			from utu.exposure where severity >= 2 and person_id = $1
			union all
			select date_trunc('hour', started_at, 'UTC'), case when severity >= 3 then 1.0 else 0.5 end, 0, 0 from utu.exposure where severity >= 2 and person_id = $1
		) x group by x.hour`,
		[personId],
	);
};

/** Moments around which clocks are put forward or back, and an ordinary one. */
const moments = [
	'2026-03-29T01:00:00Z',
	'2026-10-25T01:00:00Z',
	'2026-11-01T06:00:00Z',
	'2026-04-04T15:00:00Z',
	'2026-06-10T12:00:00Z',
];
const zones = [
	'UTC',
	'Africa/Nairobi',
	'Europe/Paris',
	'America/New_York',
	'Asia/Kathmandu',
	'Pacific/Auckland',
	'Pacific/Kiritimati',
];

describe('rolling windows', () => {
	it('err on the safe side only, in every zone and over the nights in which clocks change', async () => {
		const seed = 20_260_329;
		const random = seededRandom(seed);
		for (const moment of moments) {
			for (const timeZone of zones) {
				const personId = await world.addPerson({ timeZone });
				const around = new Date(moment).getTime() + Math.floor(random() * 48 - 24) * hour;
				const looks = Array.from({ length: 25 }, (): Look => {
					const endedAt = Math.floor(around - random() ** 2 * 180 * hour);
					const ms = Math.floor(random() * 120_000);
					return { startedAt: endedAt - ms, endedAt, ms, severity: random() < 0.2 ? 1 : random() < 0.4 ? 2 : 3 };
				});
				await insertLooks(personId, looks);
				const account = await world.app.transaction({ organisationId: world.organisationId, personId }, (tx) =>
					loadAccount(tx, { personId, now: new Date(around) }),
				);
				const severe = looks.filter((look) => look.severity >= 2);
				const exact = counted(severe, { now: around, timeZone, slackMs: 0 });
				const atMost = counted(severe, { now: around, timeZone, slackMs: hour });
				const told = `seed ${seed}, ${moment}, ${timeZone}`;
				for (const window of ['dayMs', 'daysIn7'] as const) {
					expect(account.dose[window], `${window}, ${told}`).toBeGreaterThanOrEqual(exact[window]);
					expect(account.dose[window], `${window}, ${told}`).toBeLessThanOrEqual(atMost[window]);
				}
				expect(account.dose.hourViews, told).toBe(
					severe.filter((look) => look.endedAt > around - hour).reduce((sum, look) => sum + weightOf(look.severity), 0),
				);
			}
		}
	});
});
