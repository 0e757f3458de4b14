import { Trans, useLingui } from '@lingui/react/macro';
import { type FormEvent, useState } from 'react';
import { useSetLimits } from '../api/mutations.ts';
import type { Exposure } from '../api/queries.ts';
import { problemWords } from '../app/problem-words.ts';
import { minutesOf } from '../app/words.ts';
import { Button } from '../ui/button.tsx';
import { TextField } from '../ui/field.tsx';
import { Notice, Status } from '../ui/notice.tsx';
import { Panel } from '../ui/panel.tsx';

type Limits = Exposure['limits'];
type LimitName = keyof Limits;

const minuteMs = 60_000;
const isMinutes = (name: LimitName): boolean => name === 'dayMs' || name === 'runMs';
const shownValue = (name: LimitName, value: number): string => String(isMinutes(name) ? minutesOf(value) : value);

const shownValues = (limits: Limits): Readonly<Record<LimitName, string>> => ({
	dayMs: shownValue('dayMs', limits.dayMs),
	runMs: shownValue('runMs', limits.runMs),
	hourViews: shownValue('hourViews', limits.hourViews),
	daysIn7: shownValue('daysIn7', limits.daysIn7),
});

/** A person's own limits: lower at will, back up to the organisation's at will, never above. */
export const LimitsPanel = ({ limits, ceilings }: { readonly limits: Limits; readonly ceilings: Limits }) => {
	const { t, i18n } = useLingui();
	const [values, setValues] = useState(() => shownValues(limits));
	const { mutate, isPending, isSuccess, error } = useSetLimits();
	const labels: readonly (readonly [LimitName, string])[] = [
		['dayMs', t`Minutes in 24 hours`],
		['runMs', t`Minutes without a break`],
		['hourViews', t`Items in an hour`],
		['daysIn7', t`Days in 7`],
	];
	const keep = (own: Partial<Record<LimitName, number>>): void =>
		mutate(own, { onSuccess: (kept) => setValues(shownValues(kept.limits)) });
	const save = (event: FormEvent): void => {
		event.preventDefault();
		const own: Partial<Record<LimitName, number>> = {};
		for (const [name] of labels) {
			const value = Number(values[name]);
			if (values[name].trim() !== '' && Number.isFinite(value))
				own[name] = Math.round(Math.max(0, value) * (isMinutes(name) ? minuteMs : 1));
		}
		keep(own);
	};
	return (
		<Panel
			title={<Trans>My own limits</Trans>}
			lede={
				<Trans>
					For severe content. You can set less than your organisation allows; nobody is told, and no reason is asked.
				</Trans>
			}
		>
			<form className="stack" onSubmit={save}>
				<div className="limits">
					{labels.map(([name, label]) => (
						<TextField
							key={name}
							type="number"
							inputMode="numeric"
							min={0}
							max={Number(shownValue(name, ceilings[name]))}
							step={1}
							label={label}
							value={values[name]}
							onInput={(event) => setValues({ ...values, [name]: event.currentTarget.value })}
						/>
					))}
				</div>
				<div className="row">
					<Button type="submit" busy={isPending}>
						<Trans>Keep these limits</Trans>
					</Button>
					<Button busy={isPending} onClick={() => keep({})}>
						<Trans>Back to my organisation’s</Trans>
					</Button>
				</div>
				<Status>
					{error !== null ? (
						<Notice kind="trouble">{problemWords(error, i18n)}</Notice>
					) : isSuccess ? (
						<Notice kind="good">
							<Trans>Kept. What you see above is what holds now.</Trans>
						</Notice>
					) : null}
				</Status>
			</form>
		</Panel>
	);
};
