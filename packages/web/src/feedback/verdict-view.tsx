import type { I18n } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { dayAndTime, dayOnly } from '../app/times.ts';
import { ButtonLink } from '../ui/button.tsx';
import { Facts } from '../ui/facts.tsx';
import { AnswersBeside } from './answers-beside.tsx';
import { ContestForm } from './contest-form.tsx';
import type { Received } from './feedback-api.ts';
import './feedback.css';

/** One verdict: both answers, why, what it counts as, and a way to contest it. The item itself stays covered. */
export const VerdictView = ({ received }: { readonly received: Received }) => {
	const { t, i18n } = useLingui();
	const { reviewId, projectName, form, mine, theirs, verdict, reason, note, contest } = received;
	const answered = dayOnly(received.answeredAt, i18n);
	const judged = dayOnly(received.judgedAt, i18n);
	const said: (readonly [string, string])[] = [
		...(reason === '' ? [] : [[t`Why`, reason] as const]),
		...(note === '' ? [] : [[t`To learn from`, note] as const]),
		...(contest === null ? [] : [[t`What you contested`, contest.sentence] as const]),
	];
	const titleId = `verdict-${reviewId}`;
	return (
		<article className="verdict" aria-labelledby={titleId}>
			<div>
				<h3 id={titleId} tabIndex={-1} dir="auto">
					{projectName}
				</h3>
				<p className="hint">
					<Trans>
						Answered {answered}, reviewed {judged}
					</Trans>
				</p>
			</div>
			<p className="verdict-words">
				{verdict === 'right' ? (
					<Trans>Your answer stands.</Trans>
				) : (
					<Trans>The reviewer found that your answer cannot stand.</Trans>
				)}
			</p>
			<AnswersBeside
				form={form}
				left={{ name: <Trans>You</Trans>, answers: mine }}
				right={{ name: <Trans>The reviewer, before seeing yours</Trans>, answers: theirs }}
			/>
			{said.length === 0 ? null : (
				<Facts
					facts={said.map(([term, words]) => [
						term,
						<span key={term} className="verdict-said" dir="auto">
							{words}
						</span>,
					])}
				/>
			)}
			<p role="status">{countsWords(received, i18n)}</p>
			<div className="row">
				<ButtonLink
					kind="quiet"
					to="/verdicts/$reviewId"
					params={{ reviewId }}
					aria-label={t`Look again at the item in ${projectName}`}
				>
					<Trans>Look at the item again</Trans>
				</ButtonLink>
			</div>
			{verdict === 'wrong' && contest === null ? <ContestForm reviewId={reviewId} projectName={projectName} /> : null}
		</article>
	);
};

/** What it says in the score, and what became of a contest. */
const countsWords = ({ counts, contest }: Received, i18n: I18n): string => {
	if (contest === null)
		return counts === 'right'
			? i18n._(msg`In your score it counts as right.`)
			: i18n._(msg`In your score it counts as wrong. It changes nothing else.`);
	const decided = contest.decidedAt === null ? '' : dayOnly(contest.decidedAt, i18n);
	switch (contest.outcome) {
		case null: {
			const until = dayAndTime(contest.lapsesAt, i18n);
			return i18n._(
				msg`Contested: it counts as nothing now. Somebody else looks, blind, until ${until}. If nobody has decided by then, it counts as right.`,
			);
		}
		case 'overturned':
			return i18n._(
				msg`Overturned on ${decided}: somebody else looked, blind, and your answer stands. It counts as right.`,
			);
		case 'upheld':
			return i18n._(
				msg`Upheld on ${decided}: somebody else looked, blind, and found the same. It counts as wrong and changes nothing else.`,
			);
		case 'lapsed':
			return i18n._(msg`Lapsed on ${decided}: nobody decided in time, so it counts in your favour, as right.`);
	}
};
