import { checkAccount } from './account.ts';
import { checkCatalog } from './catalog.ts';
import { consentUnknown, exclusionsUnknown, timeZoneAt } from './choices.ts';
import { checkDose } from './dose.ts';
import { type History, histories, type Lease } from './history.ts';
import { loadInterleave } from './interleave.ts';
import { checkFewestEyes } from './items.ts';
import { checkLedger } from './ledger.ts';
import { checkLimitChanges, loadLimits } from './limits.ts';
import { checkLooks } from './looks.ts';
import { checkKept, checkRestrictions } from './restrictions.ts';
import { checkScreening } from './screening.ts';
import { checkShifts } from './shifts.ts';
import { withSnapshot } from './snapshot.ts';
import { checkSpread } from './spread.ts';
import { checkStatements } from './statements.ts';
import { type Breach, type Count, createTally } from './tally.ts';

export type Report = {
	/** How many single comparisons were made. */
	readonly checks: number;
	/** At most `storiesMax` of each promise; `byInvariant` counts them all. */
	readonly breaches: readonly Breach[];
	readonly byInvariant: Record<string, Count>;
	/** What the tables no longer tell, with how often it came up. */
	readonly notRecounted: Record<string, number>;
};

/**
 * Recounts the promises of SAFETY.md from the tables, in one read-only snapshot; it knows nothing of the code that keeps
 * them. With a project it asks about that project's leases and items, against all that its people did anywhere.
 * @throws when the role of `ownerUrl` is bound by row-level security, or when the database cannot be read.
 */
export const checkInvariants = (options: {
	readonly ownerUrl: string;
	readonly projectId?: string;
	/** Where clocks are known to have been wrong by more than two servers' usually are. Milliseconds. */
	readonly clocksDifferMsMax?: number;
}): Promise<Report> =>
	withSnapshot(options, async (snapshot) => {
		const { projectId } = options;
		const tally = createTally();
		const notRecounted = createNotRecounted();
		const wanted = (lease: Lease): boolean => projectId === undefined || lease.projectId === projectId;
		const limitsAt = await loadLimits(snapshot);
		const checkInterleave = await loadInterleave(snapshot);
		for await (const history of histories(snapshot, projectId)) {
			checkLooks(tally, history, wanted);
			checkRestrictions(tally, history, wanted);
			checkDose(tally, history, { limitsAt, wanted });
			checkShifts(tally, history, wanted);
			checkLedger(tally, history, wanted);
			checkInterleave(tally, history, wanted);
			notRecounted.add(history, wanted);
		}
		await checkSpread(tally, snapshot, projectId);
		await checkFewestEyes(tally, snapshot, projectId);
		await checkScreening(tally, snapshot, projectId);
		await checkStatements(tally, snapshot);
		await checkAccount(tally, snapshot);
		await checkKept(tally, snapshot);
		await checkLimitChanges(tally, snapshot);
		await checkCatalog(tally, snapshot);
		return { ...tally.result(), notRecounted: notRecounted.result() };
	});

/** What held at a grant may be gone where it is older than the choices on record, or has no time. */
const createNotRecounted = () => {
	const count = {
		consentsBeforeChoices: 0,
		exclusionsBeforeChoices: 0,
		timeZonesBeforeChoices: 0,
		extendedAtUnknownTime: 0,
	};
	return {
		add: (history: History, wanted: (lease: Lease) => boolean): void => {
			for (const lease of history.leases) {
				if (!wanted(lease)) continue;
				if (lease.extensions > 0) count.extendedAtUnknownTime++;
				if (lease.severity >= 2 && timeZoneAt(history, lease) === undefined) count.timeZonesBeforeChoices++;
				if (lease.state === 'active') continue;
				if (exclusionsUnknown(history)) count.exclusionsBeforeChoices++;
				if (consentUnknown(history, lease)) count.consentsBeforeChoices++;
			}
		},
		result: (): Record<string, number> => count,
	};
};
