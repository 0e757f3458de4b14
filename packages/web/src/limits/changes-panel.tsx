import type { I18n } from '@lingui/core';
import { msg, plural } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import type { Limits } from '@utu/core/safety/limits.ts';
import { useState } from 'react';
import { codeOf } from '../api/client.ts';
import { type LimitChange, type OrganisationLimits, type Settling, useSettleLimits } from '../api/limits.ts';
import { limitNames, limitWord, shownLimit } from '../app/limit-names.ts';
import { problemWords } from '../app/problem-words.ts';
import { dayOnly } from '../app/times.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Notice, Status } from '../ui/notice.tsx';
import { Panel } from '../ui/panel.tsx';
import { Table } from '../ui/table.tsx';
import { Tag } from '../ui/tag.tsx';
import './limits.css';

type PanelProps = { readonly limits: OrganisationLimits };

/** Changes that wait, with what would become of each number. Only the representative has the buttons. */
export const WaitingPanel = ({ limits, maySettle }: PanelProps & { readonly maySettle: boolean }) => {
	const { i18n } = useLingui();
	const [asked, setAsked] = useState<{ readonly change: LimitChange; readonly how: Settling['how'] }>();
	const waiting = limits.changes.filter((change) => change.state === 'waiting');
	if (waiting.length === 0 && !maySettle) return null;
	return (
		<Panel title={<Trans>Waits for the representative</Trans>}>
			{waiting.length === 0 ? (
				<p>
					<Trans>Nothing waits.</Trans>
				</p>
			) : (
				waiting.map((change) => (
					<article key={change.id} className="limit-change">
						<p className="limit-reason" dir="auto">
							{change.reason}
						</p>
						<Comparison now={limits.limits} then={change.limits} />
						<p className="hint">
							<Trans>Proposed on {dayOnly(change.proposedAt, i18n)}</Trans>
						</p>
						{maySettle ? (
							<div className="row">
								<Button kind="primary" onClick={() => setAsked({ change, how: 'sign' })}>
									<Trans>Sign</Trans>
								</Button>
								<Button onClick={() => setAsked({ change, how: 'decline' })}>
									<Trans>Decline</Trans>
								</Button>
							</div>
						) : null}
					</article>
				))
			)}
			{asked === undefined ? null : <SettleDialog {...asked} now={limits.limits} onClose={() => setAsked(undefined)} />}
		</Panel>
	);
};

const Comparison = ({ now, then }: { readonly now: Limits; readonly then: Limits }) => {
	const { t, i18n } = useLingui();
	return (
		<Table
			label={t`What would change`}
			head={[<span key="limit" className="visually-hidden">{t`Limit`}</span>, t`Now`, t`Then`]}
		>
			{limitNames.map((name) => (
				<tr key={name}>
					<th scope="row">{limitWord(name, i18n)}</th>
					<td>{shownLimit(name, now[name])}</td>
					<td>{then[name] === now[name] ? t`the same` : <strong>{differenceWords(name, now, then, i18n)}</strong>}</td>
				</tr>
			))}
		</Table>
	);
};

/** “90 (+30)” */
const differenceWords = (name: keyof Limits, now: Limits, then: Limits, i18n: I18n): string => {
	const value = shownLimit(name, then[name]);
	const by = i18n.number(value - shownLimit(name, now[name]), { signDisplay: 'exceptZero' });
	return `${i18n.number(value)} (${by})`;
};

type SettleProps = {
	readonly change: LimitChange;
	readonly how: Settling['how'];
	readonly now: Limits;
	readonly onClose: () => void;
};

const SettleDialog = ({ change, how, now, onClose }: SettleProps) => {
	const { t, i18n } = useLingui();
	const { mutate, isPending, error } = useSettleLimits();
	const signs = how === 'sign';
	return (
		<Dialog
			title={signs ? <Trans>Sign this change?</Trans> : <Trans>Decline this change?</Trans>}
			onClose={onClose}
			actions={
				<>
					<Button kind="quiet" keyHint="Esc" onClick={onClose}>
						<Trans>Go back</Trans>
					</Button>
					<Button
						kind="primary"
						busy={isPending}
						onClick={() => mutate({ changeId: change.id, how }, { onSuccess: onClose })}
					>
						{signs ? <Trans>Sign it</Trans> : <Trans>Decline it</Trans>}
					</Button>
				</>
			}
		>
			<p>
				{signs ? (
					<Trans>It holds at once, for everybody here. Who has set less for themselves keeps it.</Trans>
				) : (
					<Trans>What holds now goes on. Another change can be proposed at any time.</Trans>
				)}
			</p>
			<Comparison now={now} then={change.limits} />
			<Status>
				{error === null ? null : (
					<Notice kind="trouble">
						{codeOf(error) === 'own-proposal'
							? t`Nobody signs what they proposed: another representative has to.`
							: problemWords(error, i18n)}
					</Notice>
				)}
			</Status>
		</Dialog>
	);
};

/** How it came to what holds, newest first. */
export const ChangesPanel = ({ limits }: PanelProps) => {
	const settled = limits.changes.filter((change) => change.state !== 'waiting');
	return (
		<Panel title={<Trans>What was decided before</Trans>}>
			{settled.length === 0 ? (
				<p>
					<Trans>Nothing yet: the usual limits hold.</Trans>
				</p>
			) : (
				settled.map((change) => <Settled key={change.id} change={change} />)
			)}
		</Panel>
	);
};

const Settled = ({ change }: { readonly change: LimitChange }) => {
	const { i18n } = useLingui();
	const day = dayOnly(change.settledAt ?? change.proposedAt, i18n);
	return (
		<article className="limit-change">
			<p className="limit-change-head">
				<span>{change.state === 'signed' ? <Trans>Signed on {day}</Trans> : <Trans>Declined on {day}</Trans>}</span>
				{change.holds ? (
					<Tag>
						<Trans>holds now</Trans>
					</Tag>
				) : null}
			</p>
			<p className="hint">{limitsSentence(change.limits, i18n)}</p>
			<p className="limit-reason" dir="auto">
				{change.reason}
			</p>
		</article>
	);
};

const limitsSentence = (limits: Limits, i18n: I18n): string => {
	const day = shownLimit('dayMs', limits.dayMs);
	const run = shownLimit('runMs', limits.runMs);
	const { hourViews, daysIn7 } = limits;
	return i18n._(
		msg`${plural(day, { one: '# minute', other: '# minutes' })} in 24 hours, ${run} without a break; ${plural(hourViews, { one: '# item', other: '# items' })} in an hour; ${plural(daysIn7, { one: '# day', other: '# days' })} in 7`,
	);
};
