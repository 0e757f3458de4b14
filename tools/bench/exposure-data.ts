import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { seededRandom, shuffledIndices } from '@utu/core/first-pass/seeded-random.ts';

/** Labels of an item that a policy may draw on; the rest are the independent panel. */
export const viewable = 8;
/** A panel smaller than this is no truth. */
const panelMin = 3;

/** An answer to "is this harmful?": 1 yes, 0 no; `worker` counts from 0. */
export type View = { readonly worker: number; readonly label: 0 | 1 };

export type PanelItem = {
	readonly id: string;
	readonly text: string | undefined;
	/** In the order in which people are asked; `viewable` of them. */
	readonly views: readonly View[];
	/** Majority of the panel. */
	readonly truth: 0 | 1;
};

/** An item that another crowd decided before: votes by class, as in `counts.csv`. */
export type EarlierItem = { readonly text: string; readonly votes: readonly number[] };

export type ExposureData = {
	readonly split: (seed: number) => readonly PanelItem[];
	readonly workerCount: number;
	/** Of the earlier project, without anything that is in this one. */
	readonly earlier: readonly EarlierItem[];
};

/** Of both sets: 0 hate, 1 offensive, 2 neither; the first two are harmful. */
const neither = 2;

/** `crowd/kern_tweets` with the texts of `text/davidson` under `folder`; undefined where one is missing. */
export const readExposureData = (folder: string): ExposureData | undefined => {
	const crowd = join(folder, 'crowd/kern_tweets');
	const texts = join(folder, 'text/davidson');
	const files = [
		...['labels.csv', 'davidson_rows.csv'].map((name) => join(crowd, name)),
		...['items.jsonl', 'counts.csv'].map((name) => join(texts, name)),
	];
	if (!files.every((file) => existsSync(file))) return undefined;
	const textOf = new Map(
		readFileSync(join(texts, 'items.jsonl'), 'utf8')
			.trim()
			.split('\n')
			.map((line) => JSON.parse(line) as { item: string | number; text: string })
			.map(({ item, text }) => [String(item), text]),
	);
	const rowOf = new Map(table(join(crowd, 'davidson_rows.csv')).map(([item, row]) => [item!, row!]));
	const taken = new Set(table(join(crowd, 'davidson_rows.csv')).map(([, row]) => row!));
	const workers = new Map<string, number>();
	const labels = new Map<string, View[]>();
	for (const [item, worker, label] of table(join(crowd, 'labels.csv'))) {
		if (!workers.has(worker!)) workers.set(worker!, workers.size);
		const own = labels.get(item!) ?? [];
		own.push({ worker: workers.get(worker!)!, label: Number(label) === neither ? 0 : 1 });
		labels.set(item!, own);
	}
	const earlier = table(join(texts, 'counts.csv')).flatMap(([item, ...votes]) => {
		const text = taken.has(item!) ? undefined : textOf.get(item!);
		return text === undefined ? [] : [{ text, votes: votes.map(Number) }];
	});
	const split = (seed: number): readonly PanelItem[] => {
		const random = seededRandom(seed);
		const items = [...labels].flatMap(([id, all]): PanelItem[] => {
			const order = Array.from(shuffledIndices(all.length, random), (at) => all[at]!);
			const panel = order.slice(viewable);
			const harmful = panel.filter(({ label }) => label === 1).length;
			if (panel.length < panelMin || 2 * harmful === panel.length) return [];
			const text = textOf.get(rowOf.get(id) ?? '');
			return [{ id, text, views: order.slice(0, viewable), truth: 2 * harmful > panel.length ? 1 : 0 }];
		});
		return Array.from(shuffledIndices(items.length, random), (at) => items[at]!);
	};
	return { split, workerCount: workers.size, earlier };
};

/** Rows of a CSV file without quotes, the header left out. */
const table = (path: string): readonly (readonly string[])[] =>
	readFileSync(path, 'utf8')
		.trim()
		.split(/\r?\n/)
		.slice(1)
		.map((line) => line.split(','));
