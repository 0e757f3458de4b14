/** What becomes of an answer. `counted` moves the item's posterior; `kept` is paid and moves nothing. */
export type AnswerFate = {
	readonly basis: 'viewed' | 'unseen';
	readonly status: 'counted' | 'kept';
};

/**
 * An answer counts when its content was looked at and the item is still open, also after the lease's end. Without a
 * look it is no independent view: it is kept and the place goes to another.
 */
export const answerFate = (options: { readonly revealed: boolean; readonly itemOpen: boolean }): AnswerFate => ({
	basis: options.revealed ? 'viewed' : 'unseen',
	status: options.revealed && options.itemOpen ? 'counted' : 'kept',
});

/**
 * Which ended leases still take a late answer: those that ended by themselves, not by the person's word, and whose content
 * was looked at. What was never looked at has gone back, and may come to the same person again.
 */
export const takesLateAnswer = (lease: { readonly state: string; readonly revealed: boolean }): boolean =>
	lease.revealed && (lease.state === 'expired' || lease.state === 'withdrawn');
