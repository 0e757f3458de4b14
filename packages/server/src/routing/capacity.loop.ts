import { capacityBand, drawNoise, roomMsMax } from '@utu/core/safety/capacity.ts';
import type { Clock, Ids } from '../platform/clock.ts';
import type { Database } from '../platform/database.ts';
import { publishBands, unpublishedPools } from './capacity.sql.ts';

const hourMs = 3_600_000;

/**
 * Publishes, once for each organisation and hour, whether people on shift have room for severe content: in words, with
 * noise. What was published stays, so that asking again tells nothing more.
 */
export const publishCapacity =
	(deps: { readonly router: Database; readonly clock: Clock; readonly ids: Ids }) => async (): Promise<number> => {
		const now = deps.clock.now();
		const hour = new Date(Math.floor(now.getTime() / hourMs) * hourMs);
		return deps.router.transaction({}, async (tx) => {
			const pools = await unpublishedPools(tx, { now, hour, roomMsMax });
			if (pools.length === 0) return 0;
			return publishBands(tx, {
				hour,
				now,
				bands: pools.map(({ organisationId, pool, withRoom }) => ({
					organisation_id: organisationId,
					band: capacityBand({ pool, withRoom, noise: drawNoise(deps.ids.random) }),
				})),
			});
		});
	};
