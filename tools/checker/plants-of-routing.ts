import { type Plant, plant } from './plant.ts';
import type { Invariant } from './tally.ts';
import type { World } from './world.ts';
import { batchId, day, hour, minute, otherBatchId, second, start } from './world-ground.ts';

const tomorrow = start + day;
const mild = { hate: 1 };

/** A shift of 6 h from tomorrow's beginning, and one look in it. */
const inShift = (
	name: string,
	breaks: readonly Invariant[],
	when: {
		readonly at: number;
		readonly hazards?: Readonly<Record<string, number>>;
		readonly heldMs?: number;
		/** After how long the shift was ended early. */
		readonly endedMs?: number;
		readonly cancelled?: boolean;
		readonly createdMs?: number;
	},
): Plant =>
	plant(name, breaks, async (world) => {
		const personId = await world.addPerson();
		const planned = tomorrow + 6 * hour;
		await world.addShift({
			...{ personId, from: tomorrow, planned, until: tomorrow + (when.endedMs ?? 6 * hour) },
			...(when.cancelled === true && { cancelled: true }),
			...(when.createdMs !== undefined && { createdAt: tomorrow + when.createdMs }),
		});
		await world.look({
			...{ personId, at: tomorrow + when.at, hazards: when.hazards ?? mild, shift: false },
			...(when.heldMs !== undefined && { heldMs: when.heldMs }),
		});
	});

/** A mild look that ends when so much of the last day or week was spent on shift. */
const worked = (
	name: string,
	breaks: readonly Invariant[],
	shifts: { readonly days: number; readonly lastMs: number; readonly sideways?: boolean },
): Plant =>
	plant(name, breaks, async (world) => {
		const personId = await world.addPerson();
		const from = (n: number) => start + n * day;
		for (let n = 0; n < shifts.days; n++) {
			await world.addShift({ personId, from: from(n), until: from(n) + 8 * hour });
			// Two at once are worked once.
			if (shifts.sideways === true) await world.addShift({ personId, from: from(n) + hour, until: from(n) + 5 * hour });
		}
		const last = from(shifts.days);
		await world.addShift({ personId, from: last, until: last + 11 * hour });
		await world.look({
			personId,
			at: last + shifts.lastMs - 20 * second,
			heldMs: 20 * second,
			hazards: mild,
			shift: false,
		});
	});

const shift: readonly Plant[] = [
	inShift('shift: before it begins', ['shift'], { at: -1 }),
	inShift('shift: after its end', ['shift'], { at: 6 * hour + 1 }),
	inShift('shift: called off', ['shift'], { at: hour, cancelled: true }),
	inShift('shift: put down afterwards', ['shift'], { at: hour, createdMs: 2 * hour }),
	inShift('shift: it may run past its end', ['shift'], { at: 6 * hour - 20 * minute + 1 }),
	inShift('shift: held after it was ended early', ['shift'], { at: hour, heldMs: 2 * minute, endedMs: hour + minute }),
	inShift('allowed: over when the shift was ended early', [], { at: hour, heldMs: minute, endedMs: hour + minute }),
	inShift('shift: severe in its last 30 minutes', ['shift'], {
		at: 5.5 * hour + 1,
		hazards: { violence: 3 },
	}),
	inShift('allowed: severe 30 minutes before its end', [], { at: 5.5 * hour, hazards: { violence: 3 } }),
	inShift('allowed: severe shortly before somebody ends their shift early', [], {
		at: hour,
		hazards: { violence: 3 },
		endedMs: hour + minute,
	}),
	worked('shift: a second more than 8 h in a day', ['shift'], { days: 0, lastMs: 8 * hour + second }),
	worked('allowed: 8 h in a day', [], { days: 0, lastMs: 8 * hour }),
	worked('shift: a second more than 48 h in 7 days', ['shift'], { days: 6, lastMs: second + minute }),
	worked('allowed: two shifts at once are counted once', [], { days: 5, lastMs: 8 * hour, sideways: true }),
	plant('break: a lease that runs past 90 min of work', ['break'], async (world) => {
		const personId = await world.addPerson();
		await world.look({ personId, at: tomorrow, heldMs: 80 * minute, hazards: mild });
		await world.look({ personId, at: tomorrow + 81 * minute, heldMs: 10 * minute + 1, hazards: mild });
	}),
	plant('break: a lease in hand that may run past 90 min of work', ['break'], async (world) => {
		const personId = await world.addPerson();
		await world.look({ personId, at: tomorrow, heldMs: 80 * minute, hazards: mild });
		await world.look({ personId, at: tomorrow + 81 * minute, state: 'active', hazards: mild });
	}),
];

/**
 * Four people on shift since two hours; one has seen eight severe items in their last half hour, the others `others`
 * each. Then that one is given another.
 */
