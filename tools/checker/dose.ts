import { timeZoneAt } from './choices.ts';
import type { History, Lease } from './history.ts';
import { ceiling, type Limits, type LimitsAt } from './limits.ts';
import { endOf } from './shifts.ts';
import { at, type Tally } from './tally.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;
const weekMs = 7 * dayMs;
const breakMs = 10 * minuteMs;

/** "After 20 min of severity ≥ 3, or 90 min of any work, a paid break of ≥ 10 min in which nothing is leased." */
const due = { severeMs: 20 * minuteMs, workMs: 90 * minuteMs } as const;

const weightOf = (severity: number): number => (severity >= 3 ? 1 : severity === 2 ? 0.5 : 0);

/** What a lease weighs on the account: its look, or as long as it is held its whole reservation. */
type Charge = {
	readonly lease: Lease;
	/** The place of its lease in the order of the grants. */
	readonly order: number;
	readonly weight: number;
	readonly startedAt: number;
	readonly endedAt: number;
	readonly visibleMs: number;
};

/** All charges by their end, and for each place in that order the earliest grant from there on. */
type Account = { readonly charges: readonly Charge[]; readonly earliest: readonly number[] };

/** One grant that is recounted. */
type Grant = { readonly lease: Lease; readonly order: number; readonly weight: number; readonly limits: Limits };

/**
 * "Reserved + settled exposure stays within every budget in every rolling window ... The account is the person's."
 * Windows are fullest at a grant, when the whole reservation is counted, so each grant is a moment to recount: from the
 * raw leases and exposures, in every organisation, in the order in which the account was locked. Where in a look its
 * visible time lay is not recorded: what may lie in the window does.
 */
export const checkDose = (
	tally: Tally,
	history: History,
	options: { readonly limitsAt: LimitsAt; readonly wanted: (lease: Lease) => boolean },
): void => {
	const account = accountOf(history.leases);
	const run = createRun();
	for (const [order, lease] of history.leases.entries()) {
		run.until(lease.grantedAt);
		if (options.wanted(lease)) {
			checkBreak(tally, lease, run);
			const weight = weightOf(lease.severity);
			if (weight > 0) {
				const grant = { lease, order, weight, limits: options.limitsAt(history, lease) };
				checkRun(tally, grant, run.weighted + weight * lease.reservedMs);
				checkDay(tally, grant, account);
				checkHour(tally, grant, account);
				checkDates(tally, grant, account, timeZoneAt(history, lease));
			}
		}
		run.add(lease);
	}
};

const accountOf = (leases: readonly Lease[]): Account => {
	const charges = leases
		.map((lease, order): Charge => {
			const { exposure } = lease;
			if (exposure !== null) {
				const { startedAt, endedAt, visibleMs } = exposure;
				return { lease, order, weight: weightOf(exposure.severity), startedAt, endedAt, visibleMs };
			}
			const endedAt = lease.endedAt ?? Number.POSITIVE_INFINITY;
			const visibleMs = lease.endedAt === null ? lease.reservedMs : 0;
			return { lease, order, weight: weightOf(lease.severity), startedAt: lease.grantedAt, endedAt, visibleMs };
		})
		.filter(({ weight }) => weight > 0)
		.sort((one, other) => one.endedAt - other.endedAt);
	const earliest: number[] = new Array(charges.length);
	for (let index = charges.length - 1; index >= 0; index--) {
		earliest[index] = Math.min(charges[index]!.order, earliest[index + 1] ?? Number.POSITIVE_INFINITY);
	}
	return { charges, earliest };
};

/** Charges that end after `from`, of leases granted before the one in this place. */
const before = function* ({ charges, earliest }: Account, order: number, from: number): Generator<Charge> {
	let low = 0;
	let high = charges.length;
	while (low < high) {
		const middle = (low + high) >>> 1;
		if (charges[middle]!.endedAt > from) high = middle;
		else low = middle + 1;
	}
	for (let index = low; index < charges.length && earliest[index]! < order; index++) {
		if (charges[index]!.order < order) yield charges[index]!;
	}
};

/**
 * The windows that hold a moment. One ends there. Where a clock was put back, what was charged before ended later by the
 * clock: a window may end with each of these, too.
 */
const windowsAt = (account: Account, grant: Grant, moment: number, lengthMs: number): readonly Window[] => {
	const ends = [moment];
	for (const { endedAt } of before(account, grant.order, moment)) {
		if (endedAt < moment + lengthMs) ends.push(endedAt);
	}
	return ends.map((end) => ({
		from: end - lengthMs,
		charges: [...before(account, grant.order, end - lengthMs)].filter(
			({ endedAt, lease }) => endedAt <= end || lease.endedAt === null,
		),
	}));
};

type Window = { readonly from: number; readonly charges: readonly Charge[] };

/** While a lease is held, its reservation is charged whole. */
const weightedMs = ({ lease, weight, startedAt, endedAt, visibleMs }: Charge, from: number): number => {
	if (lease.endedAt === null) return weight * lease.reservedMs;
	const inside = endedAt - Math.max(startedAt, from);
	const whole = visibleMs > endedAt - startedAt;
	return weight * (whole ? visibleMs : Math.min(visibleMs, inside));
};

const about = ({ id, personId, grantedAt }: Lease, story: string) => ({
	story: `lease ${id}, granted ${at(grantedAt)}: ${story}`,
	leaseId: id,
	personId,
});

const minutes = (ms: number): string => `${(ms / minuteMs).toFixed(3)} min`;

