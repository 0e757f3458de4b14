import type { Exposure, History, Lease } from './history.ts';
import { at, type Tally } from './tally.ts';

const about = ({ id, personId }: Lease, story: string) => ({ story: `lease ${id}: ${story}`, leaseId: id, personId });

/** What the append-only account says of each lease: "exposure: one view of one item by one person". */
export const checkLedger = (tally: Tally, history: History, wanted: (lease: Lease) => boolean): void => {
	for (const lease of history.leases) {
		if (!wanted(lease)) continue;
		checkReveal(tally, lease);
		const { exposure } = lease;
		const due = lease.revealedAt !== null && lease.endedAt !== null;
		tally.check('ledger', due === (exposure !== null), () =>
			about(lease, due ? 'revealed and ended, and not in the ledger' : 'in the ledger, and not revealed or not ended'),
		);
		tally.check('ledger', lease.exposures <= 1, () => about(lease, `${lease.exposures} times in the ledger`));
		if (exposure === null) continue;
		checkSame(tally, lease, exposure);
		checkTime(tally, lease, exposure);
	}
};

/** "A reservation is a hard limit: at its end the content covers itself unless it was extended." */
const checkReveal = (tally: Tally, lease: Lease): void => {
	const { revealedAt } = lease;
	if (revealedAt === null) {
		tally.check('ledger', lease.visibleMs === 0, () => about(lease, `${lease.visibleMs} ms visible, never revealed`));
		return;
	}
	const until = Math.min(lease.expiresAt, lease.endedAt ?? Number.POSITIVE_INFINITY);
	tally.check('ledger', lease.grantedAt <= revealedAt && revealedAt <= until, () =>
		about(lease, `revealed at ${at(revealedAt)}, held from ${at(lease.grantedAt)} to ${at(until)}`),
	);
};

/** The account is the person's, and never milder than what was told. */
const checkSame = (tally: Tally, lease: Lease, exposure: Exposure): void => {
	tally.check('ledger', exposure.personId === lease.personId, () =>
		about(lease, `charged to ${exposure.personId} instead`),
	);
	tally.check('ledger', exposure.organisationId === lease.organisationId, () =>
		about(lease, `charged under the organisation ${exposure.organisationId}`),
	);
	tally.check('ledger', exposure.purpose === lease.purpose, () =>
		about(lease, `purpose ${lease.purpose} in the ledger as ${exposure.purpose}`),
	);
	tally.check('ledger', exposure.severity >= lease.severity, () =>
		about(lease, `severity ${lease.severity} in the ledger as ${exposure.severity}`),
	);
	const missing = lease.categories.filter((category) => !exposure.categories.includes(category));
	tally.check('ledger', missing.length === 0, () => about(lease, `${missing.length} categories not in the ledger`));
};

/** "Settled by server time from reveal to hide or last heartbeat; where that is unknown, all of it." */
const checkTime = (tally: Tally, lease: Lease, exposure: Exposure): void => {
	const { startedAt, endedAt, visibleMs, known } = exposure;
	tally.check('budget', visibleMs <= lease.reservedMs, () =>
		about(lease, `visible for ${visibleMs} ms, ${lease.reservedMs} ms were reserved`),
	);
	tally.check('ledger', visibleMs >= lease.visibleMs, () =>
		about(lease, `visible for ${lease.visibleMs} ms, in the ledger for ${visibleMs} ms`),
	);
	tally.check('ledger', known || visibleMs === lease.reservedMs, () =>
		about(lease, `the end is unknown: ${visibleMs} of ${lease.reservedMs} reserved ms charged`),
	);
	tally.check('ledger', !known || visibleMs <= endedAt - startedAt, () =>
		about(lease, `visible for ${visibleMs} ms in ${endedAt - startedAt} ms`),
	);
	tally.check('ledger', startedAt >= lease.grantedAt && endedAt <= (lease.endedAt ?? endedAt), () =>
		about(lease, `looked at from ${at(startedAt)} to ${at(endedAt)}, not within the lease`),
	);
};