const unevenly = (
	name: string,
	breaks: readonly Invariant[],
	load: {
		readonly others: number;
		readonly own?: number;
		readonly people?: number;
		readonly dueMs?: number;
		/** What the others have in hand at that moment. */
		readonly held?: number;
		readonly lateMs?: number;
		readonly consents?: readonly string[] | null;
	},
): Plant =>
	plant(name, breaks, async (world) => {
		const from = tomorrow - 2 * hour;
		const looks = async (count: number, others: boolean): Promise<string> => {
			const personId = await world.addPerson(others && load.consents !== undefined ? { consents: load.consents } : {});
			await world.addShift({ personId, from, until: tomorrow + 6 * hour });
			for (let n = 0; n < count; n++) {
				const at = tomorrow - (others ? (load.lateMs ?? 20 * minute) : 20 * minute) + n * minute;
				const hazards = { violence: n < 1 && others ? 1 : 3 };
				// These are due: what is asked about is the last one.
				const itemId = await world.addItem({ hazards, dueAt: at });
				await world.look({ personId, at, itemId, visibleMs: second, hazards });
			}
			return personId;
		};
		for (let n = 1; n < (load.people ?? 4); n++) {
			const personId = await looks(load.others + 1, true);
			if (n <= (load.held ?? 0)) {
				await world.look({ personId, at: tomorrow - 4 * minute, heldMs: 5 * minute, hazards: mild });
			}
		}
		const personId = await looks(load.own ?? 8, false);
		const dueAt = load.dueMs === undefined ? {} : { dueAt: tomorrow + load.dueMs };
		await world.look({ personId, at: tomorrow, itemId: await world.addItem(dueAt), visibleMs: second });
	});

const spread: readonly Plant[] = [
	unevenly('spread: more to one while three others carry a quarter', ['spread'], { others: 2 }),
	unevenly('allowed: all carry about the same', [], { others: 6 }),
	unevenly('allowed: five views', [], { others: 1, own: 5 }),
	unevenly('allowed: with one other there is no median', [], { others: 2, people: 2 }),
	unevenly('allowed: the item is due', [], { others: 2, dueMs: 29 * minute }),
	unevenly('spread: an item that is due later', ['spread'], { others: 2, dueMs: 31 * minute }),
	unevenly('allowed: everybody else has something in hand', [], { others: 2, held: 3 }),
	unevenly('spread: one of the others is free', ['spread'], { others: 2, held: 2 }),
	unevenly('allowed: the others were granted nothing lately', [], { others: 2, lateMs: 50 * minute }),
	unevenly('allowed: the others never answered in the project', ['consent'], { others: 2, consents: null }),
];

/** A severe look, then a moderate one, while a mild item that nobody took is there. */
const afterSevere = (
	name: string,
	breaks: readonly Invariant[],
	free: {
		readonly item?: Parameters<World['addItem']>[0];
		readonly severity?: number;
		readonly prepare?: (world: World, personId: string) => Promise<unknown>;
		readonly revealed?: boolean;
		readonly laterMs?: number;
	},
): Plant =>
	plant(name, breaks, async (world) => {
		const personId = await world.addPerson();
		await free.prepare?.(world, personId);
		await world.addItem({ hazards: mild, openedAt: tomorrow - hour, ...free.item });
		const state = free.revealed === false ? { state: 'released' } : {};
		await world.look({ personId, at: tomorrow, ...state });
		const at = tomorrow + (free.laterMs ?? minute);
		await world.look({ personId, at, hazards: { violence: free.severity ?? 2 } });
	});

const interleave: readonly Plant[] = [
	afterSevere('interleave: moderate right after severe', ['interleave'], {}),
	afterSevere('interleave: severe right after severe', ['interleave'], { severity: 3 }),
	afterSevere('allowed: mild right after severe', [], { severity: 1 }),
	afterSevere('allowed: the severe item was given back unseen', [], { revealed: false }),
	afterSevere('allowed: in another shift', [], { laterMs: 9 * hour }),
	afterSevere('allowed: the mild item opened afterwards', [], { item: { openedAt: tomorrow + minute - 4 * second } }),
	afterSevere('allowed: the mild item has yet to be screened', [], { item: { stage: 'first-pass' } }),
	afterSevere('allowed: the mild item is of a batch in quarantine', [], { item: { batchId: otherBatchId } }),
	afterSevere('allowed: the person excluded what the mild item is about', [], {
		item: { batchId, themes: ['topic:fire'] },
		prepare: (world, personId) =>
			world.choose(personId, { kind: 'exclusions', value: [{ kind: 'theme', value: 'topic:fire' }], at: start }),
	}),
	afterSevere('allowed: the person has seen what the mild item holds', [], {
		item: { content: 'known' },
		prepare: async (world, personId) =>
			world.look({ personId, itemId: await world.addItem({ content: 'known' }), at: start }),
	}),
	afterSevere('allowed: the person has seen nearly what the mild item holds', [], {
		item: { keys: [1, 2] },
		prepare: async (world, personId) =>
			world.look({ personId, itemId: await world.addItem({ keys: [2, 3] }), at: start }),
	}),
	afterSevere('allowed: the project is closed', [], {
		prepare: ({ query }) => query(`update utu.project set state = 'paused'`),
	}),
];

export const routing: readonly Plant[] = [...shift, ...spread, ...interleave];