/** "60 min a day"; "windows roll: ... day = 24 h". An extension reserved later, at the latest when the lease ended. */
const checkDay = (tally: Tally, grant: Grant, account: Account): void => {
	const { lease, weight, limits } = grant;
	const moment = lease.extensions > 0 ? Math.max(lease.grantedAt, lease.endedAt ?? lease.expiresAt) : lease.grantedAt;
	const sums = windowsAt(account, grant, moment, dayMs).map(({ from, charges }) =>
		charges.reduce((sum, charge) => sum + weightedMs(charge, from), weight * lease.reservedMs),
	);
	const most = Math.max(...sums);
	tally.check('budget', most <= limits.dayMs, () =>
		about(lease, `${minutes(most)} in 24 h with its reservation, ${minutes(limits.dayMs)} allowed`),
	);
	tally.check('ceiling', most <= ceiling.dayMs, () =>
		about(lease, `${minutes(most)} in 24 h with its reservation, the ceiling is ${minutes(ceiling.dayMs)}`),
	);
};

/** "40 views an hour"; "hour = 60 min". */
const checkHour = (tally: Tally, grant: Grant, account: Account): void => {
	const { lease, weight, limits } = grant;
	const counts = windowsAt(account, grant, lease.grantedAt, hourMs).map(({ charges }) =>
		charges
			.filter((charge) => charge.visibleMs > 0 || charge.lease.revealedAt !== null)
			.reduce((views, charge) => views + charge.weight, weight),
	);
	const most = Math.max(...counts);
	tally.check('budget', most <= limits.hourViews, () =>
		about(lease, `${most} views in 60 min with this one, ${limits.hourViews} allowed`),
	);
};

/**
 * "3 days in 7"; "week = 7 × 24 h; 'days' counts the person's local dates touched". A date counts by the gravest look
 * on it: half where that is severity 2. Where the zone that held is not on record, nothing is compared.
 */
const checkDates = (tally: Tally, grant: Grant, account: Account, zone: string | undefined): void => {
	if (zone === undefined) return;
	const { lease, limits } = grant;
	const dates = datesOf(zone);
	if (dates === undefined) {
		tally.check('budget', false, () => about(lease, `no dates are known in the time zone ${zone}`));
		return;
	}
	const days = Math.max(
		...windowsAt(account, grant, lease.grantedAt, weekMs).map((window) => daysTouched(grant, window, dates)),
	);
	tally.check('budget', days <= limits.daysIn7, () =>
		about(lease, `${days} dates of ${zone} in 7 days, ${limits.daysIn7} allowed`),
	);
	tally.check('ceiling', days <= ceiling.daysIn7, () =>
		about(lease, `${days} dates of ${zone} in 7 days, the ceiling is ${ceiling.daysIn7}`),
	);
};

const daysTouched = (grant: Grant, { from, charges }: Window, dates: (ms: number) => string): number => {
	const touched = new Map<string, number>([[dates(grant.lease.grantedAt), grant.weight]]);
	const touch = (date: string, weight: number) => touched.set(date, Math.max(weight, touched.get(date) ?? 0));
	for (const { weight, startedAt, endedAt } of charges) {
		touch(dates(Math.max(startedAt, from + 1)), weight);
		if (endedAt !== Number.POSITIVE_INFINITY) touch(dates(endedAt), weight);
	}
	return [...touched.values()].reduce((sum, weight) => sum + weight, 0);
};

const quarterMs = 15 * minuteMs;

/** The local date of a moment. Zones change their offset on a quarter of an hour: one look at the calendar for each. */
const datesOf = (timeZone: string): ((ms: number) => string) | undefined => {
	if (!calendars.has(timeZone)) calendars.set(timeZone, calendarOf(timeZone));
	return calendars.get(timeZone);
};

const calendars = new Map<string, ((ms: number) => string) | undefined>();

const calendarOf = (timeZone: string): ((ms: number) => string) | undefined => {
	const format = formatOf(timeZone);
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

const formatOf = (timeZone: string): Intl.DateTimeFormat | undefined => {
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
			if (lease.endedAt !== null) run.work += Math.max(0, lease.endedAt - lease.grantedAt);
			lastEnd = Math.max(lastEnd, end);
		},
	};
	return run;
};

/** "20 min without a break", by weight: an extended lease has reserved again, within the same run. */
const checkRun = (tally: Tally, { lease, limits }: Grant, sum: number): void => {
	tally.check('budget', sum <= limits.runMs, () =>
		about(lease, `${minutes(sum)} without a break, with its reservation, ${minutes(limits.runMs)} allowed`),
	);
	tally.check('ceiling', sum <= ceiling.runMs, () =>
		about(lease, `${minutes(sum)} without a break, with its reservation, the ceiling is ${minutes(ceiling.runMs)}`),
	);
};

/**
 * "After 20 min of severity ≥ 3, or 90 min of any work, a paid break of ≥ 10 min in which nothing is leased"; "waiting
 * and breaks do not feed the 90 min of work". Work is not to run past them within a lease either.
 */
const checkBreak = (tally: Tally, lease: Lease, run: Run): void => {
	tally.check('break', run.severe < due.severeMs, () =>
		about(lease, `within 10 min after ${minutes(run.severe)} of severity 3 or more`),
	);
	tally.check('break', run.work < due.workMs, () => about(lease, `within 10 min after ${minutes(run.work)} of work`));
	const work = run.work + endOf(lease) - lease.grantedAt;
	tally.check('break', work <= due.workMs || run.work >= due.workMs, () =>
		about(lease, `${minutes(work)} of work without a break by its end`),
	);
};
