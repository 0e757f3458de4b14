import { useLingui } from '@lingui/react/macro';
import { sudsMax } from '@utu/core/support/self-view.ts';
import { dayOnly } from '../app/times.ts';
import type { Entry } from './entry.ts';

const width = 600;
const height = 180;
const left = 44;
const edge = 12;
const foot = 36;
const lines = [0, 5, 10] as const;
const entriesMax = 200;

const yOf = (suds: number): number => height - foot - (suds / sudsMax) * (height - foot - edge);

/** One’s own distress over time. The same numbers stand in words below it. */
export const SudsChart = ({ entries }: { readonly entries: readonly Entry[] }) => {
	const { t, i18n } = useLingui();
	const points = entries
		.flatMap(({ at, suds }) => (suds === undefined ? [] : [{ at, suds }]))
		.slice(0, entriesMax)
		.reverse();
	const [first, last] = [points[0], points.at(-1)];
	if (first === undefined || last === undefined || points.length < 2) return null;
	const spanMs = Math.max(1, last.at - first.at);
	const place = ({ at, suds }: { readonly at: number; readonly suds: number }) => ({
		x: left + ((at - first.at) / spanMs) * (width - left - edge),
		y: yOf(suds),
	});
	const [from, to] = [dayOnly(first.at, i18n), dayOnly(last.at, i18n)];
	return (
		<svg
			className="suds-chart"
			viewBox={`0 0 ${width} ${height}`}
			role="img"
			aria-label={t`Distress from ${from} to ${to}`}
		>
			{lines.map((suds) => (
				<g key={suds}>
					<line className="suds-grid" x1={left} x2={width - edge} y1={yOf(suds)} y2={yOf(suds)} />
					<text className="suds-text" x={left - 8} y={yOf(suds) + 5} textAnchor="end">
						{suds}
					</text>
				</g>
			))}
			<text className="suds-text" x={left} y={height - 6}>
				{from}
			</text>
			<text className="suds-text" x={width - edge} y={height - 6} textAnchor="end">
				{to}
			</text>
			<polyline
				className="suds-line"
				points={points
					.map(place)
					.map(({ x, y }) => `${x.toFixed(1)},${y.toFixed(1)}`)
					.join(' ')}
			/>
			{points.map((point) => {
				const { x, y } = place(point);
				return <circle key={point.at} className="suds-point" cx={x} cy={y} r={3.5} />;
			})}
		</svg>
	);
};
