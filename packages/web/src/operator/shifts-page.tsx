import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { serverNow } from '../api/server-clock.ts';
import { problemWords } from '../app/problem-words.ts';
import { addDays, clockTime, dateKey, dateRange, dateWords, shownZone } from '../app/times.ts';
import { capitalised } from '../app/words.ts';
import { Button, ButtonLink } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Page } from '../ui/page.tsx';
import { Panel } from '../ui/panel.tsx';
import { Empty, Loading, Trouble } from '../ui/state.tsx';
import { membersQuery } from './api/organisation.ts';
import { type PlannedShift, shiftsQuery, useCancelShift } from './api/shifts.ts';
import { PlanPanel } from './shifts-plan.tsx';
import { mondayOf, wallTime } from './wall-time.ts';
import './shifts.css';

const route = getRouteApi('/shell/operator/shifts');

/** A week of shifts, day by day, and the form to plan one. */
export const ShiftsPage = () => {
	const { t, i18n } = useLingui();
	const today = dateKey(serverNow());
	const week = mondayOf(route.useSearch().week ?? today);
	return (
		<Page
			title={t`Shifts`}
			lede={
				<Trans>
					Work is given out in shifts only. All of a shift is paid. Nothing of what is done or seen in a shift stands
					here.
				</Trans>
			}
		>
			<Panel title={dateRange(week, addDays(week, 6), i18n)} actions={<WeekLinks week={week} />}>
				<WeekList week={week} />
			</Panel>
			<PlanPanel key={week} firstDate={week > today ? week : addDays(today, 1)} />
		</Page>
	);
};

const WeekLinks = ({ week }: { readonly week: string }) => (
	<nav className="row">
		<ButtonLink to="/operator/shifts" search={{ week: addDays(week, -7) }}>
			<Trans>Week before</Trans>
		</ButtonLink>
		<ButtonLink to="/operator/shifts" search={{ week: addDays(week, 7) }}>
			<Trans>Week after</Trans>
		</ButtonLink>
	</nav>
);

const instantOf = (date: string): string => new Date(wallTime(date, '00:00', shownZone()) ?? 0).toISOString();

const WeekList = ({ week }: { readonly week: string }) => {
	const { t, i18n } = useLingui();
	const { data, error, refetch } = useQuery(shiftsQuery({ from: instantOf(week), to: instantOf(addDays(week, 7)) }));
	const members = useQuery(membersQuery).data?.members ?? [];
	const [cancelling, setCancelling] = useState<PlannedShift>();
	if (data === undefined)
		return error === null ? <Loading /> : <Trouble onRetry={() => void refetch()}>{problemWords(error, i18n)}</Trouble>;
	if (data.shifts.length === 0)
		return (
			<Empty title={<Trans>No shift in this week</Trans>}>
				<p>
					<Trans>Plan one below. A member can also begin a shift at any time.</Trans>
				</p>
			</Empty>
		);
	const nameOf = (personId: string): string =>
		members.find((member) => member.personId === personId)?.displayName ?? t`A member`;
	return (
		<>
			<div className="shift-days">
				{byDay(data.shifts).map(([date, shifts]) => (
					<section key={date} className="shift-day">
						<h3>{capitalised(dateWords(date, i18n, 'long'), i18n)}</h3>
						<ul className="plain-list">
							{shifts.map((shift) => (
								<ShiftRow
									key={shift.id}
									shift={shift}
									name={nameOf(shift.personId)}
									onCancel={() => setCancelling(shift)}
								/>
							))}
						</ul>
					</section>
				))}
			</div>
			{cancelling === undefined ? null : (
				<CancelDialog shift={cancelling} name={nameOf(cancelling.personId)} onClose={() => setCancelling(undefined)} />
			)}
		</>
	);
};

/** By the date on which each begins, in its own zone. */
const byDay = (shifts: readonly PlannedShift[]): readonly (readonly [string, readonly PlannedShift[]])[] => {
	const days = new Map<string, PlannedShift[]>();
	for (const shift of [...shifts].sort((a, b) => Date.parse(a.startsAt) - Date.parse(b.startsAt))) {
		const date = dateKey(shift.startsAt, shift.timeZone);
		days.set(date, [...(days.get(date) ?? []), shift]);
	}
	return [...days].sort(([a], [b]) => a.localeCompare(b));
};

const zoneWords = (zone: string): string => zone.replaceAll('_', ' ');

/** “09:00 to 17:00”, in the shift's own zone, the day named where it ends on another. */
const useSpan = (shift: PlannedShift): string => {
	const { t, i18n } = useLingui();
	const { timeZone } = shift;
	const start = clockTime(shift.startsAt, i18n, timeZone);
	const end = clockTime(shift.endsAt, i18n, timeZone);
	const endDate = dateKey(shift.endsAt, timeZone);
	if (endDate === dateKey(shift.startsAt, timeZone)) return t`${start} to ${end}`;
	const day = dateWords(endDate, i18n);
	return t`${start} to ${end} on ${day}`;
};

type RowProps = { readonly shift: PlannedShift; readonly name: string; readonly onCancel: () => void };

const ShiftRow = ({ shift, name, onCancel }: RowProps) => {
	const { t, i18n } = useLingui();
	const span = useSpan(shift);
	const day = dateWords(dateKey(shift.startsAt, shift.timeZone), i18n);
	const planned = Date.parse(shift.startsAt) > serverNow();
	return (
		<li className="shift-row">
			<span className="shift-name" dir="auto">
				{name}
			</span>
			<span className="shift-span">{span}</span>
			<span className="hint">
				{zoneWords(shift.timeZone)}
				{shift.plannedBy === 'person' ? (
					<>
						{' · '}
						<Trans>begun by the member</Trans>
					</>
				) : null}
			</span>
			{planned ? (
				<Button kind="quiet" aria-label={t`Cancel the shift of ${name}, ${day}, ${span}`} onClick={onCancel}>
					<Trans>Cancel</Trans>
				</Button>
			) : null}
		</li>
	);
};

const CancelDialog = ({
	shift,
	name,
	onClose,
}: {
	readonly shift: PlannedShift;
	readonly name: string;
	readonly onClose: () => void;
}) => {
	const { i18n } = useLingui();
	const { mutate, isPending, error } = useCancelShift();
	const span = useSpan(shift);
	const day = dateWords(dateKey(shift.startsAt, shift.timeZone), i18n, 'long');
	const zone = zoneWords(shift.timeZone);
	return (
		<Dialog
			title={<Trans>Cancel this shift?</Trans>}
			onClose={onClose}
			actions={
				<>
					<Button kind="quiet" onClick={onClose}>
						<Trans>Leave it</Trans>
					</Button>
					<Button kind="primary" busy={isPending} onClick={() => mutate(shift.id, { onSuccess: onClose })}>
						<Trans>Cancel the shift</Trans>
					</Button>
				</>
			}
		>
			<p>
				<Trans>
					{name}, {day}, {span} ({zone}). Tell them yourself: the page does not.
				</Trans>
			</p>
			{error === null ? null : <Trouble>{problemWords(error, i18n)}</Trouble>}
		</Dialog>
	);
};
