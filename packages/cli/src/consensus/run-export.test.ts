import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runHere } from '../../tests/fake-terminal.ts';
import { withFolder } from '../../tests/run-cli.ts';

const text = 'Ann saw a cat in a tree.';
const span = (part: string, label: string) => ({
	...{ from_name: 'names', to_name: 'text', type: 'labels', id: `${part}${label}` },
	value: { start: text.indexOf(part), end: text.indexOf(part) + part.length, text: part, labels: [label] },
});
const tag = (name: string, type: string, value: unknown) => ({ id: name, from_name: name, type, value });

type Given = {
	readonly by: number;
	readonly result: readonly unknown[];
	readonly truth?: true;
	readonly cancelled?: true;
};
const task = (id: number, annotations: readonly Given[]) => ({
	...{ id, data: { text } },
	annotations: annotations.map(({ by, result, truth = false, cancelled = false }) => ({
		...{ completed_by: by, result, ground_truth: truth, was_cancelled: cancelled },
	})),
});

/** Each of three people answers all kinds; the third sees a tree where the others see a cat. */
const answered = (by: number) => [
	tag('mood', 'choices', { choices: [by === 3 ? 'sad' : 'glad'] }),
	tag('topics', 'choices', { choices: by === 3 ? ['tree'] : ['cat', 'tree'] }),
	tag('stars', 'rating', { rating: by === 3 ? 5 : 2 + (by % 2) }),
	tag('spoken', 'textarea', { text: [by === 3 ? 'ann saw cat' : 'Ann saw a cat'] }),
	span('cat', by === 3 ? 'plant' : 'animal'),
	{
		...{ id: 'box', from_name: 'things', type: 'rectanglelabels' },
		value: { x: 10 + by / 10, y: 10, width: 20, height: 30, rotation: 0, rectanglelabels: ['cat'] },
	},
	{
		...{ id: 'time', from_name: 'sounds', type: 'labels', original_length: 10 },
		value: { start: 1, end: by === 3 ? 6 : 4, labels: ['purr'] },
	},
];

const people = [1, 2, 3];
const tasks = [
	task(
		11,
		people.map((by) => ({ by, result: answered(by) })),
	),
	task(12, [
		...people.map((by) => ({ by, result: answered(by) })),
		{
			by: 9,
			result: [tag('mood', 'choices', { choices: ['glad'] }), tag('spoken', 'textarea', { text: ['Ann saw a cat'] })],
			truth: true,
		},
		{ by: 8, result: answered(3), cancelled: true },
	]),
	task(
		13,
		people.map((by) => ({ by, result: [] })),
	),
];

const inFolder = (value: unknown, use: (file: string, folder: string) => Promise<void>): Promise<void> =>
	withFolder(async (folder) => {
		const file = join(folder, 'export.json');
		await writeFile(file, typeof value === 'string' ? value : JSON.stringify(value, undefined, 1));
		await use(file, folder);
	});

type Question = { question: string; kind: string; decisions: { item: string; value: unknown; labels: number }[] };
type Printed = { tasks: number; aside: Record<string, number>; unread: unknown[]; questions: Question[] };

