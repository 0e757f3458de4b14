import { shiftMsMax } from './shifts.ts';
import { type Snapshot, sql } from './snapshot.ts';
import { at, type Tally } from './tally.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

/**
 * "beyond 5 views, nobody goes past 1.5× the median while another has room": a tenth more is left to what the router
 * reads by the hour, and its figures may be two minutes old. A pool of fewer than three has no median to speak of.
 */
const rule = { viewsMax: 5, ratio: 1.5, ratioLoose: 1.65, staleMs: 2 * minuteMs, poolMin: 3 } as const;
/** Somebody takes part who was granted something lately. */
const lately = 30 * minuteMs;
/** "per hour worked": of a shift that has just begun, half an hour at least. */
const workedMsMin = 30 * minuteMs;

/** All that was seen and held of one person, in every organisation, in the order of the grants. */
type Person = {
	/** When looks ended, and the weight of all looks up to each. */
	readonly endedAt: number[];
	readonly weights: number[];
	readonly heldFrom: number[];
	readonly heldUntil: number[];
};

/** A person's place in an organisation. Shifts are in the order of their beginnings; `next` is the first to come. */
type Place = {
	readonly person: Person;
	readonly shifts: { readonly from: number[]; readonly until: number[]; next: number };
	readonly granted: number[];
	/** Weight of the looks before the shift that began at `from`. */
	before: { from: number; weight: number };
};

/** Who answered in a project: what they said yes to since when, in the order of their answers. */
type Member = {
	readonly place: Place;
	readonly answers: readonly { readonly since: number; readonly categories: ReadonlySet<string> }[];
};

/** How much somebody carries at a moment. */
type Carrying = { readonly views: number; readonly load: number };

type Floor = {
	readonly placeOf: (organisationId: string, personId: string) => Place;
	readonly members: ReadonlyMap<string, readonly Member[]>;
};

const grants = sql`
	select l.id, l.person_id as "personId", l.organisation_id as "organisationId", l.project_id as "projectId", l.severity, l.categories,
		l.granted_at as "grantedAt", least(l.ended_at, l.expires_at) as until,
		l.purpose in ('annotate', 'scout') and coalesce(i.due_at > l.granted_at + interval '30 min', true) as patient,
		e.severity as "seenSeverity", e.ended_at as "seenUntil"
	from utu.lease l join utu.item i on i.id = l.item_id left join utu.exposure e on e.lease_id = l.id
	order by l.granted_at, l.seq`;

type Granted = {
	readonly id: string;
	readonly personId: string;
	readonly organisationId: string;
	readonly projectId: string;
	readonly severity: number;
	readonly categories: readonly string[];
	readonly grantedAt: number;
	readonly until: number;
	/** Its item was not due, and the person did not ask for it. */
	readonly patient: boolean;
	readonly seenSeverity: number | null;
	readonly seenUntil: number | null;
};

/**
 * "Among eligible people on shift, severe content goes to whoever carries least per hour worked ... A duty of the
 * ranking: it may delay until the deadline, never refuse." One sweep over all grants in the order of their times; of each
 * look the memory keeps a few numbers.
 */
export const checkSpread = async (tally: Tally, snapshot: Snapshot, projectId: string | undefined): Promise<void> => {
	const floor = await openFloor(snapshot);
	for await (const page of snapshot.stream<Granted>(grants, [])) {
		for (const lease of page) {
			const place = floor.placeOf(lease.organisationId, lease.personId);
			if (lease.severity >= 3 && lease.patient && (projectId === undefined || lease.projectId === projectId)) {
				const moments = [lease.grantedAt, lease.grantedAt - rule.staleMs - snapshot.clocksMs];
				checkGrant(tally, { lease, place, moments, members: floor.members.get(lease.projectId) ?? [] });
			}
			note(place, lease);
		}
	}
};

