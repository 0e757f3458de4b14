import type { HazardCategory, Hazards, Severity } from '@utu/core/safety/hazards.ts';

/** What the simulator knows of a text, and the predictor only guesses. */
export type Truth = { readonly hazards: Hazards; readonly label: 'rude' | 'fine' };

export type SimulatedItem = {
	readonly key: string;
	readonly text: string;
	readonly language: string | undefined;
	readonly themes: readonly string[];
	readonly source: string;
	readonly due: Date | undefined;
};

/** Texts carry their number, so that whoever reads one finds what is true of it. */
export type ItemMaker = {
	readonly make: (options: { readonly project: number; readonly now: Date }) => SimulatedItem;
	readonly truthOf: (text: string) => Truth | undefined;
};

const categories: readonly HazardCategory[] = ['violence', 'hate', 'harassment', 'self-harm'];
const words =
	'amber basin cedar delta ember fjord grove heath inlet jetty knoll larch marsh north olive plain quarry ridge shore tidal upland valley willow yarrow'.split(
		' ',
	);
const languages = ['en', 'fr', 'sw', undefined] as const;
const themes = [[], ['country:KE'], ['country:ET', 'conflict:a'], ['country:MG', 'topic:b'], ['topic:b']] as const;

/** A share of severe content by kind of project: mild, mixed, severe. */
const severities: readonly (readonly number[])[] = [
	[0.8, 0.12, 0.05, 0.02, 0.01],
	[0.3, 0.2, 0.25, 0.2, 0.05],
	[0.05, 0.05, 0.2, 0.4, 0.3],
];

export const createItems = (random: () => number): ItemMaker => {
	const truths = new Map<string, Truth>();
	const recent: string[] = [];
	let made = 0;
	const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
	const draw = (shares: readonly number[]): Severity => {
		let left = random();
		const index = shares.findIndex((share) => {
			left -= share;
			return left < 0;
		});
		return (index < 0 ? 4 : index) as Severity;
	};
	const fresh = (number: number, project: number): string => {
		const severity = draw(severities[project % severities.length] ?? []);
		truths.set(String(number), {
			hazards: severity === 0 ? {} : { [pick(categories)]: severity },
			label: severity >= 2 ? 'rude' : 'fine',
		});
		const length = random() < 0.3 ? 320 : 12 + Math.floor(random() * 120);
		return `Text ${number}. ${Array.from({ length }, () => `${pick(words)}${Math.floor(random() * 500)}`).join(' ')}.`;
	};
	return {
		truthOf: (text) => truths.get(/^Text (\d+)\./.exec(text)?.[1] ?? ''),
		make: ({ project, now }) => {
			made += 1;
			const again = recent.length > 0 ? pick(recent) : undefined;
			const dice = random();
			// Some are sent twice, some come again with a word more.
			const text =
				again !== undefined && dice < 0.03
					? again
					: again !== undefined && dice < 0.08
						? `${again} ${pick(words)}${made}`
						: fresh(made, project);
			recent.push(text);
			if (recent.length > 200) recent.shift();
			return {
				key: `item-${made}`,
				text,
				language: pick(languages),
				themes: pick(themes),
				source: `feed-${Math.floor(random() * 3)}`,
				due: random() < 0.4 ? new Date(now.getTime() + (0.5 + random() * 12) * 3_600_000) : undefined,
			};
		},
	};
};
