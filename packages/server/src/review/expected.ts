import { type Answers, type Form, sameAnswers } from '@utu/core/projects/form.ts';
import { sql, type Tx } from '../platform/database.ts';

/** What others answered to a reviewed item. By `answer`'s unique key. */
const peersAnswers = (tx: Tx, reviewId: string): Promise<readonly { readonly answers: Answers }[]> =>
	tx.rows(sql`
		select a.answers from utu.review r join utu.answer a on a.item_id = r.item_id and a.worker_id is distinct from r.worker_id
		where r.id = ${reviewId} and a.status = 'counted' and a.basis = 'viewed'`);

export type PeersFound = { readonly right: number; readonly looked: number };

/** How many others gave the answer that the reviewer gave, of all others who looked. The worker's own answer is not in it. */
export const peersFound = async (
	tx: Tx,
	options: { readonly form: Form; readonly reviewId: string; readonly answers: Answers },
): Promise<PeersFound> => {
	const peers = await peersAnswers(tx, options.reviewId);
	return {
		looked: peers.length,
		right: peers.filter(({ answers }) => sameAnswers(options.form, answers, options.answers)).length,
	};
};
