import type { I18n } from '@lingui/core';
import { msg, plural } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import type { EpochMs } from '@utu/core/shared/brand.ts';
import type { Exposure } from '../api/queries.ts';
import { soonOrDay } from '../app/soon.ts';
import { minutesOf } from '../app/words.ts';
import { Meter } from '../ui/meter.tsx';
import { Panel } from '../ui/panel.tsx';

const ofMinutes = (usedMs: number, limitMs: number, i18n: I18n): string => {
	const used = minutesOf(usedMs);
	const limit = minutesOf(limitMs);
	return i18n._(msg`${used} of ${plural(limit, { one: '# minute', other: '# minutes' })}`);
};

/** What has been used of each limit. The bars fill and that is all they do. */
export const BudgetPanel = ({ exposure }: { readonly exposure: Exposure }) => {
	const { t, i18n } = useLingui();
	const { limits, dayMs, hourViews, runMs, daysIn7, freesAt } = exposure;
	const views = i18n.number(hourViews, { maximumFractionDigits: 1 });
	return (
		<Panel
			title={<Trans>What I may still see</Trans>}
			lede={
				<Trans>
					Severe content counts whole, moderate content half. Nothing milder counts. When a limit is reached, other work
					goes on.
				</Trans>
			}
		>
			<Meter
				label={<Trans>In the last 24 hours</Trans>}
				value={dayMs}
				max={limits.dayMs}
				text={ofMinutes(dayMs, limits.dayMs, i18n)}
				note={roomAgain(freesAt.dayMs)}
			/>
			<Meter
				label={<Trans>Since my last break</Trans>}
				value={runMs}
				max={limits.runMs}
				text={ofMinutes(runMs, limits.runMs, i18n)}
			/>
			<Meter
				label={<Trans>Items in the last hour</Trans>}
				value={hourViews}
				max={limits.hourViews}
				text={t`${views} of ${limits.hourViews}`}
				note={roomAgain(freesAt.hourViews)}
			/>
			<Meter
				label={<Trans>Days out of the last 7</Trans>}
				value={daysIn7}
				max={limits.daysIn7}
				text={t`${daysIn7} of ${limits.daysIn7}`}
				note={roomAgain(freesAt.daysIn7)}
			/>
			<p className="hint">
				<Trans>No study supports a safe number of hours. These limits are a judgement; lower them as you like.</Trans>
			</p>
		</Panel>
	);
};

const roomAgain = (at: string | null) => (at === null ? undefined : <RoomAgain at={Date.parse(at)} />);

const RoomAgain = ({ at }: { readonly at: EpochMs }) => {
	const { i18n } = useLingui();
	const time = soonOrDay(at, i18n);
	return <Trans>There is room again from {time}.</Trans>;
};
