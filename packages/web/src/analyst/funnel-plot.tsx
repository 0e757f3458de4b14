import { Trans, useLingui } from '@lingui/react/macro';
import { useCallback, useMemo } from 'react';
import { percentWord } from '../feedback/interval.tsx';
import { type Picture, Plot, type PlotKey } from '../ui/plot.tsx';
import { Table } from '../ui/table.tsx';
import type { Funnel } from './funnel-rows.ts';

/** How wide chance is at each number of verdicts, with the members in it; below it the same as a table. */
export const FunnelPlot = ({ funnel }: { readonly funnel: Funnel }) => {
	const { t, i18n } = useLingui();
	const [peers, inner, outer] = [t`what peers are expected to have`, t`chance alone, 95 %`, t`chance alone, 99.8 %`];
	const keys = useMemo(
		(): readonly PlotKey[] => [
			{ name: peers, colour: '--ink-soft', dash: [2, 3], width: 2 },
			{ name: inner, colour: '--accent', dash: [6, 3], width: 2 },
			{ name: outer, colour: '--accent', dash: [], width: 2 },
		],
		[peers, inner, outer],
	);
	const draw = useCallback(
		async (into: HTMLElement): Promise<Picture> => {
			const { drawFunnel } = await import('./draw-funnel.ts');
			return drawFunnel(into, {
				funnel,
				looks: keys,
				number: (value) => i18n.number(value, { maximumFractionDigits: 0 }),
				percent: (share) => percentWord(share, i18n),
			});
		},
		[funnel, keys, i18n],
	);
	return (
		<div className="stack-large">
			<Plot
				title={<Trans>Share found right, by number of verdicts</Trans>}
				description={t`How far chance alone takes somebody who is as good as peers, by number of verdicts, and where each member stands. The table below has the figures.`}
				keys={keys}
				draw={draw}
			/>
			<FunnelTable funnel={funnel} />
			<p className="hint">
				<Trans>
					Shares are moved to items as hard as the whole team’s. A point outside the lines is no finding: many people
					are looked at many times, and chance puts some of them there. Only a concern is one.
				</Trans>
			</p>
		</div>
	);
};

const FunnelTable = ({ funnel }: { readonly funnel: Funnel }) => {
	const { t, i18n } = useLingui();
	const span = (limits: { readonly low: number; readonly high: number } | undefined): string => {
		if (limits === undefined) return '';
		const [from, to] = [percentWord(limits.low, i18n), percentWord(limits.high, i18n)];
		return t`${from} to ${to}`;
	};
	return (
		<Table
			label={t`The same as a table`}
			head={[t`Member`, t`Verdicts`, t`Share found right`, t`Chance alone, 95 %`, t`Chance alone, 99.8 %`]}
		>
			{funnel.rows.map((row) => (
				<tr key={row.personId}>
					<th scope="row" dir="auto">
						{row.name}
					</th>
					<td>{i18n.number(row.n)}</td>
					<td>{percentWord(row.rate, i18n)}</td>
					<td>{span(row.limits[0])}</td>
					<td>{span(row.limits[1])}</td>
				</tr>
			))}
		</Table>
	);
};