const openFloor = async (snapshot: Snapshot): Promise<Floor> => {
	const persons = new Map<string, Person>();
	const places = new Map<string, Place>();
	const personOf = (id: string): Person => {
		const person = persons.get(id) ?? { endedAt: [], weights: [], heldFrom: [], heldUntil: [] };
		persons.set(id, person);
		return person;
	};
	const placeOf = (organisationId: string, personId: string): Place => {
		const key = `${organisationId} ${personId}`;
		const place = places.get(key) ?? {
			person: personOf(personId),
			shifts: { from: [], until: [], next: 0 },
			granted: [],
			before: { from: Number.NaN, weight: 0 },
		};
		places.set(key, place);
		return place;
	};
	for await (const page of snapshot.stream<Worked>(shifts, [])) {
		for (const { organisationId, personId, startsAt, endsAt } of page) {
			const { from, until } = placeOf(organisationId, personId).shifts;
			from.push(startsAt);
			until.push(endsAt);
		}
	}
	const members = new Map<string, Member[]>();
	for await (const page of snapshot.stream<Answered>(answers, [])) {
		for (const { organisationId, personId, projectId, sinces, categories } of page) {
			const project = members.get(projectId) ?? [];
			project.push({
				place: placeOf(organisationId, personId),
				answers: sinces.map((since, n) => ({ since, categories: new Set(categories[n]!) })),
			});
			members.set(projectId, project);
		}
	}
	return { placeOf, members };
};

type Worked = {
	readonly organisationId: string;
	readonly personId: string;
	readonly startsAt: number;
	readonly endsAt: number;
};
/** A shift put down after it had begun counts from then. */
const shifts = sql`
	select organisation_id as "organisationId", person_id as "personId", greatest(starts_at, created_at) as "startsAt", ends_at as "endsAt"
	from utu.shift where cancelled_at is null and ends_at > created_at order by greatest(starts_at, created_at), id`;

type Answered = {
	readonly organisationId: string;
	readonly personId: string;
	readonly projectId: string;
	/** Each answer's moment and categories; of people who came before choices were on record the last one. */
	readonly sinces: readonly number[];
	readonly categories: readonly (readonly string[])[];
};
const answers = sql`
	select c.organisation_id as "organisationId", c.person_id as "personId", c.project_id as "projectId",
		coalesce(o.sinces, array[extract(epoch from c.answered_at)::float8 * 1000]) as sinces,
		coalesce(o.categories, jsonb_build_array(to_jsonb(c.categories))) as categories
	from utu.consent c left join (
		select person_id, project_id, array_agg(extract(epoch from chosen_at)::float8 * 1000 order by seq) as sinces,
			jsonb_agg(value order by seq) as categories
		from utu.choice where kind = 'consent' group by person_id, project_id) o
		on o.person_id = c.person_id and o.project_id = c.project_id`;

const note = (place: Place, lease: Granted): void => {
	const { person } = place;
	place.granted.push(lease.grantedAt);
	person.heldFrom.push(lease.grantedAt);
	person.heldUntil.push(lease.until);
	if (lease.seenUntil === null || lease.seenSeverity! < 2) return;
	person.endedAt.push(lease.seenUntil);
	person.weights.push((person.weights.at(-1) ?? 0) + (lease.seenSeverity! >= 3 ? 1 : 0.5));
};

type Grant = {
	readonly lease: Granted;
	readonly place: Place;
	readonly members: readonly Member[];
	/** When it was given, and before the comparison it may rest on: longer ago where clocks may differ. */
	readonly moments: readonly number[];
};

const checkGrant = (tally: Tally, grant: Grant): void => {
	const { lease, place } = grant;
	const now = lease.grantedAt;
	const own = carrying(place, now);
	const tooMuch = own !== undefined && own.views > rule.viewsMax && passedOver(grant);
	tally.check('spread', !tooMuch, () => ({
		story: `lease ${lease.id}, granted ${at(now)}: ${own?.views} severe views in this shift, ${own?.load.toFixed(2)} an hour, while others had room`,
		leaseId: lease.id,
		personId: lease.personId,
	}));
};

