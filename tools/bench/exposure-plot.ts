type PlotPoint = {
	readonly policy: string;
	readonly family: string;
	readonly harmfulViews: number;
	readonly balancedAcc: number;
	readonly harmfulRecall: number;
};

const size = { width: 760, height: 640, left: 60, right: 20, top: 50, gap: 60, panel: 200 } as const;
/** Legible on white and on black; by shape as well as by colour. */
const looks = [
	{ colour: '#8a8a8a', mark: 'circle' },
	{ colour: '#b07d00', mark: 'square' },
	{ colour: '#c0509a', mark: 'triangle' },
	{ colour: '#d0582a', mark: 'diamond' },
	{ colour: '#2f8f5b', mark: 'circle' },
	{ colour: '#3b7dd8', mark: 'square' },
	{ colour: '#8060d0', mark: 'diamond' },
] as const;
type Look = (typeof looks)[number];

/** An SVG of balanced accuracy and recall over harmful views a harmful item, without a background of its own. */
export const curvePlot = (points: readonly PlotPoint[], { splits }: { readonly splits: number }): string => {
	const families = [...new Set(points.map(({ family }) => family))];
	const five = points.find(({ policy }) => policy === 'majority of 5')!;
	const panels = (['balancedAcc', 'harmfulRecall'] as const).map((key, at) => {
		const top = size.top + at * (size.panel + size.gap);
		return panel(points, { key, top, families, line: five[key], title: titles[key] });
	});
	const legendTop = size.top + 2 * size.panel + size.gap + 50;
	const legend = families.map((family, at) => {
		const x = size.left + (at % 2) * 340;
		const y = legendTop + Math.floor(at / 2) * 20;
		return `${markOf(looks[at]!, x, y - 4)}<text x="${x + 12}" y="${y}">${family}</text>`;
	});
	const height = legendTop + Math.ceil(families.length / 2) * 20 + 10;
	const style =
		'text{font:12px system-ui,sans-serif;fill:#333}.grid{stroke:#8884}.five{stroke:#888;stroke-dasharray:5 4}' +
		'@media (prefers-color-scheme:dark){text{fill:#ddd}}';
	return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size.width} ${height}" role="img" aria-label="Balanced accuracy and recall over harmful views a harmful item"><style>${style}</style>
<text x="${size.left}" y="20">kern_tweets, ${splits} splits; truth: majority of the labels not drawn; warm-up not counted. Dashed: majority of 5.</text>
${panels.join('\n')}
${legend.join('\n')}
</svg>
`;
};

const titles = { balancedAcc: 'balanced accuracy, %', harmfulRecall: 'recall of harmful, %' } as const;

const viewsMax = 7.2;

const panel = (
	points: readonly PlotPoint[],
	of: {
		readonly key: keyof typeof titles;
		readonly top: number;
		readonly families: readonly string[];
		readonly line: number;
		readonly title: string;
	},
): string => {
	const values = points.map((point) => point[of.key]);
	const low = Math.floor(Math.min(...values));
	const high = Math.ceil(Math.max(...values));
	const width = size.width - size.left - size.right;
	const x = (views: number): number => round(size.left + (width * views) / viewsMax);
	const y = (value: number): number => round(of.top + size.panel * (1 - (value - low) / (high - low)));
	const across = Array.from({ length: high - low + 1 }, (_, at) => low + at).filter((value) => (value - low) % 2 === 0);
	const grid = [
		...across.map(
			(value) =>
				`<line class="grid" x1="${x(0)}" x2="${x(viewsMax)}" y1="${y(value)}" y2="${y(value)}"/><text x="${size.left - 8}" y="${y(value) + 4}" text-anchor="end">${value}</text>`,
		),
		...[0, 1, 2, 3, 4, 5, 6, 7].map(
			(views) => `<text x="${x(views)}" y="${of.top + size.panel + 18}" text-anchor="middle">${views}</text>`,
		),
	];
	const drawn = of.families.map((family, at) => {
		const own = points.filter((point) => point.family === family).sort((a, b) => a.harmfulViews - b.harmfulViews);
		const look = looks[at]!;
		const path = own.map((point) => `${x(point.harmfulViews)},${y(point[of.key])}`).join(' ');
		return `<polyline points="${path}" fill="none" stroke="${look.colour}" stroke-width="1.5"/>${own.map((point) => markOf(look, x(point.harmfulViews), y(point[of.key]))).join('')}`;
	});
	return `<text x="${size.left}" y="${of.top - 10}">${of.title}</text>
<text x="${x(viewsMax)}" y="${of.top + size.panel + 34}" text-anchor="end">views a harmful item</text>
${grid.join('\n')}
<line class="five" x1="${x(0)}" x2="${x(viewsMax)}" y1="${y(of.line)}" y2="${y(of.line)}"/>
${drawn.join('\n')}`;
};

const markOf = ({ colour, mark }: Look, x: number, y: number): string => {
	switch (mark) {
		case 'circle':
			return `<circle cx="${x}" cy="${y}" r="4" fill="${colour}"/>`;
		case 'square':
			return `<rect x="${x - 4}" y="${y - 4}" width="8" height="8" fill="${colour}"/>`;
		case 'triangle':
			return `<path d="M${x - 5} ${y + 4}h10l-5-9z" fill="${colour}"/>`;
		case 'diamond':
			return `<path d="M${x} ${y - 5}l5 5l-5 5l-5-5z" fill="${colour}"/>`;
	}
};

const round = (value: number): number => Number(value.toFixed(1));
