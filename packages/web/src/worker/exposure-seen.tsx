import type { I18n } from '@lingui/core';
import { msg, plural } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import type { Exposure } from '../api/queries.ts';
import { serverNow } from '../api/server-clock.ts';
import { addDays, dateKey, dateWords } from '../app/times.ts';
import { capitalised, minutesOf, severityWord } from '../app/words.ts';
import { Panel } from '../ui/panel.tsx';
import { ShareBar } from '../ui/share-bar.tsx';
import { Table } from '../ui/table.tsx';

type Day = Exposure['days'][number];

export const SeenPanel = ({ exposure }: { readonly exposure: Exposure }) => {
	const { t } = useLingui();
	return (
		<Panel title={<Trans>What I have seen</Trans>}>
			<div className="seen">
				<h3>
					<Trans>In the last 24 hours</Trans>
				</h3>
				<BySeverity exposure={exposure} />
			</div>
			<div className="seen">
				<h3>
					<Trans>In the last seven days</Trans>
				</h3>
				<ByDay days={exposure.days} label={t`What I have seen, by day`} />
			</div>
		</Panel>
	);
};

const BySeverity = ({ exposure }: { readonly exposure: Exposure }) => {
	const { t, i18n } = useLingui();
	const seen = exposure.bySeverity.filter((row) => row.views > 0);
	if (seen.length === 0)
		return (
			<p>
				<Trans>Nothing yet.</Trans>
			</p>
		);
	return (
		<Table label={t`What I have seen, by severity`} head={[t`Severity`, t`Items`, t`In sight`]}>
			{seen.map((row) => (
				<tr key={row.severity}>
					<th scope="row">{capitalised(severityWord(row.severity, i18n), i18n)}</th>
					<td>{i18n.number(row.views)}</td>
					<td>{seenTime(row.visibleMs, i18n)}</td>
				</tr>
			))}
		</Table>
	);
};

/** Every date that the last 7 × 24 h touch, newest first; a date without looks is a date too. */
const everyDay = (days: readonly Day[], today: string): readonly Day[] =>
	[0, 1, 2, 3, 4, 5, 6, 7]
		.map((ago) => addDays(today, -ago))
		.map((date) => days.find((day) => day.date === date) ?? { date, views: 0, severeViews: 0, visibleMs: 0 });

const ByDay = ({ days, label }: { readonly days: readonly Day[]; readonly label: string }) => {
	const { t, i18n } = useLingui();
	const all = everyDay(days, dateKey(serverNow()));
	const most = Math.max(1, ...all.map((day) => day.views));
	return (
		<>
			<Table label={label} head={[t`Day`, t`Items`, t`Severe`, t`In sight`]}>
				{all.map((day) => (
					<tr key={day.date}>
						<th scope="row">
							{dateWords(day.date, i18n)}
							<ShareBar whole={day.views} part={day.severeViews} most={most} />
						</th>
						<td>{i18n.number(day.views)}</td>
						<td>{i18n.number(day.severeViews)}</td>
						<td>{day.views === 0 ? '–' : t`${i18n.number(minutesOf(day.visibleMs))} min`}</td>
					</tr>
				))}
			</Table>
			<p className="hint">
				<Trans>The bars show items; the dark part is severe ones. The first and the last day are not whole.</Trans>
			</p>
		</>
	);
};

const seenTime = (ms: number, i18n: I18n): string => {
	if (ms < 60_000) return i18n._(msg`under a minute`);
	return i18n._(msg`${plural(Math.round(ms / 60_000), { one: '# minute', other: '# minutes' })}`);
};
