import { Trans, useLingui } from '@lingui/react/macro';
import { type FormEvent, type ReactNode, useState } from 'react';
import { Button } from '../../ui/button.tsx';
import { Choice, ChoiceGroup } from '../../ui/choice.tsx';
import { Disclosure } from '../../ui/disclosure.tsx';
import { TextField } from '../../ui/field.tsx';
import {
	defaultStarts,
	type PlanNumber,
	type PlanSearch,
	planNumberNames,
	planNumbers,
	planSearch,
} from './plan-search.ts';

export type PlanFormProps = {
	readonly search: PlanSearch;
	readonly timeZone: string;
	readonly onPlan: (search: PlanSearch) => void;
};

/** The question of a plan. What stands here stands in the address once it is asked. */
export const PlanForm = ({ search, timeZone, onPlan }: PlanFormProps) => {
	const [measured, setMeasured] = useState(search.measured === true);
	const submit = (event: FormEvent<HTMLFormElement>): void => {
		event.preventDefault();
		const data = new FormData(event.currentTarget);
		const of = (name: string): string => String(data.get(name) ?? '').trim();
		const numbers = Object.fromEntries(
			planNumberNames.flatMap((name) => {
				const text = of(name);
				return text === '' || Number(text) === planNumbers[name].first ? [] : [[name, Number(text)]];
			}),
		);
		const shifts = of('shifts');
		const zone = of('zone');
		onPlan(
			planSearch({
				...numbers,
				shifts: shifts === defaultStarts ? undefined : shifts,
				zone: zone === timeZone ? undefined : zone,
				measured: measured ? true : undefined,
			}),
		);
	};
	return (
		<form className="stack" onSubmit={submit}>
			<IntakeFields search={search} measured={measured} onMeasured={setMeasured} />
			<PeopleFields search={search} timeZone={timeZone} />
			<Disclosure summary={<Trans>Looks and limits</Trans>}>
				<LookFields search={search} />
			</Disclosure>
			<div className="row">
				<Button type="submit" kind="primary">
					<Trans>Plan</Trans>
				</Button>
			</div>
		</form>
	);
};

const NumberField = ({
	search,
	name,
	label,
	hint,
}: {
	readonly search: PlanSearch;
	readonly name: PlanNumber;
	readonly label: ReactNode;
	readonly hint?: ReactNode;
}) => {
	const { min, max, step, first } = planNumbers[name];
	return (
		<TextField
			label={label}
			{...(hint === undefined ? {} : { hint })}
			name={name}
			type="number"
			inputMode="decimal"
			min={min}
			max={max}
			step={step}
			required={first !== undefined}
			defaultValue={search[name] ?? first ?? ''}
		/>
	);
};

const IntakeFields = ({
	search,
	measured,
	onMeasured,
}: {
	readonly search: PlanSearch;
	readonly measured: boolean;
	readonly onMeasured: (measured: boolean) => void;
}) => (
	<>
		<ChoiceGroup legend={<Trans>What comes in</Trans>} inline>
			<Choice
				kind="radio"
				name="source"
				label={<Trans>The same each day</Trans>}
				checked={!measured}
				onChange={() => onMeasured(false)}
			/>
			<Choice
				kind="radio"
				name="source"
				label={<Trans>As in the last seven days, hour by hour</Trans>}
				checked={measured}
				onChange={() => onMeasured(true)}
			/>
		</ChoiceGroup>
		{measured ? null : (
			<div className="plan-form">
				<NumberField search={search} name="severe" label={<Trans>Severe items a day</Trans>} />
				<NumberField search={search} name="moderate" label={<Trans>Moderate items a day</Trans>} />
				<NumberField search={search} name="mild" label={<Trans>Mild items a day</Trans>} />
			</div>
		)}
	</>
);

const PeopleFields = ({ search, timeZone }: { readonly search: PlanSearch; readonly timeZone: string }) => {
	const { t } = useLingui();
	return (
		<fieldset className="plan-group">
			<legend>
				<Trans>Who is there</Trans>
			</legend>
			<div className="plan-form">
				<NumberField search={search} name="people" label={<Trans>People</Trans>} />
				<NumberField
					search={search}
					name="consent"
					label={<Trans>Willing to look at what is moderate or worse, %</Trans>}
				/>
				<TextField
					label={<Trans>Shifts start at</Trans>}
					name="shifts"
					required
					pattern="\s*\d{1,2}:\d{2}(\s*,\s*\d{1,2}:\d{2})*\s*"
					title={t`Times with commas between: 06:00, 14:00, 22:00`}
					defaultValue={search.shifts ?? defaultStarts}
				/>
				<NumberField search={search} name="shiftHours" label={<Trans>Hours of a shift</Trans>} />
				<NumberField search={search} name="daysOn" label={<Trans>Days at work of seven</Trans>} />
				<TextField
					label={<Trans>Time zone</Trans>}
					name="zone"
					required
					maxLength={64}
					defaultValue={search.zone ?? timeZone}
				/>
			</div>
		</fieldset>
	);
};

const LookFields = ({ search }: { readonly search: PlanSearch }) => (
	<div className="stack">
		<div className="plan-form">
			<NumberField search={search} name="views" label={<Trans>Looks that an item takes</Trans>} />
			<NumberField search={search} name="visible" label={<Trans>Seconds in sight, a severe look</Trans>} />
			<NumberField search={search} name="held" label={<Trans>Seconds in all, a severe look</Trans>} />
			<NumberField search={search} name="age" label={<Trans>Hours that a severe item may wait</Trans>} />
		</div>
		<p className="hint">
			<Trans>Limits: leave them empty for what your organisation allows. Nothing exceeds the ceiling.</Trans>
		</p>
		<div className="plan-form">
			<NumberField search={search} name="dayMinutes" label={<Trans>Severe minutes a day, at most</Trans>} />
			<NumberField search={search} name="hourViews" label={<Trans>Severe views an hour, at most</Trans>} />
			<NumberField search={search} name="daysIn7" label={<Trans>Days in 7 with severe content, at most</Trans>} />
		</div>
	</div>
);
