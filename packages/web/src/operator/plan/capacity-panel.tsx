import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { problemWords } from '../../app/problem-words.ts';
import { dateKey, dateWords } from '../../app/times.ts';
import { Disclosure } from '../../ui/disclosure.tsx';
import { Panel } from '../../ui/panel.tsx';
import { Empty, Loading, Trouble } from '../../ui/state.tsx';
import { type CapacityHour, capacityQuery } from '../api/planning.ts';

type Band = CapacityHour['band'];
const bands: readonly Band[] = ['enough', 'few', 'none', 'withheld'];

const useBandWords = (): Readonly<Record<Band, string>> => {
	const { t } = useLingui();
	return { enough: t`enough`, few: t`few`, none: t`nobody`, withheld: t`not told` };
};

/** Whether people had room for severe content over the last days: in words, and no finer. */
export const CapacityPanel = () => {
	const { i18n } = useLingui();
	const { data, error, refetch } = useQuery(capacityQuery);
	return (
		<Panel
			title={<Trans>Room over the last seven days</Trans>}
			lede={<Trans>Whether people on shift had room for severe content, hour by hour.</Trans>}
		>
			{data === undefined ? (
				error === null ? (
					<Loading />
				) : (
					<Trouble onRetry={() => void refetch()}>{problemWords(error, i18n)}</Trouble>
				)
			) : data.hours.length === 0 ? (
				<Empty title={<Trans>Nothing is published yet</Trans>}>
					<p>
						<Trans>It begins with the first hour in which somebody is on shift.</Trans>
					</p>
				</Empty>
			) : (
				<Bands hours={data.hours} />
			)}
			<Disclosure summary={<Trans>Why words and no numbers</Trans>}>
				<div className="prose">
					<p>
						<Trans>
							What one person has seen is theirs alone. Of a group only “enough”, “few” or “nobody” is told, once an
							hour, of five people or more, and with a little chance added: whether any one person has room makes hardly
							a difference to the word. Now and then a word is wrong for it. Of fewer than five nothing is told.
						</Trans>
					</p>
				</div>
			</Disclosure>
		</Panel>
	);
};

const Bands = ({ hours }: { readonly hours: readonly CapacityHour[] }) => {
	const { i18n } = useLingui();
	const words = useBandWords();
	const days = [...Map.groupBy(hours, ({ hour }) => dateKey(hour))];
	return (
		<div className="stack">
			<ul className="capacity plain-list">
				{days.map(([date, own]) => (
					<li key={date}>
						<span className="capacity-day">{dateWords(date, i18n)}</span>
						<span className="capacity-strip" aria-hidden="true">
							{own.map(({ hour, band }) => (
								<span key={hour} className={`capacity-hour capacity-${band}`} />
							))}
						</span>
						<span className="capacity-words">
							{bands
								.map((band) => [band, own.filter((one) => one.band === band).length] as const)
								.filter(([, count]) => count > 0)
								.map(
									([band, count]) =>
										`${words[band]} ${i18n.number(count, { style: 'unit', unit: 'hour', unitDisplay: 'short' })}`,
								)
								.join(', ')}
						</span>
					</li>
				))}
			</ul>
			<p className="capacity-keys hint">
				{bands.map((band) => (
					<span key={band} className="capacity-key">
						<span className={`capacity-hour capacity-${band}`} aria-hidden="true" />
						{words[band]}
					</span>
				))}
			</p>
		</div>
	);
};
