import { answeredAt, choicesOf, exclusionsOf, heldAt } from './choices.ts';
import { type History, keysOf, type Lease } from './history.ts';
import { type Excludable, excludes } from './restrictions.ts';
import { shiftsOf } from './shifts.ts';
import { type Snapshot, sql } from './snapshot.ts';
import { at, type Tally } from './tally.ts';

/** Open for that long before a grant, an item was there to be found. */
const openMsMin = 5_000;
/** Items that nobody was ever leased, of one kind: work that was free all the time since it opened. */
type Kind = Excludable & {
	readonly projectId: string;
	readonly items: readonly { readonly openedAt: number; readonly content: string; readonly keys: readonly string[] }[];
};

/** Of items that are the same to an exclusion the first twenty that opened. */
const neverLeased = sql`
	select organisation_id as "organisationId", project_id as "projectId", language, themes, hazards, severity,
		array_agg(opened_at order by opened_at, id) as "openedAt", array_agg(content order by opened_at, id) as contents,
		array_agg(near order by opened_at, id) as near
	from (
		select i.id, i.organisation_id, i.project_id, i.language, i.themes, i.hazards, i.severity,
			extract(epoch from i.opened_at)::float8 * 1000 as opened_at, encode(i.sha256, 'base64') as content,
			coalesce(array_to_string(n.keys, ' '), '') as near,
			row_number() over (partition by i.project_id, i.language, i.themes, i.hazards order by i.opened_at, i.id) as place
		from utu.item i join utu.project p on p.id = i.project_id join utu.batch b on b.id = i.batch_id
		left join utu.item_near n on n.item_id = i.id
		where i.stage = 'open' and i.severity <= 1 and i.views_wanted > 0 and i.opened_at is not null and p.state = 'open'
			and b.quarantined_at is null and not i.hazards ? 'unscreened'
			and not exists (select from utu.lease l where l.item_id = i.id)) free
	where place <= 20
	group by organisation_id, project_id, language, themes, hazards, severity`;

type Row = Excludable & {
	readonly organisationId: string;
	readonly projectId: string;
	readonly openedAt: readonly number[];
	readonly contents: readonly string[];
	readonly near: readonly string[];
};

export type CheckInterleave = (tally: Tally, history: History, wanted: (lease: Lease) => boolean) => void;

/**
 * "After a severity ≥ 3 item, the next one is ≤ 1 where such work exists": a breach is told only where an item was
 * demonstrably free and fit. What was taken by somebody since, or closed, is no witness any more.
 */
export const loadInterleave = async (snapshot: Snapshot): Promise<CheckInterleave> => {
	const kinds = new Map<string, Kind[]>();
	for (const { organisationId, openedAt, contents, near, ...row } of await snapshot.rows<Row>(neverLeased)) {
		const own = kinds.get(organisationId) ?? [];
		const items = openedAt.map((opened, n) => ({ openedAt: opened, content: contents[n]!, keys: keysOf(near[n]!) }));
		own.push({ ...row, items });
		kinds.set(organisationId, own);
	}
	return (tally, history, wanted) => {
		const seen = createSeen(history);
		for (const [index, lease] of history.leases.entries()) {
			const previous = history.leases[index - 1];
			if (previous === undefined || lease.severity <= 1 || !isWork(lease) || !wanted(lease)) continue;
			if (!isSevere(previous) || !inOneShift(history, previous, lease)) continue;
			const fit = (kinds.get(lease.organisationId) ?? []).some((kind) =>
				wasFree({ history, lease, kind, seen: seen() }),
			);
			tally.check('interleave', !fit, () => ({
				story: `lease ${lease.id}, granted ${at(lease.grantedAt)}: severity ${lease.severity} right after lease ${previous.id}, while milder work was free`,
				leaseId: lease.id,
				personId: lease.personId,
			}));
		}
	};
};

/** A look that judges an answer is asked for at that very item; which comes next is no choice of a queue. */
const isWork = ({ purpose }: Lease): boolean => purpose === 'annotate' || purpose === 'scout';

const isSevere = (lease: Lease): boolean =>
	lease.revealedAt !== null && (lease.exposure?.severity ?? lease.severity) >= 3;

const inOneShift = (history: History, previous: Lease, lease: Lease): boolean =>
	shiftsOf(history, lease).some(({ startsAt }) => startsAt <= previous.grantedAt);

/** What the person was ever given, or may have been: no witness is among it. */
const createSeen = (history: History): (() => ReadonlySet<string>) => {
	let seen: Set<string> | undefined;
	return () => {
		seen ??= new Set([...history.leases.flatMap(({ content, keys }) => [content, ...keys]), ...history.seenNear]);
		return seen;
	};
};

const wasFree = (ask: {
	readonly history: History;
	readonly lease: Lease;
	readonly kind: Kind;
	readonly seen: ReadonlySet<string>;
}): boolean => {
	const { history, lease, kind, seen } = ask;
	if (!answeredAt(history, kind.projectId, lease)) return false;
	const chosen = exclusionsOf(heldAt(choicesOf(history, 'exclusions'), lease));
	// Exclusions older than the choices have no date: they may have held.
	if ([...chosen, ...history.exclusions].some((exclusion) => excludes(exclusion, kind))) return false;
	return kind.items.some(
		({ openedAt, content, keys }) =>
			openedAt + openMsMin <= lease.grantedAt && !seen.has(content) && !keys.some((key) => seen.has(key)),
	);
};
