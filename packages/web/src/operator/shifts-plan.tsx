import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { shiftMsMax } from '@utu/core/safety/shift.ts';
import { type FormEvent, useState } from 'react';
import { serverNow } from '../api/server-clock.ts';
import { Outcome } from '../app/outcome.tsx';
import { problemWords } from '../app/problem-words.ts';
import { shownZone } from '../app/times.ts';
import { hoursWords } from '../app/words.ts';
import { Button } from '../ui/button.tsx';
import { SelectField, TextField } from '../ui/field.tsx';
import { Notice } from '../ui/notice.tsx';
import { Panel } from '../ui/panel.tsx';
import { membersQuery } from './api/organisation.ts';
import { usePlanShift } from './api/shifts.ts';
import { wallShift } from './wall-time.ts';

type Typed = {
	readonly personId: string;
	readonly date: string;
	readonly start: string;
	readonly end: string;
	readonly zone: string;
};

/** One shift for one member, by the clock of a zone. After it is planned the form stays, for the next one. */
export const PlanPanel = ({ firstDate }: { readonly firstDate: string }) => {
	const [typed, setTyped] = useState<Typed>({
		personId: '',
		date: firstDate,
		start: '09:00',
		end: '17:00',
		zone: shownZone(),
	});
	const { mutate, isPending, isSuccess, error, reset } = usePlanShift();
	const shift = wallShift(typed);
	const whyNot = useWhyNot(typed, shift);
	const change = (part: Partial<Typed>): void => {
		reset();
		setTyped({ ...typed, ...part });
	};
	const plan = (event: FormEvent): void => {
		event.preventDefault();
		if (isPending || whyNot !== undefined || shift === undefined) return;
		mutate({
			personId: typed.personId,
			startsAt: new Date(shift.startsAt).toISOString(),
			endsAt: new Date(shift.endsAt).toISOString(),
			timeZone: typed.zone,
		});
	};
	return (
		<Panel title={<Trans>Plan a shift</Trans>}>
			<form className="stack" onSubmit={plan}>
				<div className="plan-fields">
					<MemberField value={typed.personId} onChange={(personId) => change({ personId })} />
					<TextField
						type="date"
						label={<Trans>Day</Trans>}
						value={typed.date}
						onInput={(event) => change({ date: event.currentTarget.value })}
					/>
					<TextField
						type="time"
						label={<Trans>Begins</Trans>}
						value={typed.start}
						onInput={(event) => change({ start: event.currentTarget.value })}
					/>
					<TextField
						type="time"
						label={<Trans>Ends</Trans>}
						value={typed.end}
						onInput={(event) => change({ end: event.currentTarget.value })}
					/>
					<ZoneField value={typed.zone} onChange={(zone) => change({ zone })} />
				</div>
				{shift?.nextDay ? (
					<p className="hint">
						<Trans>It ends on the day after.</Trans>
					</p>
				) : null}
				<div className="row">
					<Button type="submit" kind="primary" busy={isPending} whyDisabled={whyNot}>
						<Trans>Plan it</Trans>
					</Button>
				</div>
				<Outcome error={error} isSuccess={isSuccess}>
					<Notice kind="good">
						<Trans>Planned. Work is given out to them from its beginning.</Trans>
					</Notice>
				</Outcome>
			</form>
		</Panel>
	);
};

const useWhyNot = (typed: Typed, shift: ReturnType<typeof wallShift>): string | undefined => {
	const { t, i18n } = useLingui();
	if (typed.personId === '') return t`Choose a member first.`;
	if (shift === undefined) return t`Fill in the day and both times.`;
	if (shift.startsAt < serverNow()) return t`It would begin in the past. Choose a later time.`;
	const most = hoursWords(shiftMsMax, i18n);
	return shift.endsAt - shift.startsAt > shiftMsMax ? t`A shift has ${most} at most.` : undefined;
};

type FieldProps = { readonly value: string; readonly onChange: (value: string) => void };

const MemberField = ({ value, onChange }: FieldProps) => {
	const { t, i18n } = useLingui();
	const { data, error } = useQuery(membersQuery);
	const workers = data?.members.filter(({ roles }) => roles.includes('worker') || roles.includes('analyst')) ?? [];
	return (
		<SelectField
			label={<Trans>Member</Trans>}
			error={error === null ? undefined : problemWords(error, i18n)}
			value={value}
			onChange={(event) => onChange(event.currentTarget.value)}
		>
			<option value="">{t`Choose`}</option>
			{workers.map((member) => (
				<option key={member.personId} value={member.personId}>
					{member.displayName}
				</option>
			))}
		</SelectField>
	);
};

const ZoneField = ({ value, onChange }: FieldProps) => {
	const zones = Intl.supportedValuesOf('timeZone');
	return (
		<SelectField
			label={<Trans>By the clock of</Trans>}
			value={value}
			onChange={(event) => onChange(event.currentTarget.value)}
		>
			{(zones.includes(value) ? zones : [value, ...zones]).map((zone) => (
				<option key={zone} value={zone}>
					{zone.replaceAll('_', ' ')}
				</option>
			))}
		</SelectField>
	);
};
