import { type Plant, plant, sql } from './plant.ts';
import { choices } from './plants-of-choices.ts';
import { catalog, decided } from './plants-of-record.ts';
import { routing } from './plants-of-routing.ts';
import { screening } from './plants-of-screening.ts';
import type { Invariant } from './tally.ts';
import type { World } from './world.ts';
import { day, hour, type LookOptions, minute, otherBatchId, second, start } from './world-ground.ts';

const tomorrow = start + day;

/** `count` severe looks of `visibleMs`, `perRun` without a break, then a little over ten minutes of nothing. */
const severeLooks = async (
	world: World,
	personId: string,
	work: { readonly from: number; readonly count: number; readonly visibleMs: number; readonly perRun: number },
): Promise<number> => {
	let at = work.from;
	for (let n = 0; n < work.count; n++) {
		if (n > 0 && n % work.perRun === 0) at += 10 * minute;
		await world.look({ personId, at, visibleMs: work.visibleMs, heldMs: work.visibleMs });
		at += work.visibleMs;
	}
	return at;
};

/** Two views of three, a third that ran out with its answer late, and the place given again. */
const lateAnswer = (
	name: string,
	breaks: readonly Invariant[],
	options: { readonly lateMs: number; readonly again: Omit<LookOptions, 'personId' | 'itemId'> },
): Plant =>
	plant(name, breaks, async (world) => {
		const itemId = await world.addItem();
		for (let n = 0; n < 2; n++)
			await world.look({ personId: await world.addPerson(), itemId, at: tomorrow + n * minute });
		const late = { at: tomorrow + 5 * minute, heldMs: minute, state: 'expired', lateMs: options.lateMs };
		await world.look({ personId: await world.addPerson(), itemId, ...late });
		await world.look({ personId: await world.addPerson(), itemId, ...options.again });
	});

const dayLimit = (name: string, breaks: readonly Invariant[], shiftMs: number): Plant =>
	plant(name, breaks, async (world) => {
		const personId = await world.addPerson();
		await severeLooks(world, personId, { from: tomorrow, count: 12, visibleMs: 5 * minute, perRun: 3 });
		const visibleMs = 5 * minute;
		await world.look({ personId, at: tomorrow + day + visibleMs + shiftMs, visibleMs });
	});

const hourLimit = (name: string, breaks: readonly Invariant[], shiftMs: number): Plant =>
	plant(name, breaks, async (world) => {
		const personId = await world.addPerson();
		await severeLooks(world, personId, { from: tomorrow, count: 40, visibleMs: second, perRun: 100 });
		await world.look({ personId, at: tomorrow + hour + second + shiftMs, visibleMs: second });
	});

const onDays = (
	name: string,
	breaks: readonly Invariant[],
	when: { readonly timeZone: string; readonly at: readonly number[]; readonly severity?: number },
): Plant =>
	plant(name, breaks, async (world) => {
		const personId = await world.addPerson({ timeZone: when.timeZone });
		for (const at of when.at) await world.look({ personId, at, hazards: { violence: when.severity ?? 3 } });
	});

