import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { capitalised, severityWord } from '../../app/words.ts';
import { Notice } from '../../ui/notice.tsx';
import { Panel } from '../../ui/panel.tsx';
import { Table } from '../../ui/table.tsx';
import type { Plan } from '../api/planning.ts';
import { ageWord, weekdayWord } from './week-words.ts';

/** The answer in one sentence, then what it follows from. */
export const PlanAnswer = ({ plan }: { readonly plan: Plan }) => {
	const { i18n } = useLingui();
	const people = i18n.number(plan.people);
	return (
		<div className="stack" role="status">
			<Notice kind={plan.enough ? 'good' : 'plain'}>
				<p className="plan-answer">
					{plan.peopleNeeded === null ? (
						<Trans>
							With these shifts no number of people keeps severe items from waiting more than{' '}
							{ageWord(plan.severeAgeHoursMax, i18n)}.
						</Trans>
					) : plan.enough ? (
						<Plural
							value={plan.peopleNeeded}
							one={`This work needs at least # person; you have ${people}. That is enough.`}
							other={`This work needs at least # people; you have ${people}. That is enough.`}
						/>
					) : (
						<>
							<Plural
								value={plan.peopleNeeded}
								one={`This work needs at least # person; you have ${people}.`}
								other={`This work needs at least # people; you have ${people}.`}
							/>{' '}
							<Shortfall plan={plan} />
						</>
					)}
				</p>
			</Notice>
			<PlanNotes plan={plan} />
		</div>
	);
};

/** What would happen to whatever waits longest among what does not keep up. */
const Shortfall = ({ plan }: { readonly plan: Plan }) => {
	const { i18n } = useLingui();
	const { severe, moderate } = plan.outlook;
	const age = ageWord(severe.ageHoursMax, i18n);
	const day = weekdayWord(severe.ageHoursMaxAt, i18n);
	if (!severe.stable) {
		return (
			<Trans>
				Severe items would wait {age} by {day} of the second week, and longer each week.
			</Trans>
		);
	}
	if (severe.ageHoursMax > plan.severeAgeHoursMax)
		return (
			<Trans>
				Severe items would wait {age} by {day}.
			</Trans>
		);
	return moderate.stable ? <Trans>Mild items would pile up.</Trans> : <Trans>Moderate items would pile up.</Trans>;
};

const PlanNotes = ({ plan }: { readonly plan: Plan }) => (
	<>
		{plan.peopleNeeded === null ? (
			<p className="hint">
				<Trans>Add shifts where nobody is at work, or let items wait longer.</Trans>
			</p>
		) : null}
		{plan.notes.includes('hours-idle') ? (
			<p className="hint">
				<Trans>
					Part of these shifts is idle: nothing is given out past 8 h at work in any 24 h, or 48 h in 7 days. Shifts of
					8 h or less at the same time each day lose nothing.
				</Trans>
			</p>
		) : null}
		{plan.notes.includes('no-consent') ? (
			<p className="hint">
				<Trans>Nobody is willing to look at what is moderate or worse, so none of it is done.</Trans>
			</p>
		) : null}
	</>
);

/** For each severity: the limit that asks for the most people. */
export const BindingPanel = ({ plan }: { readonly plan: Plan }) => {
	const { t, i18n } = useLingui();
	const rows = plan.bound.severities.filter((one) => one.viewsPerWeek > 0);
	const whole = (value: number | null): string =>
		value === null ? t`no number` : i18n.number(Math.ceil(value - 1e-6));
	return (
		<Panel
			title={<Trans>What binds</Trans>}
			lede={
				<Trans>
					No roster does with fewer than this, for each severity by itself. The limit named is the one that asks for the
					most people: it protects them.
				</Trans>
			}
		>
			<Table
				label={t`People at least, by severity`}
				head={[t`Severity`, t`Views a week`, t`People at least`, t`What binds`]}
			>
				{rows.map((one) => (
					<tr key={one.severity}>
						<th scope="row">{capitalised(severityWord(one.severity, i18n), i18n)}</th>
						<td>{i18n.number(Math.round(one.viewsPerWeek))}</td>
						<td>{whole(one.people)}</td>
						<td className="plan-words">
							<LimitWords name={one.binding} limits={plan.limits} />
						</td>
					</tr>
				))}
			</Table>
		</Panel>
	);
};

const LimitWords = ({
	name,
	limits,
}: {
	readonly name: Plan['bound']['severities'][number]['binding'];
	readonly limits: Plan['limits'];
}) => {
	const minutes = Math.round(limits.dayMs / 60_000);
	const run = Math.round(limits.runMs / 60_000);
	switch (name) {
		case 'hourViews':
			return <Plural value={limits.hourViews} one="# severe view an hour" other="# severe views an hour" />;
		case 'dayMs':
			return <Plural value={minutes} one="# severe minute a day" other="# severe minutes a day" />;
		case 'daysIn7':
			return <Plural value={limits.daysIn7} one="severe content on # day in 7" other="severe content on # days in 7" />;
		case 'runMs':
			return <Plural value={run} one="a break after # severe minute" other="a break after # severe minutes" />;
		case 'work':
			return <Trans>hours at work, with their breaks</Trans>;
		default:
			return null;
	}
};
