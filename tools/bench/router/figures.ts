/** @returns the value below which `share` of the values lie, to a hundredth; 0 of none. */
export const percentile = (values: readonly number[], share: number): number => {
	const sorted = [...values].sort((a, b) => a - b);
	return Number((sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0).toFixed(2));
};

/** The slope of log over log: 0 where size does not matter, 1 where twice the size takes twice the time. */
export const exponentOf = (points: readonly (readonly [number, number])[]): number => {
	const logs = points.map(([x, y]) => [Math.log(x), Math.log(y)] as const);
	const mean = (of: (point: readonly [number, number]) => number): number =>
		logs.reduce((sum, point) => sum + of(point), 0) / logs.length;
	const [meanX, meanY] = [mean(([x]) => x), mean(([, y]) => y)];
	const over = logs.reduce((sum, [x, y]) => sum + (x - meanX) * (y - meanY), 0);
	return Number((over / logs.reduce((sum, [x]) => sum + (x - meanX) ** 2, 0)).toFixed(3));
};