const doses: readonly Plant[] = [
	dayLimit('budget: a millisecond more than 60 min in 24 h', ['budget'], -1),
	dayLimit('allowed: 60 min in exactly 24 h', [], 0),
	hourLimit('budget: the 41st view a millisecond within the hour', ['budget'], -1),
	hourLimit('allowed: the 41st view after an hour', [], 0),
	onDays('budget: a fourth date in 7 days', ['budget'], {
		timeZone: 'UTC',
		at: [0, 1, 2, 6].map((n) => start + n * day),
	}),
	onDays('allowed: a fourth date on the eighth day', [], {
		timeZone: 'UTC',
		at: [0, 1, 2, 7].map((n) => start + n * day + (n === 7 ? minute : 0)),
	}),
	// 16:00 UTC is the next date in Tokyo: three dates in UTC, four where the person is.
	onDays('budget: a fourth date where the person lives', ['budget'], {
		timeZone: 'Asia/Tokyo',
		at: [2 * hour, 8 * hour, day + 8 * hour, 2 * day + 8 * hour].map((ms) => start + ms),
	}),
	onDays('allowed: the same moments in UTC', [], {
		timeZone: 'UTC',
		at: [2 * hour, 8 * hour, day + 8 * hour, 2 * day + 8 * hour].map((ms) => start + ms),
	}),
	onDays('allowed: six dates of severity 2, which count half', [], {
		timeZone: 'UTC',
		at: [0, 1, 2, 3, 4, 5].map((n) => start + n * day),
		severity: 2,
	}),
	onDays('ceiling: six dates in 7 days', ['budget', 'ceiling'], {
		timeZone: 'UTC',
		at: [0, 1, 2, 3, 4, 5].map((n) => start + n * day),
	}),
	onDays('budget: a time zone that nobody knows', ['budget'], { timeZone: 'Nowhere/Land', at: [start] }),
	plant('ceiling: more than 4 h in 24 h', ['budget', 'ceiling'], async (world) => {
		const personId = await world.addPerson();
		await severeLooks(world, personId, { from: tomorrow, count: 49, visibleMs: 5 * minute, perRun: 3 });
	}),
	plant('budget: a reservation that ends past 20 min without a break', ['budget', 'ceiling'], async (world) => {
		const personId = await world.addPerson();
		const at = await severeLooks(world, personId, { from: tomorrow, count: 3, visibleMs: 5 * minute, perRun: 9 });
		await world.look({ personId, at, visibleMs: second, reservedMs: 5 * minute + 1 });
	}),
	plant('budget: an extension past 20 min without a break', ['budget', 'ceiling'], async (world) => {
		const personId = await world.addPerson();
		const at = await severeLooks(world, personId, { from: tomorrow, count: 3, visibleMs: 5 * minute, perRun: 9 });
		await world.look({ personId, at, visibleMs: second, reservedMs: 5 * minute + 1, extensions: 2 });
	}),
	plant('allowed: 40 min of severity 2 without a break, which count half', [], async (world) => {
		const personId = await world.addPerson();
		for (let n = 0; n < 8; n++) {
			await world.look({
				personId,
				at: tomorrow + 5 * n * minute,
				visibleMs: 5 * minute,
				heldMs: 5 * minute,
				hazards: { violence: 2 },
			});
		}
	}),
	plant('break: mild work within 10 min after 20 min of severe', ['break'], async (world) => {
		const personId = await world.addPerson();
		const at = await severeLooks(world, personId, { from: tomorrow, count: 4, visibleMs: 5 * minute, perRun: 9 });
		await world.look({ personId, at: at + 10 * minute - 1, hazards: { hate: 1 } });
	}),
	plant('allowed: severe work 10 min after 20 min of it', [], async (world) => {
		const personId = await world.addPerson();
		const at = await severeLooks(world, personId, { from: tomorrow, count: 4, visibleMs: 5 * minute, perRun: 9 });
		await world.look({ personId, at: at + 10 * minute });
	}),
	...([0, 1] as const).map((early) =>
		plant(
			early === 1 ? 'break: within 10 min after 90 min of mild work' : 'allowed: 10 min after 90 min of mild work',
			early === 1 ? ['break'] : [],
			async (world) => {
				const personId = await world.addPerson();
				for (let n = 0; n < 9; n++) {
					await world.look({ personId, at: tomorrow + 10 * n * minute, heldMs: 10 * minute, hazards: { hate: 1 } });
				}
				await world.look({ personId, at: tomorrow + 100 * minute - early, hazards: { hate: 1 } });
			},
		),
	),
	plant('budget: visible for longer than reserved', ['budget'], async (world) => {
		const personId = await world.addPerson();
		await world.look({ personId, at: tomorrow, visibleMs: 31 * second, reservedMs: 30 * second });
	}),
	sql(
		'budget: charged milder than told',
		['budget'],
		`update utu.lease set severity = 1 where hazards = '{"violence": 3}' and state = 'released'`,
	),
];

