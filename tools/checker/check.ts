import { checkCatalog } from './catalog.ts';
import { checkDose } from './dose.ts';
import { type History, histories, type Lease } from './history.ts';
import { checkFewestEyes } from './items.ts';
import { checkLedger } from './ledger.ts';
import { checkLooks } from './looks.ts';
import { checkScreening } from './screening.ts';
import { withSnapshot } from './snapshot.ts';
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
export const checkInvariants = (options: { readonly ownerUrl: string; readonly projectId?: string }): Promise<Report> =>
	withSnapshot(options, async (snapshot) => {
		const { projectId } = options;
		const tally = createTally();
		const notRecounted = createNotRecounted();
		const wanted = (lease: Lease): boolean => projectId === undefined || lease.projectId === projectId;
		for await (const history of histories(snapshot, projectId)) {
			checkLooks(tally, history, wanted);
			checkDose(tally, history, wanted);
			checkLedger(tally, history, wanted);
			notRecounted.add(history, wanted);
		}
		await checkFewestEyes(tally, snapshot, projectId);
		await checkScreening(tally, snapshot, projectId);
		await checkStatements(tally, snapshot);
		await checkCatalog(tally, snapshot);
		return { ...tally.result(), notRecounted: notRecounted.result() };
	});

/** Consents and exclusions are kept as they are now, and a person's own limits too: what held at a grant may be gone. */
const createNotRecounted = () => {
	const count = { consentsChangedSince: 0, exclusionsOfEndedLeases: 0, extendedAtUnknownTime: 0 };
	return {
		add: (history: History, wanted: (lease: Lease) => boolean): void => {
			for (const lease of history.leases) {
				if (!wanted(lease)) continue;
				if (lease.extensions > 0) count.extendedAtUnknownTime++;
				if (lease.state === 'active') continue;
				count.exclusionsOfEndedLeases++;
				const answeredAt = history.consents.get(lease.projectId)?.answeredAt;
				if (answeredAt !== undefined && answeredAt >= lease.grantedAt) count.consentsChangedSince++;
			}
		},
		result: (): Record<string, number> => count,
	};
};
