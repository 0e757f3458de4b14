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
	readonly itemStage: string;
	readonly language: string | null;
	readonly themes: readonly string[];
	readonly seen: boolean;
	readonly exposure: Exposure | null;
};

export type Consent = { readonly categories: ReadonlySet<string>; readonly answeredAt: number };
export type Exclusion = { readonly kind: string; readonly value: string };

/** All that was ever leased to one person, in every organisation, in the order of the grants. */
export type History = {
	readonly personId: string;
	readonly timeZone: string;
	readonly consents: ReadonlyMap<string, Consent>;
	readonly exclusions: readonly Exclusion[];
	readonly leases: readonly Lease[];
};

const leases = sql`
	select l.id, l.person_id as "personId", l.organisation_id as "organisationId", l.project_id as "projectId",
		l.item_id as "itemId", l.purpose, l.state, l.hazards, l.categories, l.severity, l.granted_at as "grantedAt",
		l.expires_at as "expiresAt", l.ended_at as "endedAt", l.revealed_at as "revealedAt",
		l.reserved_ms as "reservedMs", l.visible_ms as "visibleMs", l.extensions,
		encode(i.sha256, 'base64') as content, i.stage as "itemStage", i.language, i.themes,
		s.person_id is not null as seen, p.time_zone as "timeZone",
		e.person_id as "ePersonId", e.organisation_id as "eOrganisationId", e.purpose as "ePurpose",
		e.severity as "eSeverity", e.categories as "eCategories", e.started_at as "eStartedAt", e.ended_at as "eEndedAt",
		e.visible_ms as "eVisibleMs", coalesce(e.presentation->>'visibleMsKnown', 'true') <> 'false' as "eKnown"
	from utu.lease l join utu.item i on i.id = l.item_id join utu.person p on p.id = l.person_id
	left join utu.exposure e on e.lease_id = l.id
	left join utu.seen s on s.person_id = l.person_id and s.sha256 = i.sha256
	where $1::uuid is null or l.person_id in (select person_id from utu.lease where project_id = $1)
	order by l.person_id, l.granted_at, l.id`;

type Row = Omit<Lease, 'exposure'> & {
	readonly timeZone: string;
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

/** Person by person: the memory holds one person's leases and everybody's consents. */
export const histories = async function* (snapshot: Snapshot, projectId: string | undefined): AsyncGenerator<History> {
	const choices = await loadChoices(snapshot);
	let own: Lease[] = [];
	let timeZone = '';
	const history = (): History => {
		const { personId } = own[0]!;
		return { personId, timeZone, leases: own, ...choices(personId) };
	};
	for await (const page of snapshot.stream<Row>(leases, [projectId ?? null])) {
		for (const row of page) {
			if (own.length > 0 && own[0]!.personId !== row.personId) {
				yield history();
				own = [];
			}
			timeZone = row.timeZone;
			own.push(leaseOf(row));
		}
	}
	if (own.length > 0) yield history();
};

type Choices = Pick<History, 'consents' | 'exclusions'>;

const loadChoices = async (snapshot: Snapshot): Promise<(personId: string) => Choices> => {
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
