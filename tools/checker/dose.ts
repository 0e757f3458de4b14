import type { History, Lease } from './history.ts';
import { at, type Tally } from './tally.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;
const weekMs = 7 * dayMs;
const breakMs = 10 * minuteMs;

/** "Defaults [D]: severity ≥ 3: 60 min a day, 20 min without a break, 3 days in 7, 40 views an hour; severity 2 counts half." */
const budget = { dayMs: 60 * minuteMs, runMs: 20 * minuteMs, days: 3, hourViews: 40 } as const;
/** "up to the ceiling (4 h a day, 5 days in 7, 20 min without a break) ... nothing exceeds the ceiling" */
const ceiling = { dayMs: 4 * hourMs, runMs: 20 * minuteMs, days: 5 } as const;
/** "After 20 min of severity ≥ 3, or 90 min of any work, a paid break of ≥ 10 min in which nothing is leased." */
const due = { severeMs: 20 * minuteMs, workMs: 90 * minuteMs } as const;

const weightOf = (severity: number): number => (severity >= 3 ? 1 : severity === 2 ? 0.5 : 0);

/** What a lease weighs on the account: its look, or as long as it is held its whole reservation. */
type Charge = {
	readonly lease: Lease;
	readonly weight: number;
	readonly startedAt: number;
	readonly endedAt: number;
	readonly visibleMs: number;
};

/**
 * "Reserved + settled exposure stays within every budget in every rolling window ... The account is the person's."
 * Windows are fullest at a grant, when the whole reservation is counted, so each grant is a moment to recount: from the
 * raw leases and exposures, in every organisation. Where in a look its visible time lay is not recorded: what may lie
 * in the window does.
 */
export const checkDose = (tally: Tally, history: History, wanted: (lease: Lease) => boolean): void => {
	const charges = chargesOf(history.leases);
	const dates = datesOf(history.timeZone);
	const run = createRun();
	for (const lease of history.leases) {
		run.until(lease.grantedAt);
		if (wanted(lease)) {
			checkBreak(tally, lease, run);
			const weight = weightOf(lease.severity);
			if (weight > 0) {
				checkRun(tally, lease, run.weighted + weight * lease.reservedMs);
				checkDay(tally, lease, charges, weight);
				checkHour(tally, lease, charges, weight);
				checkDates(tally, lease, charges, { dates, weight, zone: history.timeZone });
			}
		}
		run.add(lease);
	}
};

const chargesOf = (leases: readonly Lease[]): readonly Charge[] =>
	leases
		.map((lease): Charge => {
			const { exposure } = lease;
			if (exposure !== null) {
				const { startedAt, endedAt, visibleMs } = exposure;
				return { lease, weight: weightOf(exposure.severity), startedAt, endedAt, visibleMs };
			}
			const endedAt = lease.endedAt ?? Number.POSITIVE_INFINITY;
			const held = lease.endedAt === null ? lease.reservedMs : 0;
			return { lease, weight: weightOf(lease.severity), startedAt: lease.grantedAt, endedAt, visibleMs: held };
		})
		.filter(({ weight }) => weight > 0)
		.sort((one, other) => one.endedAt - other.endedAt);

/** Charges that end after `from`, of other leases granted before this one. */
const before = function* (charges: readonly Charge[], lease: Lease, from: number): Generator<Charge> {
	let low = 0;
	let high = charges.length;
	while (low < high) {
		const middle = (low + high) >>> 1;
		if (charges[middle]!.endedAt > from) high = middle;
		else low = middle + 1;
	}
	for (let index = low; index < charges.length; index++) {
		const charge = charges[index]!;
		if (precedes(charge.lease, lease)) yield charge;
		// A person holds one lease at a time: nothing that ends a day later was granted before.
		else if (charge.endedAt > lease.grantedAt + dayMs && charge.endedAt !== Number.POSITIVE_INFINITY) break;
	}
};

const precedes = (one: Lease, other: Lease): boolean =>
	one.grantedAt < other.grantedAt || (one.grantedAt === other.grantedAt && one.id < other.id);

/** While another lease was held, its reservation was charged whole. */
const weightedMs = (charge: Charge, from: number, moment: number): number => {
	const heldUntil = charge.lease.endedAt ?? Number.POSITIVE_INFINITY;
	if (heldUntil > moment) return charge.weight * charge.lease.reservedMs;
	const inside = charge.endedAt - Math.max(charge.startedAt, from);
	const whole = charge.visibleMs > charge.endedAt - charge.startedAt;
	return charge.weight * (whole ? charge.visibleMs : Math.min(charge.visibleMs, inside));
};

const about = ({ id, personId, grantedAt }: Lease, story: string) => ({
	story: `lease ${id}, granted ${at(grantedAt)}: ${story}`,
	leaseId: id,
	personId,
});

const minutes = (ms: number): string => `${(ms / minuteMs).toFixed(3)} min`;

/** "60 min a day"; "windows roll: ... day = 24 h". An extension reserved later, at the latest when the lease ended. */
const checkDay = (tally: Tally, lease: Lease, charges: readonly Charge[], weight: number): void => {
	const moment = lease.extensions > 0 ? Math.max(lease.grantedAt, lease.endedAt ?? lease.expiresAt) : lease.grantedAt;
	const from = moment - dayMs;
	let sum = weight * lease.reservedMs;
	for (const charge of before(charges, lease, from)) sum += weightedMs(charge, from, lease.grantedAt);
	tally.check('budget', sum <= budget.dayMs, () =>
		about(lease, `${minutes(sum)} in 24 h with its reservation, ${minutes(budget.dayMs)} allowed`),
	);
	tally.check('ceiling', sum <= ceiling.dayMs, () =>
		about(lease, `${minutes(sum)} in 24 h with its reservation, the ceiling is ${minutes(ceiling.dayMs)}`),
	);
};

