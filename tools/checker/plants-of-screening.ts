import { type Plant, plant } from './plant.ts';
import type { Invariant } from './tally.ts';
import { batchId, day, hour, minute, organisationId, projectId, start } from './world-ground.ts';

const tomorrow = start + day;

/**
 * Two items of a batch in which something was uncovered: scouts looked at `looked` of them and cleared it, then one is
 * given to somebody as screened, after a surprise about `surprise` if there is one.
 */
const screened = (
	name: string,
	breaks: readonly Invariant[],
	round: { readonly looked: number; readonly found?: number; readonly clearedMs?: number; readonly surprise?: string },
): Plant =>
	plant(name, breaks, async (world) => {
		const { query, look } = world;
		const items = [await world.addItem({ uncovered: ['sexual'] }), await world.addItem({ uncovered: ['sexual'] })];
		const scout = await world.addPerson();
		for (const [n, itemId] of items.slice(0, round.looked).entries()) {
			await look({ personId: scout, itemId, at: tomorrow + n * minute, purpose: 'scout', hazards: { unscreened: 4 } });
		}
		await query(
			`insert into utu.batch_screen (batch_id, category, screen_round, organisation_id, looked, found, cleared_at)
			values ($1, 'sexual', 1, $2, $3, $4, $5)`,
			[batchId, organisationId, round.looked, round.found ?? 0, new Date(tomorrow + hour + (round.clearedMs ?? 0))],
		);
		if (round.surprise !== undefined) {
			await query(
				`insert into utu.surprise (id, organisation_id, project_id, item_id, batch_id, category, severity_before, severity_after, created_at)
				values (gen_random_uuid(), $1, $2, $3, $4, $5, 2, 3, $6)`,
				[organisationId, projectId, items[1], batchId, round.surprise, new Date(tomorrow + hour + 1)],
			);
		}
		await look({ personId: await world.addPerson(), itemId: items[0]!, at: tomorrow + hour + minute });
	});

/** Faults in how a category that no predictor covers was cleared. */
export const screening: readonly Plant[] = [
	screened('screened-first: cleared by half of a sample', ['screened-first'], { looked: 1 }),
	screened('allowed: uncovered content that scouts had cleared', [], { looked: 2 }),
	screened('screened-first: cleared although it was found', ['screened-first'], { looked: 2, found: 1 }),
	screened('screened-first: cleared a millisecond after the grant', ['screened-first'], {
		looked: 2,
		clearedMs: minute + 1,
	}),
	screened('surprise: of another kind, and the batch goes on', ['surprise'], { looked: 2, surprise: 'hate' }),
	screened('screened-first: a surprise of its kind opens the question', ['screened-first', 'surprise'], {
		looked: 2,
		surprise: 'sexual',
	}),
];
