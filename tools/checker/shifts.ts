import type { History, Lease, Shift } from './history.ts';
import { at, type Tally } from './tally.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/** "in its last 30 minutes for severity ≥ 3, or past 8 h [D] worked in a day or 48 h in 7 days" */
const rule = { severeUntilMs: 30 * minuteMs, dayMs: 8 * hourMs, weekMs: 48 * hourMs } as const;
/** The table takes none longer. */
export const shiftMsMax = 12 * hourMs;
/** Between the clocks of two processes. */
const slackMs = 1_000;

/** Those that were known and could have begun to count by then. */
const known = (history: History, lease: Lease, from: number): readonly Shift[] => {
	const { shifts: all } = history;
	let low = 0;
	let high = all.length;
	while (low < high) {
		const middle = (low + high) >>> 1;
		if (all[middle]!.startsAt > from - shiftMsMax) high = middle;
		else low = middle + 1;
	}
	const found: Shift[] = [];
	for (let index = low; index < all.length && all[index]!.startsAt <= lease.expiresAt; index++) {
		if (all[index]!.createdAt <= lease.grantedAt + slackMs) found.push(all[index]!);
	}
	return found;
};

/** The shifts of its organisation in which a lease was granted. */
export const shiftsOf = (history: History, lease: Lease): readonly Shift[] =>
	known(history, lease, lease.grantedAt).filter(
		({ organisationId, startsAt, endsAt }) =>
			organisationId === lease.organisationId && startsAt <= lease.grantedAt && lease.grantedAt <= endsAt,
	);

const about = ({ id, personId, grantedAt }: Lease, story: string) => ({
	story: `lease ${id}, granted ${at(grantedAt)}: ${story}`,
	leaseId: id,
	personId,
});

/** "No lease outside a shift, in its last 30 minutes for severity ≥ 3, or past 8 h [D] worked in a day or 48 h in 7 days." */
export const checkShifts = (tally: Tally, history: History, wanted: (lease: Lease) => boolean): void => {
	for (const lease of history.leases) {
		if (!wanted(lease)) continue;
		const within = shiftsOf(history, lease);
		tally.check('shift', within.length > 0, () => about(lease, 'outside every shift of its organisation'));
		if (within.length > 0) {
			const until = endOf(lease);
			tally.check(
				'shift',
				within.some(({ endsAt, plannedEndsAt }) => lease.expiresAt <= plannedEndsAt && until <= endsAt + slackMs),
				() => about(lease, `held until ${at(until)}, its shift ended ${at(within.at(-1)!.endsAt)}`),
			);
			checkLastMinutes(tally, lease, within);
		}
		checkHours(tally, history, lease);
	}
};

/** Until when it was, or may be, held. */
export const endOf = (lease: Lease): number => Math.min(lease.expiresAt, lease.endedAt ?? Number.POSITIVE_INFINITY);

/** The end as it was planned: of a shift that ended early, nobody knew at the grant. */
const checkLastMinutes = (tally: Tally, lease: Lease, within: readonly Shift[]): void => {
	if (lease.severity < 3) return;
	tally.check(
		'shift',
		within.some(({ plannedEndsAt }) => lease.grantedAt <= plannedEndsAt - rule.severeUntilMs),
		() => about(lease, `severity ${lease.severity}, its shift was to end ${at(within.at(-1)!.plannedEndsAt)}`),
	);
};

/** Time on shift, in every organisation, where the lease ends: within a shift it only grows. */
const checkHours = (tally: Tally, history: History, lease: Lease): void => {
	const until = endOf(lease);
	const shiftsThen = known(history, lease, until - 7 * dayMs);
	const day = onShift(shiftsThen, until - dayMs, until);
	tally.check('shift', day <= rule.dayMs, () => about(lease, `${hours(day)} on shift in 24 h by ${at(until)}`));
	const week = onShift(shiftsThen, until - 7 * dayMs, until);
	tally.check('shift', week <= rule.weekMs, () => about(lease, `${hours(week)} on shift in 7 days by ${at(until)}`));
};

const hours = (ms: number): string => `${(ms / hourMs).toFixed(3)} h`;

/** How much of a stretch of time shifts cover: where two overlap, once. They are in the order of their beginnings. */
const onShift = (sorted: readonly Shift[], from: number, until: number): number => {
	let sum = 0;
	let covered = from;
	for (const { startsAt, endsAt } of sorted) {
		const end = Math.min(endsAt, until);
		const start = Math.max(startsAt, covered);
		if (end <= start) continue;
		sum += end - start;
		covered = end;
	}
	return sum;
};
