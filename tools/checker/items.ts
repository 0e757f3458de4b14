import { clocksDiffer, type Snapshot, sql } from './snapshot.ts';
import { at, type Tally } from './tally.ts';

type Look = {
	readonly itemId: string;
	readonly leaseId: string;
	readonly personId: string;
	readonly purpose: string;
	readonly state: string;
	/** By the clock that was furthest then: what ended by that time may have ended before, though a clock was put back since. */
	readonly grantedAt: number;
	readonly expiresAt: number;
	readonly endedAt: number | null;
	/** When its answer was counted; null where it has none or it was kept only. */
	readonly countedAt: number | null;
	readonly viewsMax: number | null;
};

const looks = sql`
	select l.item_id as "itemId", l.id as "leaseId", l.person_id as "personId", l.purpose, l.state, l.reached as "grantedAt",
		l.expires_at as "expiresAt", l.ended_at as "endedAt", a.answered_at as "countedAt",
		(v.definition->'targets'->>'viewsMax')::int as "viewsMax"
	from (select *, max(granted_at) over (order by seq rows unbounded preceding) as reached from utu.lease) l
	join utu.item i on i.id = l.item_id
	left join utu.project_version v on v.project_id = i.project_id and v.version = i.project_version
	left join utu.answer a on a.idempotency_key = l.idempotency_key and a.status = 'counted'
	where l.purpose in ('annotate', 'scout') and ($1::uuid is null or l.project_id = $1)
	order by l.item_id, l.seq`;

/** "Nobody is asked to look in order to raise a certainty that is already met. Every other look has its purpose." */
export const checkFewestEyes = async (
	tally: Tally,
	snapshot: Snapshot,
	projectId: string | undefined,
): Promise<void> => {
	let item: Look[] = [];
	for await (const page of snapshot.stream<Look>(looks, [projectId ?? null])) {
		for (const look of page) {
			if (item.length > 0 && item[0]!.itemId !== look.itemId) {
				checkCap(tally, item, snapshot.clocksMs);
				item = [];
			}
			item.push(look);
		}
	}
	if (item.length > 0) checkCap(tally, item, snapshot.clocksMs);
	await snapshot.judge(tally, 'fewest-eyes', afterDecision);
	await snapshot.judge(tally, 'fewest-eyes', viewsCounted);
	await snapshot.judge(tally, 'fewest-eyes', viewsHeld);
};

type Step = { readonly moment: number; readonly order: number; readonly by: number; readonly look: Look };

/**
 * At a grant, counted answers + active leases ≤ viewsMax. In between one more may come for each late answer: a lease that
 * ran out gave its place to somebody else, and content once revealed may still be answered while the item is open.
 */
const checkCap = (tally: Tally, item: readonly Look[], clocksMs: number): void => {
	const { itemId, viewsMax } = item[0]!;
	// Another server's clock may have been ahead when a look ended: it may have ended earlier, and was counted then. A late
	// answer takes a place while nobody holds one for it: behind, it may have come after the grants of that time.
	const sooner = (look: Look, moment: number): number => Math.max(moment - clocksMs, look.grantedAt);
	const counted = (look: Look, moment: number): number => (cameLate(look) ? moment + clocksMs : sooner(look, moment));
	const steps = item
		.flatMap((look): Step[] => [
			...(look.endedAt === null ? [] : [{ moment: sooner(look, look.endedAt), order: 0, by: -1, look }]),
			...(look.countedAt === null ? [] : [{ moment: counted(look, look.countedAt), order: 1, by: 1, look }]),
			{ moment: look.grantedAt, order: 2, by: 1, look },
		])
		.sort((one, other) => one.moment - other.moment || one.order - other.order);
	let eyes = 0;
	let late = 0;
	for (const { order, by, look, moment } of steps) {
		eyes += by;
		if (order === 0) continue;
		if (order === 1 && cameLate(look)) late++;
		const most = (viewsMax ?? 0) + (order === 2 ? 0 : late);
		tally.check('fewest-eyes', eyes <= most, () => ({
			story: `item ${itemId} at ${at(moment)}: ${eyes} counted answers and leases, the cap is ${viewsMax ?? 'unknown'}`,
			leaseId: look.leaseId,
			personId: look.personId,
		}));
	}
};

/** Its lease had ended by itself, and its place may have gone to somebody else. */
const cameLate = ({ countedAt, state }: Look): boolean => countedAt !== null && state !== 'answered';

/** A look of another purpose than to raise certainty, or to screen, may come after: a review, a contest, an audit. */
const afterDecision = sql`
	select d.id is null and coalesce(not (i.decided_at < l.granted_at - ${clocksDiffer} and i.stage in ('decided', 'duplicate')), true),
		format('lease %s, granted %s: its item %s was decided before', l.id, l.granted_at, l.item_id), l.id, l.person_id
	from utu.lease l join utu.item i on i.id = l.item_id
	left join (
		select distinct l.id from utu.lease l join utu.decision d on d.item_id = l.item_id
		where d.decided_at < l.granted_at - ${clocksDiffer} and coalesce(d.superseded_at > l.granted_at, true)) d on d.id = l.id
	where l.purpose in ('annotate', 'scout') and ($1::uuid is null or l.project_id = $1)`;

const viewsCounted = sql`
	select i.views = coalesce(a.counted, 0), format('item %s: %s views, %s counted answers', i.id, i.views, coalesce(a.counted, 0)),
		null::uuid, null::uuid
	from utu.item i left join (
		select item_id, count(*) as counted from utu.answer where status = 'counted' group by item_id) a on a.item_id = i.id
	where $1::uuid is null or i.project_id = $1`;

const viewsHeld = sql`
	select i.views_active = coalesce(l.active, 0),
		format('item %s: %s views active, %s active leases', i.id, i.views_active, coalesce(l.active, 0)), null::uuid, null::uuid
	from utu.item i left join (
		select item_id, count(*) as active from utu.lease where state = 'active' and purpose in ('annotate', 'scout') group by item_id) l on l.item_id = i.id
	where $1::uuid is null or i.project_id = $1`;
