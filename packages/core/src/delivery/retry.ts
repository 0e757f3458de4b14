/** How often and for how long a message is tried. */
export const retryLimits = {
	attemptsMax: 10,
	firstDelayMs: 5_000,
	factor: 4,
	delayMsMax: 12 * 3_600_000,
	/** After this a message of an endpoint that still fails is given up, however often it was tried. */
	ageMsMax: 3 * 24 * 3_600_000,
	/** An endpoint that fails rests before the next try, all its messages with it. */
	restFirstMs: 1_000,
	restMsMax: 60_000,
} as const;

export type NextAttempt = { readonly kind: 'again'; readonly afterMs: number } | { readonly kind: 'dead' };

/**
 * What follows a failed attempt: exponential back-off, then the dead letter. Half of each delay is chance, so that
 * messages that failed together do not come back together. All ten attempts take at most some 32 hours.
 * @param options.attempts made so far, at least 1
 * @param options.random uniform in [0, 1)
 */
export const nextAttempt = (options: {
	readonly attempts: number;
	readonly ageMs: number;
	readonly random: number;
}): NextAttempt => {
	const { attempts, ageMs, random } = options;
	if (attempts >= retryLimits.attemptsMax || ageMs >= retryLimits.ageMsMax) return { kind: 'dead' };
	const full = Math.min(retryLimits.firstDelayMs * retryLimits.factor ** (attempts - 1), retryLimits.delayMsMax);
	return { kind: 'again', afterMs: Math.round(full * (0.5 + 0.5 * random)) };
};

/** How long an endpoint rests after so many failures in a row. */
export const restMs = (failures: number): number =>
	Math.min(retryLimits.restFirstMs * 2 ** Math.max(0, failures - 1), retryLimits.restMsMax);
