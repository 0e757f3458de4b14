import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import type { Picture } from '../ui/plot.tsx';
import type { Funnel } from './funnel-rows.ts';

export type FunnelLook = { readonly colour: string; readonly dash: readonly number[]; readonly width: number };

const heightPx = 300;
const pointPx = 4;

const token = (name: string): string => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

/** Draws what chance allows at each number of verdicts, and a point with its name for each member. */
export const drawFunnel = (
	into: HTMLElement,
	options: {
		readonly funnel: Funnel;
		/** Of what peers are expected to have, and of each pair of lines. */
		readonly looks: readonly FunnelLook[];
		readonly number: (value: number) => string;
		readonly percent: (share: number) => string;
	},
): Picture => {
	const { funnel, looks } = options;
	const [expected, ...pairs] = looks;
	const counts = (funnel.lines[0] ?? []).map(({ n }) => n);
	const font = `12px ${token('--font')}`;
	const axis = { stroke: () => token('--ink-soft'), font, ticks: { show: false } };
	const grid = { stroke: () => token('--line'), width: 1 };
	const line = (look: FunnelLook | undefined) => ({
		stroke: () => token(look?.colour ?? '--line-control'),
		width: look?.width ?? 1,
		dash: [...(look?.dash ?? [])],
		points: { show: false },
	});
	const shares = [
		...funnel.rows.map(({ rate }) => rate),
		...funnel.lines.flatMap((limits) => limits.flatMap(({ low, high }) => [low, high])),
	];
	const lowest = Math.max(0, Math.floor(20 * Math.min(...shares) - 0.5) / 20);
	const highest = Math.min(1, Math.ceil(20 * Math.max(...shares) + 0.5) / 20);
	const plot = new uPlot(
		{
			width: into.clientWidth,
			height: heightPx,
			legend: { show: false },
			cursor: { show: false },
			scales: {
				x: { time: false, range: [counts[0] ?? 0, counts.at(-1) ?? 1] },
				y: { range: [lowest, highest] },
			},
			axes: [
				{ ...axis, grid, values: (_, splits) => splits.map(options.number), size: 30 },
				{ ...axis, grid, values: (_, splits) => splits.map(options.percent), size: 56 },
			],
			series: [{}, line(expected), ...pairs.flatMap((look) => [line(look), line(look)])],
			hooks: { draw: [(drawn) => drawMembers(drawn, funnel, font)] },
		},
		[
			counts,
			counts.map(() => funnel.expected),
			...funnel.lines.flatMap((limits) => [limits.map(({ low }) => low), limits.map(({ high }) => high)]),
		],
		into,
	);
	return {
		resize: (width) => plot.setSize({ width, height: heightPx }),
		redraw: () => plot.redraw(false),
		end: () => plot.destroy(),
	};
};

/** Each the same: no size, colour or order that ranks. Names turn to the inside where the picture ends. */
const drawMembers = (plot: uPlot, { rows }: Funnel, font: string): void => {
	const { ctx, bbox } = plot;
	const scale = devicePixelRatio;
	ctx.save();
	ctx.font = font.replace('12px', `${12 * scale}px`);
	ctx.fillStyle = token('--ink');
	ctx.textBaseline = 'middle';
	for (const { n, rate, name } of rows) {
		const x = plot.valToPos(n, 'x', true);
		const y = plot.valToPos(rate, 'y', true);
		ctx.beginPath();
		ctx.arc(x, y, pointPx * scale, 0, 2 * Math.PI);
		ctx.fill();
		const beside = 2 * pointPx * scale;
		const fits = x + beside + ctx.measureText(name).width < bbox.left + bbox.width;
		ctx.textAlign = fits ? 'left' : 'right';
		ctx.fillText(name, fits ? x + beside : x - beside, y);
	}
	ctx.restore();
};
