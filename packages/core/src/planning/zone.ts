import type { EpochMs } from '../shared/brand.ts';

/** How far the clock of a zone is ahead of UTC at a moment, in hours; undefined where there is no such zone. */
export const zoneOffsetHours = (timeZone: string, at: EpochMs): number | undefined => {
	const quarter = 900_000;
	try {
		const parts = new Intl.DateTimeFormat('en-US', {
			timeZone,
			hourCycle: 'h23',
			year: 'numeric',
			month: 'numeric',
			day: 'numeric',
			hour: 'numeric',
			minute: 'numeric',
		}).formatToParts(at);
		const of = (type: string): number => Number(parts.find((part) => part.type === type)?.value);
		const local = Date.UTC(of('year'), of('month') - 1, of('day'), of('hour'), of('minute'));
		return Math.round((local - at) / quarter) / 4;
	} catch {
		return undefined;
	}
};
