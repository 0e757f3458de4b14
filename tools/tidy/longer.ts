import type { Finding } from './rule.ts';

/** What was already too long, by rule and key, with the size it had. It may only shrink. */
export type Longer = Readonly<Record<string, Readonly<Record<string, number>>>>;

export const longerPath = 'tools/tidy/longer.json';

export const parseLonger = (text: string | undefined): Longer =>
	text === undefined ? {} : (JSON.parse(text) as Longer);

/** Takes out the findings that the list covers, and adds one for each line of the list that is out of date. */
export const settle = (options: {
	readonly rule: string;
	readonly findings: readonly Finding[];
	readonly listed: Longer;
}): readonly Finding[] => {
	const allowed = options.listed[options.rule] ?? {};
	const sizes = new Map<string, number>();
	for (const { key, size } of options.findings) {
		if (key !== undefined && size !== undefined) sizes.set(key, Math.max(size, sizes.get(key) ?? 0));
	}
	const open = options.findings.filter(
		({ key, size }) => key === undefined || size === undefined || size > (allowed[key] ?? 0),
	);
	const stale = Object.entries(allowed)
		.filter(([key, size]) => (sizes.get(key) ?? 0) < size)
		.map(
			([key, size]): Finding => ({
				path: longerPath,
				message: `${key} has shrunk from ${size}: node tools/tidy/main.ts --shrink`,
			}),
		);
	return [...open, ...stale];
};

/** The list with every line lowered to what is there now; lines that are no longer needed go. */
export const shrink = (options: { readonly listed: Longer; readonly sizes: Longer }): Longer => {
	const lowered = Object.entries(options.listed).map(([rule, allowed]) => {
		const lines = Object.entries(allowed).flatMap(([key, size]) => {
			const now = options.sizes[rule]?.[key];
			return now === undefined ? [] : [[key, Math.min(now, size)] as const];
		});
		return [rule, Object.fromEntries(lines)] as const;
	});
	return Object.fromEntries(lowered.filter(([, lines]) => Object.keys(lines).length > 0));
};

/** Lines that were added or raised since the list was last committed. An empty past allows the first list. */
export const grown = (options: { readonly before: Longer | undefined; readonly now: Longer }): readonly Finding[] =>
	options.before === undefined
		? []
		: Object.entries(options.now).flatMap(([rule, lines]) =>
				Object.entries(lines)
					.filter(([key, size]) => size > (options.before?.[rule]?.[key] ?? 0))
					.map(
						([key]): Finding => ({ path: longerPath, message: `${key} was added or raised: this list only shrinks` }),
					),
			);
