import type { I18n } from '@lingui/core';
import type { EpochMs } from '@utu/core/shared/brand.ts';
import { serverNow } from '../api/server-clock.ts';
import { clockTime, dayAndTime } from './times.ts';

const halfDayMs = 12 * 60 * 60 * 1000;

/** A time soon is told by the clock, a later one by its day too. */
export const soonOrDay = (at: EpochMs, i18n: I18n): string =>
	at - serverNow() < halfDayMs ? clockTime(at, i18n) : dayAndTime(at, i18n);
