import { Trans, useLingui } from '@lingui/react/macro';
import { useMemo } from 'react';
import { Disclosure } from '../../ui/disclosure.tsx';
import { Panel } from '../../ui/panel.tsx';
import { Table } from '../../ui/table.tsx';
import type { Plan, PlanHour } from '../api/planning.ts';
import { type NamedLine, WeekPlot } from './week-plot.tsx';
import { ageWord, weekdayWord, weekHourWord } from './week-words.ts';

/** How the week goes with the people there are: two pictures, and the same as tables. */
export const WeekPanel = ({ plan }: { readonly plan: Plan }) => {
	const { t } = useLingui();
	const { hours } = plan;
	const [withRoom, needed, severe, moderate, mild] = [
		t`with room for severe content`,
		t`needed for what comes in`,
		t`severe items`,
		t`moderate items`,
		t`mild items`,
	];
	const people = useMemo(
		(): readonly NamedLine[] => [
			{
				name: withRoom,
				values: hours.map((hour) => hour.withRoom),
				colour: '--accent',
				dash: [],
				width: 2,
				filled: true,
			},
			{ name: needed, values: hours.map((hour) => hour.needed), colour: '--trouble', dash: [6, 3], width: 2 },
		],
		[hours, withRoom, needed],
	);
	const ages = useMemo(
		(): readonly NamedLine[] => [
			{ name: severe, values: hours.map((hour) => hour.ageHours.severe), colour: '--trouble', dash: [], width: 2 },
			{
				name: moderate,
				values: hours.map((hour) => hour.ageHours.moderate),
				colour: '--accent',
				dash: [6, 3],
				width: 2,
			},
			{ name: mild, values: hours.map((hour) => hour.ageHours.mild), colour: '--ink-soft', dash: [2, 3], width: 2 },
		],
		[hours, severe, moderate, mild],
	);
	return (
		<Panel
			title={<Trans>The week, hour by hour</Trans>}
			lede={
				<Trans>
					With the people there are, after a week of the same. Somebody has room while no limit is reached: views an
					hour, minutes a day, days in 7, breaks, the last half hour of a shift.
				</Trans>
			}
		>
			<div className="stack-large">
				<WeekPlot
					title={<Trans>People</Trans>}
					description={t`People with room for severe content, against people needed, by hour of the week. The table below has the figures.`}
					lines={people}
				/>
				<WeekPlot
					title={<Trans>Hours that what is next in turn has waited</Trans>}
					description={t`How long severe, moderate and mild items have waited, by hour of the week. The table below has the figures.`}
					lines={ages}
				/>
				<DayTable hours={hours} />
				<Disclosure summary={<Trans>Every hour</Trans>}>
					<HourTable hours={hours} />
				</Disclosure>
			</div>
		</Panel>
	);
};

const useNumber = (): ((value: number | null) => string) => {
	const { t, i18n } = useLingui();
	return (value) => (value === null ? t`no number` : i18n.number(value, { maximumFractionDigits: 1 }));
};

const mean = (values: readonly (number | null)[]): number | null =>
	values.reduce<number | null>(
		(sum, value) => (sum === null || value === null ? null : sum + value / values.length),
		0,
	);

const DayTable = ({ hours }: { readonly hours: readonly PlanHour[] }) => {
	const { t, i18n } = useLingui();
	const number = useNumber();
	return (
		<Table
			label={t`The week by day`}
			head={[t`Day`, t`On shift, mean`, t`With room, mean`, t`Needed, mean`, t`Severe items wait up to`]}
		>
			{Array.from({ length: 7 }, (_, day) => {
				const own = hours.slice(24 * day, 24 * day + 24);
				return (
					<tr key={weekdayWord(24 * day, i18n)}>
						<th scope="row">{weekdayWord(24 * day, i18n)}</th>
						<td>{number(mean(own.map((hour) => hour.onShift)))}</td>
						<td>{number(mean(own.map((hour) => hour.withRoom)))}</td>
						<td>{number(mean(own.map((hour) => hour.needed)))}</td>
						<td>{ageWord(Math.max(...own.map((hour) => hour.ageHours.severe)), i18n)}</td>
					</tr>
				);
			})}
		</Table>
	);
};

const HourTable = ({ hours }: { readonly hours: readonly PlanHour[] }) => {
	const { t, i18n } = useLingui();
	const number = useNumber();
	return (
		<Table
			label={t`The week by hour`}
			head={[
				t`Hour`,
				t`On shift`,
				t`With room`,
				t`Needed`,
				t`Severe come in`,
				t`Severe looked at`,
				t`Severe waiting`,
				t`Severe wait`,
			]}
		>
			{hours.map((hour) => (
				<tr key={hour.hour}>
					<th scope="row">{weekHourWord(hour.hour, i18n)}</th>
					<td>{number(hour.onShift)}</td>
					<td>{number(hour.withRoom)}</td>
					<td>{number(hour.needed)}</td>
					<td>{number(hour.arrivals.severe)}</td>
					<td>{number(hour.served.severe)}</td>
					<td>{number(hour.backlog.severe)}</td>
					<td>{ageWord(hour.ageHours.severe, i18n)}</td>
				</tr>
			))}
		</Table>
	);
};