const granted: readonly Plant[] = [
	plant('screened-first: unscreened content for somebody who is no scout', ['screened-first'], async (world) => {
		await world.look({ personId: await world.addPerson(), at: tomorrow, hazards: { unscreened: 4 } });
	}),
	plant('screened-first: unscreened content without consent asked', ['screened-first', 'consent'], async (world) => {
		const leaseId = await world.look({
			personId: await world.addPerson(),
			at: tomorrow,
			purpose: 'scout',
			hazards: { unscreened: 4 },
		});
		await world.query(`update utu.lease set categories = '{}' where id = $1`, [leaseId]);
	}),
	plant('screened-first: uncovered content told as if it were screened', ['screened-first'], async (world) => {
		const itemId = await world.addItem({ uncovered: ['sexual'] });
		await world.look({ personId: await world.addPerson(), itemId, at: tomorrow });
	}),
	...screening,
	plant('screened-first: an item before its first pass', ['screened-first'], async (world) => {
		const itemId = await world.addItem({ stage: 'first-pass' });
		await world.look({ personId: await world.addPerson(), itemId, at: tomorrow });
	}),
	sql(
		'screened-first: more scouts counted than answered',
		['screened-first'],
		'update utu.batch_screen set looked = 2',
	),
	plant('consent: a lease in hand after the yes was withdrawn', ['consent'], ({ query }) =>
		query(
			`update utu.consent c set categories = '{}', answered_at = $1 from utu.lease l where l.person_id = c.person_id and l.state = 'active'`,
			[new Date(tomorrow)],
		),
	),
	plant('consent: nobody ever asked', ['consent'], async (world) => {
		await world.look({ personId: await world.addPerson({ consents: null }), at: tomorrow });
	}),
	plant('consent: another category than the one agreed to', ['consent'], async (world) => {
		await world.look({ personId: await world.addPerson({ consents: ['hate'] }), at: tomorrow });
	}),
	plant('allowed: withdrawn after the lease had ended', [], async (world) => {
		const personId = await world.addPerson();
		await world.look({ personId, at: tomorrow });
		await world.choose(personId, { kind: 'consent', value: [], at: tomorrow + hour });
	}),
	...(
		[
			['category', 'violence', {}],
			['theme', 'topic:fire', { themes: ['topic:fire'] }],
			['theme', 'topic:other', { themes: [] }],
			['country', 'AA', {}],
			['country', 'BB', { themes: ['lang:en'] }],
			['language', 'en', {}],
			['language', 'sw', { language: null, themes: ['country:AA'] }],
		] as const
	).map(([kind, value, item], index) =>
		plant(`exclusion: active against a ${kind} (${index})`, ['exclusion'], async (world) => {
			const personId = await world.addPerson();
			await world.query('insert into utu.exclusion values ($1, $2, $3)', [personId, kind, value]);
			await world.look({ personId, itemId: await world.addItem(item), at: tomorrow, state: 'active' });
		}),
	),
	plant('allowed: active beside exclusions of other things', [], async (world) => {
		const personId = await world.addPerson();
		for (const [kind, value] of [
			['category', 'sexual'],
			['theme', 'topic:fire'],
			['country', 'BB'],
			['language', 'sw'],
		]) {
			await world.query('insert into utu.exclusion values ($1, $2, $3)', [personId, kind, value]);
		}
		await world.look({ personId, at: tomorrow, state: 'active' });
	}),
	plant('once: the same content as another item', ['once'], async (world) => {
		const personId = await world.addPerson();
		for (const n of [0, 1])
			await world.look({ personId, itemId: await world.addItem({ content: 'same' }), at: tomorrow + n * minute });
	}),
	plant('once: skipped, and given again', ['once'], async (world) => {
		const personId = await world.addPerson();
		const itemId = await world.addItem();
		await world.look({ personId, itemId, at: tomorrow, state: 'skipped', revealed: false });
		await world.look({ personId, itemId, at: tomorrow + minute });
	}),
	plant('allowed: contested, and looked at anew', [], async (world) => {
		const personId = await world.addPerson();
		const itemId = await world.addItem();
		await world.look({ personId, itemId, at: tomorrow, state: 'skipped' });
		await world.look({ personId, itemId, at: tomorrow + minute, purpose: 'contest', state: 'skipped' });
	}),
	plant('once: a duplicate that somebody is shown', ['once'], async (world) => {
		const itemId = await world.addItem({ stage: 'duplicate' });
		await world.look({ personId: await world.addPerson(), itemId, at: tomorrow, state: 'skipped' });
	}),
	sql(
		'once: what was seen is forgotten',
		['once'],
		"delete from utu.seen where person_id in (select person_id from utu.lease where state = 'surprised')",
	),
	plant('one-lease: granted while another is held', ['one-lease'], async (world) => {
		const personId = await world.addPerson();
		await world.look({ personId, at: tomorrow, heldMs: 2 * minute });
		await world.look({ personId, at: tomorrow + minute });
	}),
	sql(
		'one-lease: an end, and still active',
		['one-lease'],
		`update utu.lease set ended_at = granted_at where state = 'active'`,
	),
];

