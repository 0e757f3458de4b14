import { useLingui } from '@lingui/react/macro';
import { type ReactNode, useCallback } from 'react';
import { type Picture, Plot } from '../../ui/plot.tsx';
import type { WeekLine } from './draw-week.ts';
import { weekdayWord } from './week-words.ts';

export type NamedLine = WeekLine & { readonly name: string };

export type WeekPlotProps = {
	readonly title: ReactNode;
	/** What the picture shows, for whom it is not there. */
	readonly description: string;
	readonly lines: readonly NamedLine[];
};

/** Lines over a week, drawn by a library that is loaded when the first is. */
export const WeekPlot = ({ title, description, lines }: WeekPlotProps) => {
	const { i18n } = useLingui();
	const draw = useCallback(
		async (into: HTMLElement): Promise<Picture> => {
			const { drawWeek } = await import('./draw-week.ts');
			return drawWeek(into, {
				lines,
				width: into.clientWidth,
				dayWord: (hour) => weekdayWord(hour, i18n, 'short'),
				number: (value) => i18n.number(value, { maximumFractionDigits: 1 }),
			});
		},
		[lines, i18n],
	);
	return <Plot title={title} description={description} keys={lines} draw={draw} />;
};
