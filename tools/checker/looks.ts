import type { History, Lease } from './history.ts';
import { at, type Tally } from './tally.ts';

/** What each lease was granted against, one person at a time. `wanted` are the leases that are asked about. */
export const checkLooks = (tally: Tally, history: History, wanted: (lease: Lease) => boolean): void => {
	for (const lease of history.leases) {
		if (!wanted(lease)) continue;
		checkScreenedFirst(tally, lease);
		checkTold(tally, lease);
	}
	checkOnce(tally, history, wanted);
	checkOneLease(tally, history, wanted);
};

const about = ({ id, personId, grantedAt }: Lease, story: string) => ({
	story: `lease ${id}, granted ${at(grantedAt)}: ${story}`,
	leaseId: id,
	personId,
});

/**
 * "Nothing reaches a person before a first pass has scored it, category by category. A category that no predictor of
 * that medium covers is `unscreened` (severity 4) until people who said yes to `unscreened` (purpose `scout`) have
 * looked."
 */
const checkScreenedFirst = (tally: Tally, lease: Lease): void => {
	const unscreened = 'unscreened' in lease.hazards;
	tally.check('screened-first', !unscreened || lease.purpose === 'scout', () =>
		about(lease, `unscreened content for purpose ${lease.purpose}`),
	);
	tally.check('screened-first', !unscreened || lease.categories.includes('unscreened'), () =>
		about(lease, 'unscreened content, and no consent to it was asked'),
	);
	tally.check('screened-first', !unscreened || lease.severity === 4, () =>
		about(lease, `unscreened content counted as severity ${lease.severity}`),
	);
	tally.check('screened-first', lease.itemStage !== 'first-pass', () =>
		about(lease, `its item ${lease.itemId} waits for a first pass`),
	);
};

/** "each hazard category it may carry at severity ≥ 2": what a lease asks consent for follows from what it told. */
const checkTold = (tally: Tally, lease: Lease): void => {
	const told = Object.entries(lease.hazards);
	const unasked = told.filter(([category, severity]) => severity >= 2 && !lease.categories.includes(category));
	tally.check('consent', unasked.length === 0, () =>
		about(lease, `${unasked.length} told at severity 2 or more, and no consent to it was asked`),
	);
	const most = Math.max(0, ...told.map(([, severity]) => severity));
	tally.check('budget', lease.severity >= most, () =>
		about(lease, `charged as severity ${lease.severity}, told up to ${most}`),
	);
};

const givenBack = new Set(['released', 'expired', 'withdrawn']);

/**
 * "Nobody is shown the same content twice, exact or near duplicate, unless they resume or contest it (charged anew)."
 * What was given back unseen may come again. "Exact duplicates ... inherit a decision and are shown to nobody."
 */
const checkOnce = (tally: Tally, history: History, wanted: (lease: Lease) => boolean): void => {
	const given = new Map<string, Lease>();
	const near = new Map<string, Lease>();
	for (const lease of history.leases) {
		if (wanted(lease)) {
			const anew = lease.purpose === 'contest';
			const before = given.get(lease.content);
			tally.check('once', before === undefined || anew, () =>
				about(lease, `the same content as lease ${before?.id}, granted ${at(before?.grantedAt ?? 0)}`),
			);
			const alike = lease.keys.map((key) => near.get(key)).find((one) => one !== undefined);
			tally.check('once', alike === undefined || alike.content === lease.content || anew, () =>
				about(lease, `nearly the content of lease ${alike?.id}, granted ${at(alike?.grantedAt ?? 0)}`),
			);
			checkRemembered(tally, history, lease);
		}
		if (givenBack.has(lease.state) && lease.revealedAt === null) continue;
		given.set(lease.content, lease);
		for (const key of lease.keys) near.set(key, lease);
	}
};

const checkRemembered = (tally: Tally, { seenNear }: History, lease: Lease): void => {
	tally.check('once', lease.itemStage !== 'duplicate', () =>
		about(lease, `its item ${lease.itemId} is an exact duplicate`),
	);
	tally.check('once', lease.revealedAt === null || lease.seen, () =>
		about(lease, 'revealed, and not remembered as seen'),
	);
	const forgotten = lease.keys.filter((key) => !seenNear.has(key)).length;
	tally.check('once', lease.revealedAt === null || forgotten === 0, () =>
		about(lease, `revealed, and ${forgotten} of what its near duplicates share is not remembered`),
	);
};

/** "lease: One person's hold on one item for one purpose, with a deadline. A person has one at a time." (GLOSSARY.md) */
const checkOneLease = (tally: Tally, history: History, wanted: (lease: Lease) => boolean): void => {
	let last: Lease | undefined;
	for (const lease of history.leases) {
		const until = last === undefined ? Number.NEGATIVE_INFINITY : (last.endedAt ?? Number.POSITIVE_INFINITY);
		if (wanted(lease)) {
			tally.check('one-lease', until <= lease.grantedAt, () =>
				about(lease, `granted while lease ${last?.id} was held`),
			);
			tally.check('one-lease', (lease.state === 'active') === (lease.endedAt === null), () =>
				about(lease, `state ${lease.state}, end ${lease.endedAt === null ? 'unknown' : at(lease.endedAt)}`),
			);
		}
		if (last === undefined || (lease.endedAt ?? Number.POSITIVE_INFINITY) > until) last = lease;
	}
};
