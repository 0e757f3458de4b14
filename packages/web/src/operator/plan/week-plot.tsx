import { useLingui } from '@lingui/react/macro';
import { type ReactNode, useEffect, useRef } from 'react';
import type { WeekLine, WeekPicture } from './draw-week.ts';
import { weekdayWord } from './week-words.ts';

export type NamedLine = WeekLine & { readonly name: string };

export type WeekPlotProps = {
	readonly title: ReactNode;
	/** What the picture shows, for whom it is not there. */
	readonly description: string;
	readonly lines: readonly NamedLine[];
};

/** Lines over a week, drawn by a library that is loaded when the first is. The same figures stand in a table beside it. */
export const WeekPlot = ({ title, description, lines }: WeekPlotProps) => {
	const { i18n } = useLingui();
	const place = useRef<HTMLDivElement>(null);
	useEffect(() => {
		const into = place.current;
		if (into === null) return;
		let picture: WeekPicture | undefined;
		let gone = false;
		const watch = new ResizeObserver(() => picture?.resize(into.clientWidth));
		const redraw = (): void => picture?.redraw();
		const theme = new MutationObserver(redraw);
		const dark = matchMedia('(prefers-color-scheme: dark)');
		void import('./draw-week.ts').then(({ drawWeek }) => {
			if (gone) return;
			picture = drawWeek(into, {
				lines,
				width: into.clientWidth,
				dayWord: (hour) => weekdayWord(hour, i18n, 'short'),
				number: (value) => i18n.number(value, { maximumFractionDigits: 1 }),
			});
			watch.observe(into);
			theme.observe(document.documentElement, { attributeFilter: ['data-theme'] });
			dark.addEventListener('change', redraw);
		});
		return () => {
			gone = true;
			watch.disconnect();
			theme.disconnect();
			dark.removeEventListener('change', redraw);
			picture?.end();
		};
	}, [lines, i18n]);
	return (
		<figure className="week-plot">
			<figcaption>
				<span className="week-plot-title">{title}</span>
				<span className="week-plot-keys">
					{lines.map((line) => (
						<span key={line.name} className="week-plot-key">
							<svg width="28" height="8" aria-hidden="true">
								<line
									x1="1"
									y1="4"
									x2="27"
									y2="4"
									stroke={`var(${line.colour})`}
									strokeWidth={line.width}
									strokeDasharray={line.dash.join(' ')}
								/>
							</svg>
							{line.name}
						</span>
					))}
				</span>
			</figcaption>
			<div ref={place} className="week-plot-picture" role="img" aria-label={description} />
		</figure>
	);
};
