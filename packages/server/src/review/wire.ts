import type { Answers } from '@utu/core/projects/form.ts';
import type { Failure } from '../platform/handlers.ts';

/** A look was granted, and what it was granted on no longer held when its page was made. */
export const takenBack: Failure = {
	status: 409,
	code: 'lease-ended',
	title: 'This item was taken back.',
	detail: 'Ask for the next one.',
};

/** Answers as they are sent. */
export const toWireAnswers = (answers: Answers): Record<string, string | number | string[]> =>
	Object.fromEntries(
		Object.entries(answers).map(([name, value]) => [name, typeof value === 'object' ? [...value] : value]),
	);
