import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useEffect, useState } from 'react';
import { serverNow } from '../api/server-clock.ts';
import { type MyShift, shiftQuery, useBeginShift } from '../api/shift.ts';
import { problemWords } from '../app/problem-words.ts';
import { soonOrDay } from '../app/soon.ts';
import { clockTime } from '../app/times.ts';
import { useAt } from '../app/use-at.ts';
import { hoursWords } from '../app/words.ts';
import { Button, ButtonLink } from '../ui/button.tsx';
import { Choice, ChoiceGroup } from '../ui/choice.tsx';
import { Notice, Status } from '../ui/notice.tsx';
import { useTitle } from '../ui/page.tsx';
import { Quiet } from '../ui/quiet.tsx';
import { Loading, Trouble } from '../ui/state.tsx';
import { hoursFor, offShift, shiftChangesAt, shiftHours } from './off-shift.ts';

/** How often the page that waits looks at the hours, which pass as time goes on. */
const lookMs = 60_000;

/** Work is given out in shifts only: begin one, or read why the one that runs gives out nothing. */
export const ShiftView = ({ onAgain }: { readonly onAgain: () => void }) => {
	const { i18n } = useLingui();
	// What the shell knows may be of before the shift ended.
	const { data, error, refetch, isFetchedAfterMount } = useQuery({
		...shiftQuery,
		refetchOnMount: 'always',
		refetchInterval: lookMs,
	});
	const known = isFetchedAfterMount ? data : undefined;
	useAt(known === undefined ? undefined : shiftChangesAt(known), onAgain);
	const why = known === undefined ? undefined : offShift(known, serverNow());
	useEffect(() => {
		if (why !== undefined) document.querySelector<HTMLElement>('main h1')?.focus();
	}, [why]);
	if (known === undefined || why === undefined)
		return error === null ? <Loading /> : <Trouble onRetry={() => void refetch()}>{problemWords(error, i18n)}</Trouble>;
	return why === 'begin' ? (
		<BeginView shift={known} onBegun={onAgain} />
	) : (
		<NoMoreView why={why} shift={known} onAgain={onAgain} />
	);
};

const BeginView = ({ shift, onBegun }: { readonly shift: MyShift; readonly onBegun: () => void }) => {
	const { t, i18n } = useLingui();
	const leftMs = shift.dayMsMax - shift.dayMs;
	const [hours, setHours] = useState<number>(() => hoursFor(leftMs));
	const { mutate, isPending, error } = useBeginShift();
	const title = t`You are not on a shift`;
	useTitle(title);
	const begin = (event: FormEvent): void => {
		event.preventDefault();
		if (!isPending) mutate(hours, { onSuccess: onBegun });
	};
	return (
		<div className="quiet">
			<h1 tabIndex={-1}>{title}</h1>
			<p>
				<Trans>
					Work is given out in shifts only. All of a shift is paid, breaks and waiting too, and you can end it at any
					time.
				</Trans>
			</p>
			<Planned shift={shift} />
			<form className="stack" onSubmit={begin}>
				<ChoiceGroup
					legend={<Trans>How long, at most?</Trans>}
					inline
					hint={shift.dayMs === 0 ? undefined : <HoursLeft leftMs={leftMs} dayMsMax={shift.dayMsMax} />}
				>
					{shiftHours.map((one) => (
						<Choice
							key={one}
							kind="radio"
							name="hours"
							label={<Trans>{one} hours</Trans>}
							checked={hours === one}
							onChange={() => setHours(one)}
						/>
					))}
				</ChoiceGroup>
				<div className="row">
					<Button type="submit" kind="primary" keyHint="Enter" busy={isPending}>
						<Trans>Begin a shift</Trans>
					</Button>
				</div>
				<Status>{error === null ? null : <Notice kind="trouble">{problemWords(error, i18n)}</Notice>}</Status>
			</form>
		</div>
	);
};

const HoursLeft = ({ leftMs, dayMsMax }: { readonly leftMs: number; readonly dayMsMax: number }) => {
	const { i18n } = useLingui();
	const left = hoursWords(leftMs, i18n);
	const most = hoursWords(dayMsMax, i18n);
	return (
		<Trans>
			Of the {most} that anybody may work in 24 hours, {left} are left to you now.
		</Trans>
	);
};

const Planned = ({ shift }: { readonly shift: MyShift }) => {
	const { i18n } = useLingui();
	const next = shift.next[0];
	if (next === undefined) return null;
	const from = soonOrDay(Date.parse(next.startsAt), i18n);
	const to = clockTime(next.endsAt, i18n);
	return (
		<p>
			<Trans>
				Your next shift is planned: {from}, until {to}. It begins by itself.
			</Trans>
		</p>
	);
};

type NoMoreProps = {
	readonly why: Exclude<ReturnType<typeof offShift>, 'begin'>;
	readonly shift: MyShift;
	readonly onAgain: () => void;
};

const NoMoreView = ({ why, shift, onAgain }: NoMoreProps) => {
	const { t, i18n } = useLingui();
	const titles = {
		ending: t`Your shift is about to end`,
		day: t`The hours of this day are used up`,
		week: t`The hours of these seven days are used up`,
		running: t`You are on a shift`,
	};
	const until = shift.now === null ? '' : clockTime(shift.now.endsAt, i18n);
	const day = hoursWords(shift.dayMsMax, i18n);
	const week = hoursWords(shift.weekMsMax, i18n);
	const body = {
		ending: (
			<Trans>
				It ends at {until}. The last half hour of a shift holds nothing severe; nothing milder waits now. The time until
				then is paid.
			</Trans>
		),
		day: (
			<Trans>
				Nobody is given work for more than {day} in any 24 hours. There is room again as the hours of before pass. Rest
				well.
			</Trans>
		),
		week: (
			<Trans>
				Nobody is given work for more than {week} in any seven days. There is room again as the hours of before pass.
				Rest well.
			</Trans>
		),
		running: <Trans>Nothing holds work back any more.</Trans>,
	};
	return (
		<Quiet
			title={titles[why]}
			actions={
				<>
					<Button onClick={onAgain}>
						<Trans>Look again</Trans>
					</Button>
					{why === 'day' || why === 'week' ? (
						<ButtonLink kind="quiet" to="/exposure">
							<Trans>My hours</Trans>
						</ButtonLink>
					) : null}
				</>
			}
		>
			{body[why]}
		</Quiet>
	);
};
