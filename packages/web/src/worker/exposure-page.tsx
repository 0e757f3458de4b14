import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { exposureQuery } from '../api/queries.ts';
import { problemWords } from '../app/problem-words.ts';
import { clockTime } from '../app/times.ts';
import { Notice } from '../ui/notice.tsx';
import { Page } from '../ui/page.tsx';
import { Loading, Trouble } from '../ui/state.tsx';
import { ExclusionsPanel } from './exclusions-panel.tsx';
import { BudgetPanel } from './exposure-budget.tsx';
import { HoursPanel } from './exposure-hours.tsx';
import { RecordPanel } from './exposure-record.tsx';
import { SeenPanel } from './exposure-seen.tsx';
import { LimitsPanel } from './limits-panel.tsx';
import './exposure.css';

/** A person's own account on one page: what was seen, what may still be seen, what never will be. */
export const ExposurePage = () => {
	const { t, i18n } = useLingui();
	const { data, error, refetch } = useQuery(exposureQuery);
	return (
		<Page
			title={t`My exposure`}
			lede={
				<Trans>
					What I have seen, what I may still see, what I will never see. Only you and the router can read this. Whoever
					administers the machine could.
				</Trans>
			}
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
					<SeenPanel exposure={data} />
					<BudgetPanel exposure={data} />
					<LimitsPanel limits={data.limits} organisation={data.organisationLimits} />
				</>
			)}
			<ExclusionsPanel />
			<HoursPanel />
			<div className="no-print">
				<RecordPanel />
			</div>
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
