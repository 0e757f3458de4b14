import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runHere } from '../../tests/fake-terminal.ts';
import { runCli, withFolder } from '../../tests/run-cli.ts';
import type { Report } from './report.ts';

type Printed = Report & {
	readonly decisions: readonly { readonly item: string; readonly label: string }[];
	readonly workerMatrices: readonly { readonly matrix: readonly (readonly number[])[] }[];
};

const small = 'item,worker,label\np,ann,cat\np,ben,cat\nq,ann,tree\nq,ben,cat\nq,cem,tree\nr,cem,cat\nr,ann,cat\n';

describe('utu consensus', { timeout: 60_000 }, () => {
	it('prints the report, decisions and matrices as one JSON object', async () => {
		await withFolder(async (folder) => {
			const file = join(folder, 'labels.csv');
			await writeFile(file, small);
			const { code, stdout, stderr } = await runCli(['consensus', file, '--method', 'majority', '--json']);
			expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
			const printed = JSON.parse(stdout) as Printed;
			expect(printed.decisions.map(({ item, label }) => [item, label])).toEqual([
				['p', 'cat'],
				['q', 'tree'],
				['r', 'cat'],
			]);
			expect(printed.workerMatrices).toHaveLength(3);
			for (const { matrix } of printed.workerMatrices) {
				for (const row of matrix) expect(row.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 4);
			}
		});
	});

	it('reads JSONL with other names, names bad lines, and writes decisions and matrices to files', async () => {
		await withFolder(async (folder) => {
			const file = join(folder, 'labels.jsonl');
			const rows = [
				{ post: 1, who: 'ann', verdict: true },
				{ post: 1, who: 'ben', verdict: true },
				{ post: 2, who: 'ann' },
				{ post: 'a "b", c', who: 'ann', verdict: false },
			];
			await writeFile(file, `${rows.map((row) => JSON.stringify(row)).join('\n')}\nnot json\n`);
			const columns = ['--item-column', 'post', '--worker-column', 'who', '--label-column', 'verdict'];
			const [out, workers] = [join(folder, 'decisions.csv'), join(folder, 'workers.jsonl')];
			const ended = await runHere([
				'consensus',
				file,
				...columns,
				'--method',
				'majority',
				'--out',
				out,
				'--workers',
				workers,
				'--json',
			]);
			expect(ended.code).toBe(1);
			expect(ended.stderr).toBe(
				`${file} line 3: There is no verdict.\n${file} line 5: The line is not JSON.\n2 lines were left out.\n`,
			);
			expect(JSON.parse(ended.stdout)).not.toHaveProperty('decisions');
			expect(await readFile(out, 'utf8')).toBe(
				'item,label,certainty,labels,tied\n1,true,1,2,\n"a ""b"", c",false,1,1,\n',
			);
			expect((await readFile(workers, 'utf8')).trim().split('\n')).toHaveLength(2);
		});
	});

	it('uses gold and a prior, and refuses labels that nobody gave', async () => {
		await withFolder(async (folder) => {
			const [file, gold, prior] = [join(folder, 'labels.csv'), join(folder, 'gold.csv'), join(folder, 'prior.csv')];
			await writeFile(file, small);
			await writeFile(gold, 'item,label\nq,cat\n');
			await writeFile(prior, 'item,label,probability\np,tree,0.999\np,cat,0.001\n');
			const args = ['consensus', file, '--method', 'majority', '--json'];
			const decided = async (...more: readonly string[]) =>
				(JSON.parse((await runHere([...args, ...more])).stdout) as Printed).decisions.map(({ label }) => label);
			expect(await decided('--gold', gold)).toEqual(['cat', 'cat', 'cat']);
			expect(await decided('--prior', prior, '--prior-weight', '5')).toEqual(['tree', 'tree', 'cat']);
			await writeFile(gold, 'item,label\nq,dog\n');
			expect(await runHere([...args, '--gold', gold])).toMatchObject({
				code: 2,
				stderr: expect.stringContaining('“dog”, which nobody gave'),
			});
			expect((await runHere(['consensus', file, '--row-prior', '1'])).code).toBe(2);
			expect(await runHere(['consensus', file, '--label-column', 'verdict'])).toMatchObject({
				code: 2,
				stderr: expect.stringContaining('it has: item, worker, label'),
			});
		});
	});

	it('says so where a file has no labels', async () => {
		await withFolder(async (folder) => {
			const file = join(folder, 'labels.csv');
			await writeFile(file, 'item,worker,label\n');
			expect(await runHere(['consensus', file])).toMatchObject({
				code: 4,
				stderr: expect.stringContaining('has no labels'),
			});
		});
	});
});

const crowd = join(import.meta.dirname, '../../../../../shared/data/crowd');
const absent = !existsSync(join(crowd, 'd_product', 'labels.csv'));
if (absent) process.stderr.write(`utu consensus on public sets is not tested: there is no ${crowd}\n`);

// The public sets are not part of the repository; this runs wherever they lie beside it.
describe.skipIf(absent)('utu consensus on public sets', { timeout: 120_000 }, () => {
	const accuracyOf = async (set: string, method: string): Promise<number> => {
		const [labels, truth] = ['labels.csv', 'truth.csv'].map((name) => join(crowd, set, name));
		const { code, stdout } = await runCli([
			'consensus',
			labels ?? '',
			'--truth',
			truth ?? '',
			'--method',
			method,
			'--json',
		]);
		expect(code).toBe(0);
		return 100 * ((JSON.parse(stdout) as Report).truth?.accuracy ?? Number.NaN);
	};

	it('gives the published accuracies', async () => {
		expect(await accuracyOf('d_product', 'majority')).toBeCloseTo(89.66, 1);
		expect(await accuracyOf('dog', 'majority')).toBeCloseTo(82.2, 0);
		expect(await accuracyOf('bluebirds', 'wawa')).toBeCloseTo(75.93, 1);
		expect(await accuracyOf('rte', 'dawid-skene')).toBeCloseTo(92.75, 0);
	});
});
