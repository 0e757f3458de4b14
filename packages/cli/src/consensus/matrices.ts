import type { Consensus } from '@utu/core/consensus/inference.ts';
import type { LabelTable } from '@utu/core/consensus/labels.ts';
import { count } from '../terminal.ts';

export type WorkerMatrix = {
	readonly worker: string;
	readonly labels: number;
	/** P(answer | class): a row for each class, a column for each answer, in the order of the classes. */
	readonly matrix: readonly (readonly number[])[];
};

/** How each worker answers, in the order in which workers first appear. It is no score: it has no interval and knows no item's difficulty. */
export const matricesOf = function* (table: LabelTable, { workers }: Consensus): Generator<WorkerMatrix> {
	const size = table.classes.length;
	if (workers.confusion.length === 0) return;
	for (const [at, worker] of table.workers.entries()) {
		const matrix = table.classes.map((_, k) => [
			...workers.confusion.subarray((at * size + k) * size, (at * size + k + 1) * size),
		]);
		yield { worker, labels: workers.labelCount[at] ?? 0, matrix };
	}
};

export const matrixLimits = {
	/** Workers whose matrix the report shows, in the order in which they first appear: it ranks nobody. */
	workersPrintedMax: 10,
	/** Over as many labels a matrix is no line to read. */
	labelsPrintedMax: 4,
} as const;

/** The first matrices in words: of each label, what the worker answers where it is the truth. */
export const matrixTextLines = (
	matrices: Iterable<WorkerMatrix>,
	{ classes, workers }: { readonly classes: readonly string[]; readonly workers: number },
): readonly (readonly [string, string])[] => {
	const { workersPrintedMax, labelsPrintedMax } = matrixLimits;
	const lines: [string, string][] = [];
	if (classes.length > labelsPrintedMax || classes.length < 2) return lines;
	for (const { worker, labels, matrix } of matrices) {
		if (lines.length === workersPrintedMax) {
			lines.push(['', `and ${count(workers - workersPrintedMax)} workers more: --workers FILE`]);
			break;
		}
		const rows = matrix.map((row, k) => {
			const answers = row.map((share, j) => `${Math.round(100 * share)} ${classes[j]!}`);
			return `${classes[k]!} → ${answers.join(', ')}`;
		});
		lines.push([lines.length === 0 ? 'matrices' : '', `${worker} (${count(labels)} labels), in %: ${rows.join('; ')}`]);
	}
	return lines;
};
