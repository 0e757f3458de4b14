import { useSyncExternalStore } from 'react';

const subscribe = (notify: () => void): (() => void) => {
	addEventListener('online', notify);
	addEventListener('offline', notify);
	return () => {
		removeEventListener('online', notify);
		removeEventListener('offline', notify);
	};
};

/** Whether the machine believes that it has a line. */
export const useOnline = (): boolean => useSyncExternalStore(subscribe, () => navigator.onLine);