const accounts: readonly Plant[] = [
	sql(
		'ledger: an exposure is missing',
		['ledger'],
		`delete from utu.exposure where lease_id = (select min(id::text)::uuid from utu.lease where state = 'skipped')`,
	),
	plant('ledger: an exposure of what was never revealed', ['ledger'], async (world) => {
		const leaseId = await world.look({ personId: await world.addPerson(), at: tomorrow, state: 'released' });
		await world.query(
			`insert into utu.exposure select id, person_id, organisation_id, purpose, severity, categories, granted_at, ended_at, 0, '{}' from utu.lease where id = $1`,
			[leaseId],
		);
	}),
	plant('ledger: charged to somebody else', ['ledger'], async (world) =>
		world.query(
			`update utu.exposure set person_id = $1 where lease_id = (select min(id::text)::uuid from utu.lease where state = 'skipped')`,
			[await world.addPerson()],
		),
	),
	sql(
		'ledger: milder in the ledger than told',
		['ledger'],
		`update utu.exposure set severity = 1 where lease_id = (select min(id::text)::uuid from utu.lease where state = 'skipped')`,
	),
	plant('ledger: visible for longer than the clock went', ['ledger'], async (world) => {
		await world.look({ personId: await world.addPerson(), at: tomorrow, visibleMs: 20 * second, heldMs: 10 * second });
	}),
	plant('ledger: an unknown end that is not charged whole', ['ledger'], async (world) => {
		await world.look({
			personId: await world.addPerson(),
			at: tomorrow,
			visibleMs: 20 * second,
			reservedMs: 30 * second,
			known: false,
		});
	}),
	plant('ledger: revealed after its deadline', ['ledger'], async (world) => {
		const leaseId = await world.look({
			personId: await world.addPerson(),
			at: tomorrow,
			state: 'active',
			revealed: true,
		});
		await world.query(`update utu.lease set revealed_at = expires_at + interval '1 ms' where id = $1`, [leaseId]);
	}),
	plant('fewest-eyes: leased after the decision', ['fewest-eyes'], async (world) => {
		const itemId = await world.addItem();
		await world.look({ personId: await world.addPerson(), itemId, at: tomorrow });
		await world.decide(itemId, tomorrow + hour);
		await world.look({ personId: await world.addPerson(), itemId, at: tomorrow + hour + 60_000, state: 'skipped' });
	}),
	plant('allowed: leased before the decision, skipped after it', [], async (world) => {
		const itemId = await world.addItem();
		await world.look({ personId: await world.addPerson(), itemId, at: tomorrow });
		await world.look({
			personId: await world.addPerson(),
			itemId,
			at: tomorrow + minute,
			heldMs: hour,
			state: 'skipped',
		});
		await world.decide(itemId, tomorrow + 2 * minute);
	}),
	plant('fewest-eyes: a view beyond the cap', ['fewest-eyes'], async (world) => {
		const itemId = await world.addItem();
		for (let n = 0; n < 4; n++)
			await world.look({ personId: await world.addPerson(), itemId, at: tomorrow + n * minute });
	}),
	plant('fewest-eyes: a fourth pair of eyes at the same time', ['fewest-eyes'], async (world) => {
		const itemId = await world.addItem();
		for (let n = 0; n < 4; n++) {
			await world.look({
				personId: await world.addPerson(),
				itemId,
				at: tomorrow + n,
				heldMs: minute,
				state: n === 3 ? 'skipped' : 'answered',
			});
		}
	}),
	plant('allowed: one more than the cap, because an answer came late', [], async (world) => {
		const itemId = await world.addItem();
		for (let n = 0; n < 2; n++)
			await world.look({ personId: await world.addPerson(), itemId, at: tomorrow + n * minute });
		await world.look({
			personId: await world.addPerson(),
			itemId,
			at: tomorrow + 5 * minute,
			state: 'expired',
			lateMs: 5 * minute,
		});
		await world.look({ personId: await world.addPerson(), itemId, at: tomorrow + 6 * minute, heldMs: 10 * minute });
	}),
	lateAnswer('allowed: an answer that came late just after its place was given again', [], {
		lateMs: minute + second,
		again: { at: tomorrow + 7 * minute, heldMs: minute },
	}),
	lateAnswer('fewest-eyes: a place given again after the late answer had come', ['fewest-eyes'], {
		lateMs: minute,
		again: { at: tomorrow + 8 * minute, state: 'skipped' },
	}),
	sql(
		'fewest-eyes: views that nobody gave',
		['fewest-eyes'],
		`update utu.item set views = views + 1 where stage = 'open' and id = (select min(item_id::text)::uuid from utu.lease where state = 'skipped')`,
	),
	sql(
		'fewest-eyes: a place that nobody holds',
		['fewest-eyes'],
		"update utu.item set views_active = 1 where id in (select item_id from utu.lease where state = 'skipped')",
	),
	plant('free-skip: a skip that became an answer', ['free-skip'], async (world) => {
		await world.look({ personId: await world.addPerson(), at: tomorrow, state: 'skipped', lateMs: 0 });
	}),
	sql(
		'free-skip: a skip that is not paid',
		['free-skip'],
		`update utu.work_time w set work_ms = work_ms - extract(epoch from l.ended_at - l.granted_at) * 1000
		from utu.lease l where l.person_id = w.person_id and l.state = 'skipped'`,
	),
	sql(
		'surprise: the item was not raised',
		['surprise'],
		`update utu.item set severity = 1, hazards_floor = '{}' where id in (select item_id from utu.surprise)`,
	),
	sql('surprise: the batch goes on', ['surprise'], 'update utu.batch set quarantined_at = null'),
	plant('surprise: a lease out of the quarantined batch', ['surprise'], async (world) => {
		const itemId = await world.addItem({ batchId: otherBatchId });
		await world.look({ personId: await world.addPerson(), itemId, at: tomorrow });
	}),
	plant('surprise: a lease between the surprise and a quarantine that came late', ['surprise'], async (world) => {
		const itemId = await world.addItem({ batchId: otherBatchId });
		await world.look({ personId: await world.addPerson(), itemId, at: tomorrow });
		await world.query('update utu.batch set quarantined_at = $1 where quarantined_at is not null', [
			new Date(tomorrow + hour),
		]);
	}),
	sql('surprise: ended as one, and not on record', ['surprise'], 'delete from utu.surprise'),
	sql(
		'surprise: charged as what was told',
		['ledger', 'surprise'],
		`update utu.exposure set severity = 1 where lease_id in (select id from utu.lease where state = 'surprised')`,
	),
];

export const plants: readonly Plant[] = [
	...doses,
	...granted,
	...accounts,
	...choices,
	...routing,
	...decided,
	...catalog,
];
