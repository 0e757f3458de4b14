import { type Snapshot, sql } from './snapshot.ts';

/** What one look left in the ledger. Times are milliseconds since 1970. */
export type Exposure = {
	readonly personId: string;
	readonly organisationId: string;
	readonly purpose: string;
	readonly severity: number;
	readonly categories: readonly string[];
	readonly startedAt: number;
	readonly endedAt: number;
	readonly visibleMs: number;
	/** False where the end of visibility is unknown: then all of the reservation is charged. */
	readonly known: boolean;
};

/** A lease with what the tables say of its item and its look. */
export type Lease = {
	readonly id: string;
	/** Drawn while the person's account was locked: the order in which things happened to them, whatever the clocks said. */
	readonly seq: number;
	/** From the same sequence; null while it runs, and where it ended before ends were numbered. */
	readonly endedSeq: number | null;
	readonly personId: string;
	readonly organisationId: string;
	readonly projectId: string;
	readonly itemId: string;
	readonly purpose: string;
	readonly state: string;
	/** What the person was told. */
	readonly hazards: Readonly<Record<string, number>>;
	readonly categories: readonly string[];
	readonly severity: number;
	readonly grantedAt: number;
	readonly expiresAt: number;
	readonly endedAt: number | null;
	readonly revealedAt: number | null;
	readonly reservedMs: number;
	readonly visibleMs: number;
	readonly extensions: number;
	readonly content: string;
	/** What near duplicates of the item share with it. */
	readonly keys: readonly string[];
	readonly itemStage: string;
	readonly language: string | null;
	readonly themes: readonly string[];
	readonly seen: boolean;
	readonly exposure: Exposure | null;
	/** How many rows the ledger holds of it. */
	readonly exposures: number;
};

export type Consent = { readonly categories: ReadonlySet<string>; readonly answeredAt: number };
export type Exclusion = { readonly kind: string; readonly value: string };

/** One choice of a person, append-only: "the newest holds". */
export type Choice = {
	/** From the same sequence as a lease's. */
	readonly seq: number;
	readonly kind: string;
	readonly projectId: string | null;
	readonly value: unknown;
	readonly chosenAt: number;
};

/** A shift that was not called off. `endsAt` may have been brought forward since. */
export type Shift = {
	readonly organisationId: string;
	readonly startsAt: number;
	readonly endsAt: number;
	readonly plannedEndsAt: number;
	readonly createdAt: number;
};

/** All that was ever leased to one person, in every organisation, in the order of the grants. */
export type History = {
	readonly personId: string;
	readonly timeZone: string;
	readonly consents: ReadonlyMap<string, Consent>;
	readonly exclusions: readonly Exclusion[];
	/** What was chosen when; `consents` and `exclusions` are as they are now. */
	readonly choices: readonly Choice[];
	readonly shifts: readonly Shift[];
	/** What near duplicates of the content that was seen share with it. */
	readonly seenNear: ReadonlySet<string>;
	readonly leases: readonly Lease[];
};

const leases = sql`
	select l.id, l.seq::float8 as seq, l.person_id as "personId", l.organisation_id as "organisationId", l.project_id as "projectId",
		l.item_id as "itemId", l.purpose, l.state, l.hazards, l.categories, l.severity, l.granted_at as "grantedAt",
		l.expires_at as "expiresAt", l.ended_at as "endedAt", l.ended_seq::float8 as "endedSeq", l.revealed_at as "revealedAt",
		l.reserved_ms as "reservedMs", l.visible_ms as "visibleMs", l.extensions,
		encode(i.sha256, 'base64') as content, array_to_string(n.keys, ' ') as near, i.stage as "itemStage", i.language, i.themes,
		s.person_id is not null as seen, p.time_zone as "timeZone",
		e.person_id as "ePersonId", e.organisation_id as "eOrganisationId", e.purpose as "ePurpose",
		e.severity as "eSeverity", e.categories as "eCategories", e.started_at as "eStartedAt", e.ended_at as "eEndedAt",
		e.visible_ms as "eVisibleMs", coalesce(e.presentation->>'visibleMsKnown', 'true') <> 'false' as "eKnown"
	from utu.lease l join utu.item i on i.id = l.item_id join utu.person p on p.id = l.person_id
	left join utu.item_near n on n.item_id = l.item_id
	left join utu.exposure e on e.lease_id = l.id
	left join utu.seen s on s.person_id = l.person_id and s.sha256 = i.sha256
	where $1::uuid is null or l.person_id in (select person_id from utu.lease where project_id = $1)
	order by l.person_id, l.seq`;

