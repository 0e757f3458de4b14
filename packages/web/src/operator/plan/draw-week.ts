import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import type { Picture } from '../../ui/plot.tsx';

export type WeekLine = {
	readonly values: readonly (number | null)[];
	/** A name of `tokens.css`. */
	readonly colour: string;
	readonly dash: readonly number[];
	readonly width: number;
	/** A wash under the line. */
	readonly filled?: boolean;
};

const heightPx = 220;

const token = (name: string): string => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

/** Draws lines over the hours of a week. Colours are read each time, so that they follow the theme. */
export const drawWeek = (
	into: HTMLElement,
	options: {
		readonly lines: readonly WeekLine[];
		readonly width: number;
		readonly dayWord: (hour: number) => string;
		readonly number: (value: number) => string;
	},
): Picture => {
	const hours = Array.from({ length: 168 }, (_, hour) => hour);
	const font = `12px ${token('--font')}`;
	const axis = { stroke: () => token('--ink-soft'), font, ticks: { show: false } };
	const grid = { stroke: () => token('--line'), width: 1 };
	const plot = new uPlot(
		{
			width: options.width,
			height: heightPx,
			legend: { show: false },
			cursor: { show: false },
			scales: { x: { time: false, range: [0, 168] }, y: { range: (_, __, most) => [0, Math.max(1, 1.1 * most)] } },
			axes: [
				{
					...axis,
					grid,
					splits: () => Array.from({ length: 7 }, (_, day) => 24 * day),
					values: (_, splits) => splits.map(options.dayWord),
					size: 30,
				},
				{ ...axis, grid, values: (_, splits) => splits.map(options.number), size: 48 },
			],
			series: [
				{},
				...options.lines.map((line) => ({
					stroke: () => token(line.colour),
					width: line.width,
					dash: [...line.dash],
					points: { show: false },
					...(line.filled === true ? { fill: () => token('--accent-wash') } : {}),
				})),
			],
		},
		[hours, ...options.lines.map((line) => [...line.values])],
		into,
	);
	return {
		resize: (width) => plot.setSize({ width, height: heightPx }),
		redraw: () => plot.redraw(false),
		end: () => plot.destroy(),
	};
};
