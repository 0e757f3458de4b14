import { type Plant, plant, sql } from './plant.ts';
import type { Invariant } from './tally.ts';
import type { World } from './world.ts';
import { day, hour, minute, organisationId, second, start } from './world-ground.ts';

const tomorrow = start + day;

/** What was chosen when: at the grant and while a lease was in hand. */
const chosen: readonly Plant[] = [
	plant('consent: withdrawn before the grant, given again since', ['consent'], async (world) => {
		const personId = await world.addPerson();
		await world.choose(personId, { kind: 'consent', value: ['unscreened'], at: start });
		await world.look({ personId, at: tomorrow });
		await world.choose(personId, { kind: 'consent', value: ['violence'], at: tomorrow + hour });
	}),
	plant('consent: given after the grant only', ['consent'], async (world) => {
		const personId = await world.addPerson({ consents: null });
		await world.look({ personId, at: tomorrow });
		await world.choose(personId, { kind: 'consent', value: ['violence'], at: tomorrow + hour });
	}),
	plant('allowed: withdrawn and given again before the grant, by a clock put back', [], async (world) => {
		const personId = await world.addPerson();
		await world.choose(personId, { kind: 'consent', value: [], at: tomorrow + hour });
		await world.choose(personId, { kind: 'consent', value: ['violence'], at: tomorrow + minute });
		await world.look({ personId, at: tomorrow });
	}),
	plant('consent: a lease was held after the yes was withdrawn', ['consent'], async (world) => {
		const personId = await world.addPerson();
		await world.look({ personId, at: tomorrow, heldMs: minute });
		await world.choose(personId, { kind: 'consent', value: [], at: tomorrow + 50 * second });
	}),
	plant('allowed: the lease ended when the yes was withdrawn', [], async (world) => {
		const personId = await world.addPerson();
		await world.look({ personId, at: tomorrow, heldMs: minute, state: 'withdrawn' });
		await world.choose(personId, { kind: 'consent', value: [], at: tomorrow + minute });
	}),
	plant('allowed: withdrawn after its end, by a clock put back', [], async (world) => {
		const personId = await world.addPerson();
		const leaseId = await world.look({ personId, at: tomorrow, heldMs: minute });
		await world.query("update utu.lease set ended_seq = nextval('utu.account_seq') where id = $1", [leaseId]);
		await world.choose(personId, { kind: 'consent', value: [], at: tomorrow + 50 * second });
	}),
	plant('consent: a lease went on in order and in time after the yes was withdrawn', ['consent'], async (world) => {
		const personId = await world.addPerson();
		const leaseId = await world.look({ personId, at: tomorrow, heldMs: minute });
		await world.choose(personId, { kind: 'consent', value: [], at: tomorrow + 50 * second });
		await world.query("update utu.lease set ended_seq = nextval('utu.account_seq') where id = $1", [leaseId]);
	}),
	plant('allowed: an answer older than the choices', [], async (world) => {
		await world.look({ personId: await world.addPerson({ onRecord: false }), at: tomorrow });
	}),
	plant('consent: the router reads another than the last', ['consent'], async (world) => {
		const personId = await world.addPerson();
		await world.query(`update utu.consent set categories = '{violence,hate}' where person_id = $1`, [personId]);
	}),
	plant('exclusion: given against one that held then', ['exclusion'], async (world) => {
		const personId = await world.addPerson();
		await exclude(world, personId, 'violence', start);
		await world.look({ personId, at: tomorrow });
		await world.choose(personId, { kind: 'exclusions', value: [], at: tomorrow + hour });
	}),
	plant('allowed: excluded after the lease had ended', [], async (world) => {
		const personId = await world.addPerson();
		await world.look({ personId, at: tomorrow });
		await exclude(world, personId, 'violence', tomorrow + hour);
	}),
	plant('exclusion: a lease was held after it', ['exclusion'], async (world) => {
		const personId = await world.addPerson();
		await world.look({ personId, at: tomorrow, heldMs: minute });
		await exclude(world, personId, 'violence', tomorrow + 50 * second);
	}),
	plant('exclusion: the router reads fewer than were chosen', ['exclusion'], async (world) => {
		const personId = await world.addPerson();
		await exclude(world, personId, 'hate', start);
		await world.query('delete from utu.exclusion where person_id = $1', [personId]);
	}),
	plant('budget: the router reads other limits than were chosen', ['budget'], async (world) => {
		const personId = await world.addPerson();
		await world.choose(personId, { kind: 'limits', value: { hourViews: 10 }, at: start });
		await world.query(`update utu.person_account set limits = '{}' where person_id = $1`, [personId]);
	}),
];