describe('utu consensus on a Label Studio export', () => {
	it('decides every question by its kind', async () => {
		await inFolder(tasks, async (file) => {
			const { code, stdout, stderr } = await runHere(['consensus', file, '--json']);
			expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
			const { questions, ...printed } = JSON.parse(stdout) as Printed;
			expect(printed).toMatchObject({ tasks: 3, aside: { cancelled: 1, groundTruth: 1 }, unread: [] });
			const decided = (name: string) => questions.find(({ question }) => question === name)?.decisions[0]?.value;
			expect(decided('mood')).toBe('glad');
			expect(decided('topics')).toEqual(['cat', 'tree']);
			expect(decided('stars')).toBe('3');
			expect(decided('spoken')).toMatchObject({ text: 'Ann saw a cat' });
			expect(decided('names')).toMatchObject([{ start: 10, end: 13, label: 'animal', text: 'cat', support: 2 }]);
			expect(decided('things')).toMatchObject([{ y: 10, height: 30, label: 'cat', support: 3 }]);
			expect(decided('sounds')).toMatchObject([{ start: 1, end: 4, label: 'purr' }]);
			// Who looked and marked nothing has answered; who chose nothing has not.
			expect(questions.map(({ kind, decisions }) => [kind, decisions.length])).toEqual([
				['choice', 2],
				['choice', 2],
				['rating', 2],
				['text', 2],
				['spans', 3],
				['boxes', 3],
				['segments', 3],
			]);
		});
	});

	it('prints a report a question, with what was set aside', async () => {
		await inFolder(tasks, async (file) => {
			const { stdout } = await runHere(['consensus', file]);
			expect(stdout).toContain('set aside   1 cancelled annotations, 1 of ground truth');
			expect(stdout).toContain('mood (choice)\nunanswered  in 3 annotations');
			expect(stdout).toContain('topics (choice, several)');
			expect(stdout).toContain('accuracy    100.0 % of 1 items with truth');
			expect(stdout).toContain('word error rate 0.0 % on 1 items');
			expect(stdout).toContain("animal: Krippendorff's α");
		});
	});

	it('names what it cannot read, and decides the rest', async () => {
		const odd = [
			task(21, [{ by: 1, result: [tag('shape', 'brushlabels', { rle: [] }), ...answered(1)] }]),
			{ id: 22, sentiment: 'good' },
			task(23, [
				{ by: 1, result: answered(1) },
				{ by: 1, result: answered(2) },
			]),
		];
		await inFolder(odd, async (file) => {
			const { code, stdout, stderr } = await runHere(['consensus', file, '--question', 'mood', '--json']);
			expect(code).toBe(1);
			expect(stderr).toContain('task 2: It has no “annotations”');
			expect(stderr).toContain('1 times, first in task 21: brushlabels in “shape”');
			const printed = JSON.parse(stdout) as Printed;
			expect(printed.aside['repeats']).toBe(1);
			expect(printed.questions).toHaveLength(1);
			expect(printed.questions[0]?.decisions).toMatchObject([{ item: '21' }, { item: '23', labels: 1 }]);
		});
	});

	it('writes decisions and figures of workers as lines', async () => {
		await inFolder(tasks, async (file, folder) => {
			const [out, workers] = [join(folder, 'out.jsonl'), join(folder, 'workers.jsonl')];
			await runHere(['consensus', file, '--out', out, '--workers', workers]);
			const lines = async (path: string) =>
				(await readFile(path, 'utf8'))
					.trim()
					.split('\n')
					.map((line) => JSON.parse(line) as Record<string, unknown>);
			expect(await lines(out)).toHaveLength(17);
			expect((await lines(out))[0]).toMatchObject({ question: 'mood', kind: 'choice', item: '11', value: 'glad' });
			expect((await lines(workers)).filter(({ question }) => question === 'things')).toHaveLength(3);
			expect((await runHere(['consensus', file, '--out', join(folder, 'out.csv')])).stderr).toContain('.jsonl');
		});
	});

	it('compares with a file, and is told known labels by one, for one question', async () => {
		await inFolder(tasks, async (file, folder) => {
			const known = join(folder, 'known.csv');
			await writeFile(known, 'item,label\n11,sad\n12,glad\n');
			const mood = ['consensus', file, '--question', 'mood', '--json'];
			const compared = JSON.parse((await runHere([...mood, '--truth', known])).stdout) as Printed;
			expect(compared.questions[0]).toMatchObject({ truth: { items: 2, accuracy: 0.5 } });
			const taught = JSON.parse((await runHere([...mood, '--gold', known])).stdout) as Printed;
			expect(taught.questions[0]?.decisions[0]).toMatchObject({ item: '11', value: 'sad' });
		});
	});

	it('compares regions with the ground truth by overlap', async () => {
		const right = [{ by: 9, result: [...answered(1), span('tree', 'plant')], truth: true as const }];
		const known = [task(31, [...people.map((by) => ({ by, result: answered(by) })), ...right])];
		await inFolder(known, async (file) => {
			const { questions } = JSON.parse((await runHere(['consensus', file, '--json'])).stdout) as {
				questions: { question: string; truth?: { value: number } }[];
			};
			const value = (name: string) => questions.find(({ question }) => question === name)?.truth?.value;
			// One of two true spans was decided, and nothing else.
			expect(['names', 'things', 'sounds'].map(value)).toEqual([expect.closeTo(2 / 3, 5), 1, 1]);
		});
	});

	it('votes on stretches where the text is not in the export', async () => {
		const elsewhere = tasks.map((one) => ({ ...one, data: { text: 'https://example.org/a.txt' } }));
		await inFolder(elsewhere, async (file) => {
			const { stdout } = await runHere(['consensus', file, '--question', 'names', '--json']);
			const { questions } = JSON.parse(stdout) as { questions: (Question & { notes: string[] })[] };
			expect(questions[0]?.decisions[0]?.value).toMatchObject([{ start: 10, end: 13, label: 'animal' }]);
			expect(questions[0]?.notes[0]).toContain('2 items do not have the text of their spans');
		});
	});

	it('is not led into a text of any length by a span without one', async () => {
		const far = (by: number) => ({
			by,
			result: [
				{
					id: 'far',
					from_name: 'names',
					type: 'labels',
					value: { start: 5, end: 9e14 + (by === 3 ? 1 : 0), labels: ['a'] },
				},
			],
		});
		await inFolder([{ ...task(41, people.map(far)), data: {} }], async (file) => {
			const { questions } = JSON.parse((await runHere(['consensus', file, '--json'])).stdout) as Printed;
			expect(questions[0]?.decisions[0]?.value).toMatchObject([{ start: 5, end: 9e14, label: 'a' }]);
		});
	});

	it('says what to do where it can do nothing', async () => {
		await inFolder(tasks, async (file) => {
			expect((await runHere(['consensus', file, '--question', 'colour'])).stderr).toContain('it has: mood, topics');
			expect((await runHere(['consensus', file, '--gold', file])).stderr).toContain(
				'add --question, one of mood, stars',
			);
			const names = ['--question', 'names', '--truth', file];
			expect((await runHere(['consensus', file, ...names])).stderr).toContain('mark annotations as ground truth');
		});
		await inFolder([task(1, [])], async (file) => {
			expect(await runHere(['consensus', file])).toMatchObject({
				code: 4,
				stderr: expect.stringContaining('annotated?'),
			});
		});
		await inFolder('{"a":1}', async (file) => {
			expect(await runHere(['consensus', file])).toMatchObject({
				code: 2,
				stderr: expect.stringContaining('no JSON array'),
			});
		});
		await inFolder('[]', async (file) => {
			expect((await runHere(['consensus', `${file}x`])).stderr).toContain('--format');
		});
	});
});