/**
 * Whether at each of the moments somebody carried too much, and the same other person had room, was free, and had said yes
 * to all that the item may hold: "among eligible people". Budgets and exclusions of others are theirs: the pool is not
 * narrowed by them.
 */
const passedOver = (grant: Grant): boolean => {
	let free: readonly Member[] = grant.members;
	for (const moment of grant.moments) {
		const own = carrying(grant.place, moment);
		if (own === undefined) return false;
		const pool: { readonly member: Member; readonly load: number }[] = [];
		let below = 0;
		for (const member of grant.members) {
			const load = loadOf(member, moment);
			if (load === undefined) continue;
			pool.push({ member, load });
			if (load * rule.ratioLoose < own.load) below++;
		}
		// The median is below only where half of them are.
		if (pool.length < rule.poolMin || below * 2 < pool.length) return false;
		const median = medianOf(pool.map(({ load }) => load));
		if (own.load <= rule.ratioLoose * median) return false;
		const withRoom = new Set(
			pool.flatMap(({ member, load }) =>
				load <= median &&
				member.place.person !== grant.place.person &&
				!holds(member.place.person, moment) &&
				saidYes(member, grant.lease.categories, moment)
					? [member]
					: [],
			),
		);
		free = free.filter((member) => withRoom.has(member));
		if (free.length === 0) return false;
	}
	return true;
};

/** Of those who answered by then, are on shift, and were granted something lately. */
const loadOf = ({ place, answers: given }: Member, moment: number): number | undefined => {
	const { granted } = place;
	let last = granted.length - 1;
	while (last >= 0 && granted[last]! > moment) last--;
	if (last < 0 || granted[last]! <= moment - lately || given[0]!.since > moment) return undefined;
	return carrying(place, moment)?.load;
};

const saidYes = ({ answers: given }: Member, categories: readonly string[], moment: number): boolean => {
	const held = given.findLast(({ since }) => since <= moment)?.categories;
	return categories.every((category) => held?.has(category) === true);
};

/** Weighted views in the shift that covers a moment, and how many of them to the hour; undefined off shift. */
const carrying = (place: Place, moment: number): Carrying | undefined => {
	const from = shiftFrom(place.shifts, moment);
	if (from === undefined) return undefined;
	const { endedAt, weights } = place.person;
	if (place.before.from !== from) place.before = { from, weight: weightBy(place.person, from) };
	let last = endedAt.length - 1;
	while (last >= 0 && endedAt[last]! > moment) last--;
	const views = Math.max(0, (last < 0 ? 0 : weights[last]!) - place.before.weight);
	return { views, load: views / (Math.max(workedMsMin, moment - from) / hourMs) };
};

/** The beginning of the shift that covers a moment: of several, the first. */
const shiftFrom = (shiftsOf: Place['shifts'], moment: number): number | undefined => {
	const { from, until } = shiftsOf;
	while (shiftsOf.next < from.length && from[shiftsOf.next]! <= moment) shiftsOf.next++;
	let found: number | undefined;
	for (let index = shiftsOf.next - 1; index >= 0 && from[index]! > moment - shiftMsMax; index--) {
		if (from[index]! <= moment && moment < until[index]!) found = from[index];
	}
	return found;
};

/** The weight of all looks that ended by then. */
const weightBy = ({ endedAt, weights }: Person, moment: number): number => {
	let low = 0;
	let high = endedAt.length;
	while (low < high) {
		const middle = (low + high) >>> 1;
		if (endedAt[middle]! > moment) high = middle;
		else low = middle + 1;
	}
	return low === 0 ? 0 : weights[low - 1]!;
};

const holds = ({ heldFrom, heldUntil }: Person, moment: number): boolean => {
	let last = heldFrom.length - 1;
	while (last >= 0 && heldFrom[last]! > moment) last--;
	return last >= 0 && heldUntil[last]! > moment;
};

const medianOf = (values: number[]): number => {
	values.sort((one, other) => one - other);
	const middle = values.length >>> 1;
	return values.length % 2 === 1 ? values[middle]! : (values[middle - 1]! + values[middle]!) / 2;
};
