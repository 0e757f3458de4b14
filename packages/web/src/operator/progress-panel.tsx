import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import type { HazardCategory } from '@utu/core/safety/hazards.ts';
import { problemWords } from '../app/problem-words.ts';
import { capitalised, hazardWord, severityWord } from '../app/words.ts';
import { ButtonLink } from '../ui/button.tsx';
import { Disclosure } from '../ui/disclosure.tsx';
import { Facts } from '../ui/facts.tsx';
import { Meter } from '../ui/meter.tsx';
import { Panel } from '../ui/panel.tsx';
import { Empty, Loading, Trouble } from '../ui/state.tsx';
import { Table } from '../ui/table.tsx';
import { type Progress, progressQuery } from './api/projects.ts';

/** How far the work is: counts of items and decisions, never of a person. */
export const ProgressPanel = ({ projectId }: { readonly projectId: string }) => {
	const { i18n } = useLingui();
	const { data, error, refetch } = useQuery(progressQuery(projectId));
	return (
		<Panel
			title={<Trans>Progress</Trans>}
			actions={
				<ButtonLink kind="quiet" to="/operator/projects/$projectId/automatic" params={{ projectId }}>
					<Trans>Deciding without people</Trans>
				</ButtonLink>
			}
		>
			{data === undefined ? (
				error === null ? (
					<Loading />
				) : (
					<Trouble onRetry={() => void refetch()}>{problemWords(error, i18n)}</Trouble>
				)
			) : data.items.total === 0 ? (
				<Empty title={<Trans>There is no item yet</Trans>}>
					<p>
						<Trans>Import some below, or send them by the API.</Trans>
					</p>
				</Empty>
			) : (
				<ProgressFigures progress={data} />
			)}
		</Panel>
	);
};

const ProgressFigures = ({ progress }: { readonly progress: Progress }) => {
	const { t, i18n } = useLingui();
	const { items } = progress;
	const toDecide = items.total - items.duplicates;
	const number = (value: number | null, digits = 0): string =>
		value === null ? t`not yet` : i18n.number(value, { minimumFractionDigits: digits, maximumFractionDigits: digits });
	const percent = (value: number | null): string =>
		value === null ? t`not yet` : i18n.number(value, { style: 'percent', maximumFractionDigits: 1 });
	return (
		<div className="stack-large">
			<Meter
				label={<Trans>Decided</Trans>}
				value={items.decided}
				max={toDecide}
				text={t`${number(items.decided)} of ${number(toDecide)}`}
			/>
			<Facts
				facts={[
					[t`Waiting for the first pass`, number(items.firstPass)],
					[t`Open`, number(items.open)],
					[t`Exact duplicates, shown to nobody`, number(items.duplicates)],
					[t`Answers`, number(progress.answers)],
					[t`Views per decision`, number(progress.viewsPerDecision, 2)],
					[t`Mean certainty`, percent(progress.certaintyMean)],
					[t`Decided at the cap, below the target`, number(progress.undecidedAtCap)],
					[t`Surprises`, number(progress.surprises)],
				]}
			/>
			<p>
				{progress.firstPass === null ? (
					<Trans>
						The machine has not learned yet: everything is unscreened, and only people who said yes to that are asked.
					</Trans>
				) : (
					<Plural
						value={progress.firstPass.trainedOn}
						one={`The machine has learned from # decision. On decisions it had not seen it was right in ${percent(progress.firstPass.accuracy)}.`}
						other={`The machine has learned from # decisions. On decisions it had not seen it was right in ${percent(progress.firstPass.accuracy)}.`}
					/>
				)}
			</p>
			<Disclosure summary={<Trans>By severity</Trans>}>
				<Table label={t`By severity`} head={[t`Severity`, t`Open`, t`Decided`]}>
					{progress.bySeverity.map((row) => (
						<tr key={row.severity}>
							<th scope="row">{capitalised(severityWord(row.severity as 0 | 1 | 2 | 3 | 4, i18n), i18n)}</th>
							<td>{number(row.open)}</td>
							<td>{number(row.decided)}</td>
						</tr>
					))}
				</Table>
			</Disclosure>
			{progress.audit === null ? null : <AuditFound audit={progress.audit} percent={percent} />}
			{progress.screening.length === 0 ? null : (
				<Disclosure summary={<Trans>What scouts have screened</Trans>}>
					<p className="hint">
						<Trans>
							No machine covers these categories yet. People who said yes look at a random sample; once enough of it is
							clean, the rest of the batch goes to everybody.
						</Trans>
					</p>
					<Table
						label={t`What scouts have screened`}
						head={[t`Category`, t`Looked at`, t`Needed`, t`Found`, t`Screened`]}
					>
						{progress.screening.map((row) => (
							<tr key={row.category}>
								<th scope="row">{capitalised(hazardWord(row.category as HazardCategory, i18n), i18n)}</th>
								<td>{number(row.looked)}</td>
								<td>{number(row.needed)}</td>
								<td>{number(row.found)}</td>
								<td>{row.cleared ? t`yes` : t`not yet`}</td>
							</tr>
						))}
					</Table>
				</Disclosure>
			)}
		</div>
	);
};

type Audit = NonNullable<Progress['audit']>;
type Rate = Audit['options'][number]['recall'];

/** What blind reviews of items drawn by chance say of the decisions. */
const AuditFound = ({
	audit,
	percent,
}: {
	readonly audit: Audit;
	readonly percent: (value: number | null) => string;
}) => {
	const { t } = useLingui();
	const rate = (found: Rate): string =>
		found === null
			? t`nothing to say yet`
			: t`${percent(found.rate)} (${percent(found.low)} to ${percent(found.high)})`;
	return (
		<Disclosure summary={<Trans>What audits found</Trans>}>
			<p className="hint">
				<Plural
					value={audit.items}
					one="# item was drawn by chance and looked at again, blind."
					other="# items were drawn by chance and looked at again, blind."
				/>{' '}
				{audit.mayStopEarly ? (
					<Trans>Nothing speaks against asking no more people than needed.</Trans>
				) : (
					<Trans>
						Harmful content is missed too often: more people are asked about each item until that is better.
					</Trans>
				)}
			</p>
			<Table label={t`What audits found`} head={[t`Option`, t`Of those, found`, t`Of others, taken for it`]}>
				{audit.options.map((option) => (
					<tr key={option.label}>
						<th scope="row">{option.label}</th>
						<td>{rate(option.recall)}</td>
						<td>{rate(option.falsePositiveRate)}</td>
					</tr>
				))}
			</Table>
		</Disclosure>
	);
};