const exclude = (world: World, personId: string, value: string, at: number): Promise<void> =>
	world.choose(personId, { kind: 'exclusions', value: [{ kind: 'category', value }], at });

/** Severe looks of ten seconds a minute apart, under limits that somebody chose or signed before. */
const underLimits = (
	name: string,
	breaks: readonly Invariant[],
	work: { readonly count: number; readonly prepare: (world: World, personId: string) => Promise<unknown> },
): Plant =>
	plant(name, breaks, async (world) => {
		const personId = await world.addPerson();
		await work.prepare(world, personId);
		for (let n = 0; n < work.count; n++) {
			await world.look({ personId, at: tomorrow + n * minute, visibleMs: 10 * second, reservedMs: 10 * second });
		}
	});

const own = (value: Readonly<Record<string, number>>) => (world: World, personId: string) =>
	world.choose(personId, { kind: 'limits', value, at: start });

const signed =
	(limits: Readonly<Record<string, number>>, signedAt = start) =>
	async (world: World): Promise<void> => {
		const [proposedBy, signedBy] = [await world.addPerson(), await world.addPerson()];
		await world.query(
			`insert into utu.membership (organisation_id, person_id, display_name, roles, joined_at) values ($1, $2, 'Elected', '{worker,representative}', $3)`,
			[organisationId, signedBy, new Date(start - day)],
		);
		await world.query(
			`insert into utu.limit_change (id, organisation_id, limits, reason, proposed_by, proposed_at, signed_by, signed_at)
			values (gen_random_uuid(), $1, $2, 'A trial', $3, $4, $5, $6)`,
			[organisationId, JSON.stringify(limits), proposedBy, new Date(start - hour), signedBy, new Date(signedAt)],
		);
	};

const wider = { dayMs: 120 * minute, runMs: 20 * minute, hourViews: 60, daysIn7: 4 };

const limits: readonly Plant[] = [
	underLimits('budget: more views in an hour than the person wants', ['budget'], {
		count: 4,
		prepare: own({ hourViews: 3 }),
	}),
	underLimits('budget: more in a day than the person wants', ['budget'], {
		count: 4,
		prepare: own({ dayMs: 39 * second }),
	}),
	underLimits('budget: more without a break than the person wants', ['budget'], {
		count: 4,
		prepare: own({ runMs: 39 * second }),
	}),
	underLimits('budget: a date that the person does not want', ['budget'], { count: 1, prepare: own({ daysIn7: 0 }) }),
	underLimits('allowed: lowered after the work', [], {
		count: 4,
		prepare: async (world, personId) => {
			await world.look({ personId, at: start, visibleMs: 10 * second, reservedMs: 10 * second });
			await own({ hourViews: 9 })(world, personId);
		},
	}),
	underLimits('allowed: as many views as another limit lets', [], { count: 42, prepare: signed(wider) }),
	underLimits('budget: a limit that was signed later', ['budget'], {
		count: 42,
		prepare: signed(wider, tomorrow + 2 * hour),
	}),
	underLimits('budget: nobody raises their own', ['budget'], { count: 42, prepare: own({ hourViews: 60 }) }),
	underLimits('ceiling: signed past it', ['ceiling'], { count: 0, prepare: signed({ ...wider, dayMs: 4 * hour + 1 }) }),
	plant('ceiling: signed by somebody from elsewhere', ['ceiling'], async (world) => {
		await signed(wider)(world);
		await world.query('delete from utu.membership');
	}),
	plant('ceiling: signed by who proposed it', ['ceiling'], async (world) => {
		await signed(wider)(world);
		await world.query('alter table utu.limit_change drop constraint limit_change_check1');
		await world.query('update utu.limit_change set proposed_by = signed_by');
	}),
	plant('budget: a fourth date where the person had moved to', ['budget'], (world) => dates(world, start - hour)),
	plant('allowed: the same moments, moved afterwards', [], (world) => dates(world, start + 8 * day)),
];

