/** Who does something next: a binary heap by time, then by number, so that a seed gives one order. */
export type Agenda = {
	readonly add: (at: number, who: number) => void;
	/** The earliest, and everybody up to `within` later. */
	readonly take: (options: {
		readonly within: number;
		readonly most: number;
	}) => readonly { readonly at: number; readonly who: number }[];
	readonly size: () => number;
};

type Entry = { readonly at: number; readonly who: number };

export const createAgenda = (): Agenda => {
	const heap: Entry[] = [];
	const isBefore = (a: Entry, b: Entry): boolean => a.at < b.at || (a.at === b.at && a.who < b.who);
	const swap = (i: number, j: number): void => {
		const held = heap[i] as Entry;
		heap[i] = heap[j] as Entry;
		heap[j] = held;
	};
	const pop = (): Entry | undefined => {
		const first = heap[0];
		const last = heap.pop();
		if (first === undefined || last === undefined || heap.length === 0) return first;
		heap[0] = last;
		for (let at = 0; ; ) {
			const [left, right] = [2 * at + 1, 2 * at + 2];
			let least = at;
			if (left < heap.length && isBefore(heap[left] as Entry, heap[least] as Entry)) least = left;
			if (right < heap.length && isBefore(heap[right] as Entry, heap[least] as Entry)) least = right;
			if (least === at) return first;
			swap(at, least);
			at = least;
		}
	};
	return {
		size: () => heap.length,
		add: (at, who) => {
			heap.push({ at, who });
			for (let child = heap.length - 1; child > 0; ) {
				const parent = (child - 1) >> 1;
				if (!isBefore(heap[child] as Entry, heap[parent] as Entry)) return;
				swap(child, parent);
				child = parent;
			}
		},
		take: ({ within, most }) => {
			const taken: Entry[] = [];
			const first = pop();
			if (first === undefined) return taken;
			taken.push(first);
			while (taken.length < most && heap[0] !== undefined && heap[0].at <= first.at + within)
				taken.push(pop() as Entry);
			return taken;
		},
	};
};
