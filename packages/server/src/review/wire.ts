import type { Answers } from '@utu/core/projects/form.ts';

/** Answers as they are sent. */
export const toWireAnswers = (answers: Answers): Record<string, string | number | string[]> =>
	Object.fromEntries(
		Object.entries(answers).map(([name, value]) => [name, typeof value === 'object' ? [...value] : value]),
	);
