import type { EpochMs } from '@utu/core/shared/brand.ts';
import { useEffect, useRef } from 'react';
import { serverNow } from '../api/server-clock.ts';

/** The browser's timers cannot wait for longer. */
const timerMsMax = 2 ** 31 - 1;

/** Runs once, when the server's clock has reached a moment and somebody can see the page. */
export const useAt = (at: EpochMs | undefined, run: () => void): void => {
	const latest = useRef(run);
	latest.current = run;
	useEffect(() => {
		if (at === undefined) return;
		let timer: ReturnType<typeof setTimeout> | undefined;
		const stop = (): void => {
			clearTimeout(timer);
			document.removeEventListener('visibilitychange', look);
		};
		const look = (): void => {
			clearTimeout(timer);
			const leftMs = at - serverNow();
			if (leftMs > 0) timer = setTimeout(look, Math.min(leftMs, timerMsMax));
			else if (document.visibilityState === 'visible') {
				stop();
				latest.current();
			}
		};
		document.addEventListener('visibilitychange', look);
		look();
		return stop;
	}, [at]);
};