/** Four dates in Tokyo, three in UTC. The person says where they are twice: before, and then. */
const dates = async (world: World, movedAt: number): Promise<void> => {
	const personId = await world.addPerson();
	await world.choose(personId, { kind: 'time-zone', value: 'UTC', at: start - day });
	const move = () => world.choose(personId, { kind: 'time-zone', value: 'Asia/Tokyo', at: movedAt });
	if (movedAt < start) await move();
	for (const ms of [2 * hour, 8 * hour, day + 8 * hour, 2 * day + 8 * hour])
		await world.look({ personId, at: start + ms });
	if (movedAt >= start) await move();
};

/** Content that is nearly the same. */
const near: readonly Plant[] = [
	plant('once: nearly the same content as another item', ['once'], async (world) => {
		const personId = await world.addPerson();
		await world.look({ personId, itemId: await world.addItem({ keys: [11, 12] }), at: tomorrow });
		await world.look({ personId, itemId: await world.addItem({ keys: [12, 13] }), at: tomorrow + minute });
	}),
	plant('allowed: nearly the same, given back unseen before', [], async (world) => {
		const personId = await world.addPerson();
		await world.look({ personId, itemId: await world.addItem({ keys: [11] }), at: tomorrow, state: 'released' });
		await world.look({ personId, itemId: await world.addItem({ keys: [11] }), at: tomorrow + minute });
	}),
	plant('allowed: nearly the same, contested', [], async (world) => {
		const personId = await world.addPerson();
		await world.look({ personId, itemId: await world.addItem({ keys: [11] }), at: tomorrow });
		const itemId = await world.addItem({ keys: [11] });
		await world.look({ personId, itemId, at: tomorrow + minute, purpose: 'contest', state: 'skipped' });
	}),
	plant('once: what near duplicates share is forgotten', ['once'], async (world) => {
		await world.look({
			personId: await world.addPerson(),
			itemId: await world.addItem({ keys: [11, 12] }),
			at: tomorrow,
		});
		await world.query('delete from utu.seen_near where key = 12');
	}),
	...(['open', 'first-pass', 'decided'] as const).map((stage) =>
		plant(
			`${stage === 'decided' ? 'allowed' : 'surprise'}: a near duplicate that was not raised, ${stage}`,
			stage === 'decided' ? [] : ['surprise'],
			async (world) => {
				const itemId = await world.addItem({ keys: [11, 12], stage });
				if (stage === 'decided') await world.decide(itemId, start);
				await shareWithSurprise(world);
			},
		),
	),
	plant('allowed: a near duplicate that was raised', [], async (world) => {
		const itemId = await world.addItem({ keys: [11, 12] });
		await world.query(`update utu.item set hazards_floor = '{"violence":4}' where id = $1`, [itemId]);
		await shareWithSurprise(world);
	}),
];

const shareWithSurprise = async ({ query }: World): Promise<void> => {
	await query(`insert into utu.item_near select item_id, organisation_id, '{12,13}' from utu.surprise`);
	await query(
		`insert into utu.seen_near select person_id, unnest(array[12, 13]), granted_at from utu.lease where state = 'surprised'`,
	);
};

const sums: readonly Plant[] = [
	sql('ledger: an hour is missing', ['ledger'], 'delete from utu.exposure_hour where weighted_views = 2'),
	sql(
		'ledger: a view too few in an hour',
		['ledger'],
		'update utu.exposure_hour set weighted_views = weighted_views - 0.5',
	),
	sql(
		'ledger: a millisecond too many in an hour',
		['ledger'],
		'update utu.exposure_hour set weighted_ms = weighted_ms + 1',
	),
	sql('ledger: a milder hour than it was', ['ledger'], 'update utu.exposure_hour set weight_max = 0.5'),
	sql(
		'ledger: an hour in which nothing was seen',
		['ledger'],
		`insert into utu.exposure_hour select person_id, hour + interval '5 h', 1, 1, 1 from utu.exposure_hour`,
	),
	sql(
		'ledger: twice in it',
		['ledger'],
		`insert into utu.exposure select lease_id, person_id, organisation_id, purpose, 1, categories, started_at,
			started_at + interval '1 y', visible_ms, presentation
		from utu.exposure where severity = 1`,
	),
];

export const choices: readonly Plant[] = [...chosen, ...limits, ...near, ...sums];
