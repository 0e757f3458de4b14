import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { limitsQuery, type OrganisationLimits } from '../api/limits.ts';
import { useMe } from '../api/use-me.ts';
import { limitNames, limitWord, shownLimit } from '../app/limit-names.ts';
import { hasRole } from '../app/people.ts';
import { problemWords } from '../app/problem-words.ts';
import { Page } from '../ui/page.tsx';
import { Panel } from '../ui/panel.tsx';
import { Loading, Trouble } from '../ui/state.tsx';
import { Table } from '../ui/table.tsx';
import { ChangesPanel, WaitingPanel } from './changes-panel.tsx';
import { ProposePanel } from './propose-panel.tsx';

/** The organisation's limits of exposure: everybody reads them, operators propose others, the representative signs. */
export const LimitsPage = () => {
	const { t, i18n } = useLingui();
	const { data, error, refetch } = useQuery(limitsQuery);
	const me = useMe();
	return (
		<Page
			title={t`Limits`}
			lede={
				<Trans>
					How much severe content anybody here may be shown. A change holds once the workers’ representative has signed
					it.
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
					<WaitingPanel limits={data} maySettle={hasRole(me, 'representative')} />
					<HoldsPanel limits={data} />
					{hasRole(me, 'operator', 'admin') ? <ProposePanel limits={data} /> : null}
					<ChangesPanel limits={data} />
				</>
			)}
		</Page>
	);
};

const HoldsPanel = ({ limits }: { readonly limits: OrganisationLimits }) => {
	const { t, i18n } = useLingui();
	return (
		<Panel
			title={<Trans>What holds now</Trans>}
			lede={<Trans>For severe content; moderate content counts half. A person may set less for themselves.</Trans>}
		>
			<Table
				label={t`The limits that hold`}
				head={[<span key="limit" className="visually-hidden">{t`Limit`}</span>, t`Here`, t`Usual`, t`At most`]}
			>
				{limitNames.map((name) => (
					<tr key={name}>
						<th scope="row">{limitWord(name, i18n)}</th>
						<td>
							<strong>{shownLimit(name, limits.limits[name])}</strong>
						</td>
						<td>{shownLimit(name, limits.defaults[name])}</td>
						<td>{shownLimit(name, limits.ceilings[name])}</td>
					</tr>
				))}
			</Table>
			<p className="hint">
				<Trans>
					No study supports a safe number of hours or items: these numbers are a judgement. Nothing exceeds the last
					column, whoever signs.
				</Trans>
			</p>
		</Panel>
	);
};
