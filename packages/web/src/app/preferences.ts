import { readStored, writeStored } from '../api/stored.ts';

const singleKeysKey = 'utu.keys';

/** Whether single letters and digits work as keys. Speech input and shaky hands may want them off. */
export const singleKeysOn = (): boolean => readStored(singleKeysKey) !== 'off';
export const setSingleKeys = (on: boolean): void => {
	writeStored(singleKeysKey, on ? undefined : 'off');
};