/** "40 views an hour"; "hour = 60 min". */
const checkHour = (tally: Tally, lease: Lease, charges: readonly Charge[], weight: number): void => {
	let views = weight;
	for (const charge of before(charges, lease, lease.grantedAt - hourMs)) {
		if (charge.visibleMs > 0 || charge.lease.revealedAt !== null) views += charge.weight;
	}
	tally.check('budget', views <= budget.hourViews, () =>
		about(lease, `${views} views in 60 min with this one, ${budget.hourViews} allowed`),
	);
};

/**
 * "3 days in 7"; "week = 7 × 24 h; 'days' counts the person's local dates touched". A date counts by the gravest look
 * on it: half where that is severity 2.
 */
const checkDates = (
	tally: Tally,
	lease: Lease,
	charges: readonly Charge[],
	person: { readonly dates: ((ms: number) => string) | undefined; readonly weight: number; readonly zone: string },
): void => {
	const { dates } = person;
	if (dates === undefined) {
		tally.check('budget', false, () => about(lease, `no dates are known in the time zone ${person.zone}`));
		return;
	}
	const from = lease.grantedAt - weekMs;
	const touched = new Map<string, number>([[dates(lease.grantedAt), person.weight]]);
	const touch = (date: string, weight: number) => touched.set(date, Math.max(weight, touched.get(date) ?? 0));
	for (const { weight, startedAt, endedAt } of before(charges, lease, from)) {
		touch(dates(Math.max(startedAt, from + 1)), weight);
		if (endedAt < lease.grantedAt) touch(dates(endedAt), weight);
	}
	const days = [...touched.values()].reduce((sum, weight) => sum + weight, 0);
	tally.check('budget', days <= budget.days, () =>
		about(lease, `${days} dates of ${person.zone} in 7 days, ${budget.days} allowed`),
	);
	tally.check('ceiling', days <= ceiling.days, () =>
		about(lease, `${days} dates of ${person.zone} in 7 days, the ceiling is ${ceiling.days}`),
	);
};

const quarterMs = 15 * minuteMs;

/** The local date of a moment. Zones change their offset on a quarter of an hour: one look at the calendar for each. */
const datesOf = (timeZone: string): ((ms: number) => string) | undefined => {
	const format = calendarOf(timeZone);
	if (format === undefined) return undefined;
	const known = new Map<number, string>();
	return (ms) => {
		const quarter = Math.floor(ms / quarterMs);
		let date = known.get(quarter);
		if (date === undefined) {
			date = format.format(ms);
			known.set(quarter, date);
		}
		return date;
	};
};

const calendarOf = (timeZone: string): Intl.DateTimeFormat | undefined => {
	try {
		return new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' });
	} catch (error) {
		if (error instanceof RangeError) return undefined;
		throw error;
	}
};

type Run = {
	readonly weighted: number;
	readonly severe: number;
	readonly work: number;
	/** Begins anew where nothing was leased for ten minutes. */
	readonly until: (moment: number) => void;
	readonly add: (lease: Lease) => void;
};

/** All since the last ten minutes in which nothing was leased. */
const createRun = (): Run => {
	let lastEnd = Number.NEGATIVE_INFINITY;
	const run = {
		weighted: 0,
		severe: 0,
		work: 0,
		until: (moment: number): void => {
			if (moment - lastEnd >= breakMs) Object.assign(run, { weighted: 0, severe: 0, work: 0 });
		},
		add: (lease: Lease): void => {
			const { exposure } = lease;
			const end = lease.endedAt ?? Number.POSITIVE_INFINITY;
			const severity = exposure?.severity ?? lease.severity;
			const visibleMs = exposure?.visibleMs ?? (lease.endedAt === null ? lease.reservedMs : 0);
			run.weighted += weightOf(severity) * visibleMs;
			if (severity >= 3) run.severe += visibleMs;
			if (lease.endedAt !== null) run.work += lease.endedAt - lease.grantedAt;
			lastEnd = Math.max(lastEnd, end);
		},
	};
	return run;
};

/** "20 min without a break", by weight: an extended lease has reserved again, within the same run. */
const checkRun = (tally: Tally, lease: Lease, sum: number): void => {
	tally.check('budget', sum <= budget.runMs, () =>
		about(lease, `${minutes(sum)} without a break, with its reservation, ${minutes(budget.runMs)} allowed`),
	);
	tally.check('ceiling', sum <= ceiling.runMs, () =>
		about(lease, `${minutes(sum)} without a break, with its reservation, the ceiling is ${minutes(ceiling.runMs)}`),
	);
};

/**
 * "After 20 min of severity ≥ 3, or 90 min of any work, a paid break of ≥ 10 min in which nothing is leased"; "waiting
 * and breaks do not feed the 90 min of work".
 */
const checkBreak = (tally: Tally, lease: Lease, run: Run): void => {
	tally.check('break', run.severe < due.severeMs, () =>
		about(lease, `within 10 min after ${minutes(run.severe)} of severity 3 or more`),
	);
	tally.check('break', run.work < due.workMs, () => about(lease, `within 10 min after ${minutes(run.work)} of work`));
};