type Row = Omit<Lease, 'exposure' | 'exposures' | 'keys'> & {
	readonly timeZone: string;
	readonly near: string | null;
	readonly ePersonId: string | null;
	readonly eOrganisationId: string;
	readonly ePurpose: string;
	readonly eSeverity: number;
	readonly eCategories: readonly string[];
	readonly eStartedAt: number;
	readonly eEndedAt: number;
	readonly eVisibleMs: number;
	readonly eKnown: boolean;
};

const leaseOf = (row: Row): Lease => ({
	...row,
	keys: keysOf(row.near),
	exposures: row.ePersonId === null ? 0 : 1,
	exposure:
		row.ePersonId === null
			? null
			: {
					personId: row.ePersonId,
					organisationId: row.eOrganisationId,
					purpose: row.ePurpose,
					severity: row.eSeverity,
					categories: row.eCategories,
					startedAt: row.eStartedAt,
					endedAt: row.eEndedAt,
					visibleMs: row.eVisibleMs,
					known: row.eKnown,
				},
});

export const keysOf = (near: string | null): readonly string[] => (near === null || near === '' ? [] : near.split(' '));

/** Person by person: the memory holds all of one person, and everybody's consents and exclusions as they are now. */
export const histories = async function* (snapshot: Snapshot, projectId: string | undefined): AsyncGenerator<History> {
	const kept = await loadKept(snapshot);
	let own: Lease[] = [];
	let timeZone = '';
	const history = async (): Promise<History> => {
		const { personId } = own[0]!;
		return {
			...{ personId, timeZone, leases: own, ...kept(personId) },
			choices: await choicesOfPerson(snapshot, personId),
			shifts: await shiftsOfPerson(snapshot, personId),
			seenNear: await seenNearOf(snapshot, personId),
		};
	};
	for await (const page of snapshot.stream<Row>(leases, [projectId ?? null])) {
		for (const row of page) {
			const last = own.at(-1);
			if (last?.id === row.id) {
				own[own.length - 1] = { ...last, exposures: last.exposures + 1 };
				continue;
			}
			if (last !== undefined && last.personId !== row.personId) {
				yield await history();
				own = [];
			}
			timeZone = row.timeZone;
			own.push(leaseOf(row));
		}
	}
	if (own.length > 0) yield await history();
};

const chosen = sql`
	select seq::float8 as seq, kind, project_id as "projectId", value, chosen_at as "chosenAt"
	from utu.choice where person_id = $1 order by seq`;

const choicesOfPerson = (snapshot: Snapshot, personId: string): Promise<readonly Choice[]> =>
	snapshot.rows<Choice>(chosen, [personId]);

const shifts = sql`
	select organisation_id as "organisationId", starts_at as "startsAt", ends_at as "endsAt",
		planned_ends_at as "plannedEndsAt", created_at as "createdAt"
	from utu.shift where person_id = $1 and cancelled_at is null order by starts_at, id`;

const shiftsOfPerson = (snapshot: Snapshot, personId: string): Promise<readonly Shift[]> =>
	snapshot.rows<Shift>(shifts, [personId]);

const seenNearOf = async (snapshot: Snapshot, personId: string): Promise<ReadonlySet<string>> => {
	const [row] = await snapshot.rows<{ near: string | null }>(
		sql`select string_agg(key::text, ' ') as near from utu.seen_near where person_id = $1`,
		[personId],
	);
	return new Set(keysOf(row!.near));
};

type Kept = Pick<History, 'consents' | 'exclusions'>;

const loadKept = async (snapshot: Snapshot): Promise<(personId: string) => Kept> => {
	const consents = new Map<string, Map<string, Consent>>();
	for (const row of await snapshot.rows<{
		personId: string;
		projectId: string;
		categories: string[];
		answeredAt: number;
	}>(
		sql`select person_id as "personId", project_id as "projectId", categories, answered_at as "answeredAt" from utu.consent`,
	)) {
		const own = consents.get(row.personId) ?? new Map<string, Consent>();
		own.set(row.projectId, { categories: new Set(row.categories), answeredAt: row.answeredAt });
		consents.set(row.personId, own);
	}
	const exclusions = new Map<string, Exclusion[]>();
	for (const row of await snapshot.rows<{ personId: string; kind: string; value: string }>(
		sql`select person_id as "personId", kind, value from utu.exclusion`,
	)) {
		const own = exclusions.get(row.personId) ?? [];
		own.push({ kind: row.kind, value: row.value });
		exclusions.set(row.personId, own);
	}
	return (personId) => ({
		consents: consents.get(personId) ?? new Map(),
		exclusions: exclusions.get(personId) ?? [],
	});
};
