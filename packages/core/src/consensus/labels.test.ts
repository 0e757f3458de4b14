import fc from 'fast-check';
import { expect, it } from 'vitest';
import { buildLabels, groupByItem, labelFaults } from './labels.ts';

const row = (item: string, worker: string, label: string) => ({ item, worker, label });

it('gives ids in order of appearance, and sorts classes', () => {
	const built = buildLabels([row('b', 'zoe', 'tree'), row('a', 'ann', 'cat'), row('b', 'ann', 'cat')]);
	expect(built).toMatchObject({
		ok: true,
		value: {
			items: ['b', 'a'],
			workers: ['zoe', 'ann'],
			classes: ['cat', 'tree'],
			repeats: 0,
			labels: { itemCount: 2, workerCount: 2, classCount: 2 },
		},
	});
	expect(built.ok && [...built.value.labels.label]).toEqual([1, 0, 0]);
	expect(built.ok && [...built.value.labels.item]).toEqual([0, 1, 0]);
});

it('sorts numbers by value', () => {
	const built = buildLabels(['10', '9', '-1', '100'].map((label, at) => row(`${at}`, 'w', label)));
	expect(built.ok && built.value.classes).toEqual(['-1', '9', '10', '100']);
});

it('keeps the last answer of a worker to an item', () => {
	const rows = [row('a', 'w', '0'), row('b', 'w', '0'), row('a', 'v', '0'), row('a', 'w', '1')];
	const last = buildLabels(rows);
	expect(last.ok && [...last.value.labels.item]).toEqual([1, 0, 0]);
	expect(last.ok && [...last.value.labels.label]).toEqual([0, 0, 1]);
	expect(last.ok && last.value.repeats).toBe(1);
	const kept = buildLabels(rows, { repeats: 'keep' });
	expect(kept.ok && kept.value.labels.item.length).toBe(4);
});

it('names what it cannot read', () => {
	expect(buildLabels([])).toEqual({ ok: false, error: { kind: 'no-rows' } });
	expect(buildLabels([row('a', 'w', '')])).toEqual({
		ok: false,
		error: { kind: 'empty-name', row: 0, field: 'label' },
	});
	expect(buildLabels([row('a', 'w', '1'), row('a', 'v', '2')], { classes: ['0', '1'] })).toEqual({
		ok: false,
		error: { kind: 'unknown-class', row: 1, label: '2' },
	});
	const many = Array.from({ length: 257 }, (_, at) => row('a', `${at}`, `${at}`));
	expect(buildLabels(many)).toEqual({ ok: false, error: { kind: 'too-many-classes', classes: 257, classesMax: 256 } });
});

it('groups by item, stably, whatever the order', () => {
	const rows = fc.array(
		fc.tuple(fc.integer({ min: 0, max: 5 }), fc.integer({ min: 0, max: 3 }), fc.integer({ min: 0, max: 2 })),
	);
	fc.assert(
		fc.property(rows, (triples) => {
			const labels = {
				itemCount: 6,
				workerCount: 4,
				classCount: 3,
				item: Int32Array.from(triples, (one) => one[0]),
				worker: Int32Array.from(triples, (one) => one[1]),
				label: Uint8Array.from(triples, (one) => one[2]),
			};
			expect(labelFaults(labels)).toEqual([]);
			const { start, cell } = groupByItem(labels);
			for (let item = 0; item < 6; item++) {
				const expected = triples.filter((one) => one[0] === item).map((one) => one[1] * 3 + one[2]);
				expect([...cell.subarray(start[item], start[item + 1])]).toEqual(expected);
			}
		}),
	);
});
