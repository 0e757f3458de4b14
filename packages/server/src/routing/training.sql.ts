import { sql, type Tx } from '../platform/database.ts';
import { type CandidateRow, candidateColumns, candidateTables, notSeen } from './grant.sql.ts';

/**
 * Gold that the person has not seen, with what the predicate asks of it: mild first after severe content, else in an order
 * that is the person's own. By `gold_project`.
 */
export const trainingItems = (
	tx: Tx,
	options: {
		readonly personId: string;
		readonly projectId: string;
		readonly mildFirst: boolean;
		readonly rowsMax: number;
	},
): Promise<readonly CandidateRow[]> =>
	tx.rows<CandidateRow>(sql`
		select ${candidateColumns} from utu.gold g join utu.item i on i.id = g.item_id ${candidateTables}
		where g.project_id = ${options.projectId} and g.state = 'gold' and i.stage = 'decided' and ${notSeen(options.personId)}
		order by ${options.mildFirst} and i.severity > 1, md5(i.id::text || ${options.personId}::text)
		limit ${options.rowsMax}`);

/** Projects whose work the transaction's person may do although it begins with training. */
export const qualifiedIn = async (tx: Tx): Promise<readonly string[]> =>
	(
		await tx.rows<{ projectId: string }>(
			sql`select project_id as "projectId" from utu.qualification where person_id = utu.me()`,
		)
	).map(({ projectId }) => projectId);
