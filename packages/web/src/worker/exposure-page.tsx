import type { I18n } from '@lingui/core';
import { msg, plural } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { type Exposure, exposureQuery } from '../api/queries.ts';
import { problemWords } from '../app/problem-words.ts';
import { clockTime } from '../app/times.ts';
import { capitalised, minutesOf, severityWord } from '../app/words.ts';
import { Meter } from '../ui/meter.tsx';
import { Notice } from '../ui/notice.tsx';
import { Page } from '../ui/page.tsx';
import { Panel } from '../ui/panel.tsx';
import { Loading, Trouble } from '../ui/state.tsx';
import { Table } from '../ui/table.tsx';
import { ExclusionsPanel } from './exclusions-panel.tsx';
import { LimitsPanel } from './limits-panel.tsx';
import './exposure.css';

export const ExposurePage = () => {
	const { t, i18n } = useLingui();
	const { data, error, refetch } = useQuery(exposureQuery);
	return (
		<Page
			title={t`My exposure`}
			lede={<Trans>Only you and the router can read this. Whoever administers the machine could.</Trans>}
			narrow
		>
			{data === undefined ? (
				error === null ? (
					<Loading />
				) : (
					<Trouble onRetry={() => void refetch()}>{problemWords(error, i18n)}</Trouble>
				)
			) : (
				<>
					<BreakNotice until={data.breakUntil} />
					<BudgetPanel exposure={data} />
					<SeenPanel exposure={data} />
					<LimitsPanel limits={data.limits} ceilings={data.ceilings} />
				</>
			)}
			<ExclusionsPanel />
		</Page>
	);
};

const BreakNotice = ({ until }: { readonly until: string | null }) => {
	const { i18n } = useLingui();
	if (until === null) return null;
	return (
		<Notice>
			<Trans>You are on a paid break until {clockTime(until, i18n)}.</Trans>
		</Notice>
	);
};

const ofMinutes = (usedMs: number, limitMs: number, i18n: I18n): string => {
	const used = minutesOf(usedMs);
	const limit = minutesOf(limitMs);
	return i18n._(msg`${used} of ${plural(limit, { one: '# minute', other: '# minutes' })}`);
};

/** What has been used of each limit. The bars fill and that is all they do. */
const BudgetPanel = ({ exposure }: { readonly exposure: Exposure }) => {
	const { t, i18n } = useLingui();
	const { limits, dayMs, hourViews, runMs, daysIn7 } = exposure;
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
			/>
			<Meter
				label={<Trans>Days out of the last 7</Trans>}
				value={daysIn7}
				max={limits.daysIn7}
				text={t`${daysIn7} of ${limits.daysIn7}`}
			/>
			<p className="hint">
				<Trans>No study supports a safe number of hours. These limits are a judgement; lower them as you like.</Trans>
			</p>
		</Panel>
	);
};

const SeenPanel = ({ exposure }: { readonly exposure: Exposure }) => {
	const { t, i18n } = useLingui();
	const seen = exposure.bySeverity.filter((row) => row.views > 0);
	return (
		<Panel title={<Trans>What I have seen in the last 24 hours</Trans>}>
			{seen.length === 0 ? (
				<p>
					<Trans>Nothing yet.</Trans>
				</p>
			) : (
				<Table label={t`What I have seen, by severity`} head={[t`Severity`, t`Items`, t`In sight`]}>
					{seen.map((row) => (
						<tr key={row.severity}>
							<th scope="row">{capitalised(severityWord(row.severity, i18n), i18n)}</th>
							<td>{i18n.number(row.views)}</td>
							<td>{seenTime(row.visibleMs, i18n)}</td>
						</tr>
					))}
				</Table>
			)}
		</Panel>
	);
};

const seenTime = (ms: number, i18n: I18n): string => {
	if (ms < 60_000) return i18n._(msg`under a minute`);
	return i18n._(msg`${plural(Math.round(ms / 60_000), { one: '# minute', other: '# minutes' })}`);
};
