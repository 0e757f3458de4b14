import { countSpread, loadPerHour } from '@utu/core/routing/spread.ts';
import type { Clock } from '../platform/clock.ts';
import type { Database } from '../platform/database.ts';
import { type LoadRow, loadsAtWork, writeSpreads } from './spread.sql.ts';

/** At work is who is on shift and was given something so lately. */
const activeMinutes = 30;

/** Compares, project by project, what people at work carry; only the comparison is kept, nobody's part in it. */
export const countSpreads =
	(deps: { readonly router: Database; readonly clock: Clock }) => async (): Promise<number> => {
		const now = deps.clock.now();
		await deps.router.transaction({}, async (tx) => {
			const loads = await loadsAtWork(tx, { now, activeMinutes });
			const byProject = Map.groupBy(loads, (row) => row.projectId);
			await writeSpreads(tx, {
				now,
				rows: [...byProject.values()].flatMap((rows) => spreadOf(rows)),
			});
		});
		// One round, then rest: there is no queue to drain.
		return 0;
	};

const spreadOf = (rows: readonly LoadRow[]) => {
	const spread = countSpread(rows.map((row) => loadPerHour(row)));
	const [first] = rows;
	return spread === undefined || first === undefined
		? []
		: [
				{
					project_id: first.projectId,
					organisation_id: first.organisationId,
					people: rows.length,
					median: spread.viewsPerHourMedian,
					with_room: spread.peopleWithRoom,
				},
			];
};
