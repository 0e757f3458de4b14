import type { I18n } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { shiftQuery } from '../api/shift.ts';
import { problemWords } from '../app/problem-words.ts';
import { hoursWords } from '../app/words.ts';
import { Meter } from '../ui/meter.tsx';
import { Panel } from '../ui/panel.tsx';
import { Loading, Trouble } from '../ui/state.tsx';

const ofHours = (usedMs: number, mostMs: number, i18n: I18n): string => {
	const used = hoursWords(usedMs, i18n);
	const most = hoursWords(mostMs, i18n);
	return i18n._(msg`${used} of ${most}`);
};

/** Time at work, as the router counts it. */
export const HoursPanel = () => {
	const { i18n } = useLingui();
	const { data, error, refetch } = useQuery(shiftQuery);
	return (
		<Panel
			title={<Trans>My time at work</Trans>}
			lede={
				<Trans>All of a shift counts and is paid, breaks and waiting too. Past these hours nothing is given out.</Trans>
			}
		>
			{data === undefined ? (
				error === null ? (
					<Loading />
				) : (
					<Trouble onRetry={() => void refetch()}>{problemWords(error, i18n)}</Trouble>
				)
			) : (
				<>
					<Meter
						label={<Trans>In the last 24 hours</Trans>}
						value={data.dayMs}
						max={data.dayMsMax}
						text={ofHours(data.dayMs, data.dayMsMax, i18n)}
					/>
					<Meter
						label={<Trans>In the last seven days</Trans>}
						value={data.weekMs}
						max={data.weekMsMax}
						text={ofHours(data.weekMs, data.weekMsMax, i18n)}
					/>
				</>
			)}
		</Panel>
	);
};
