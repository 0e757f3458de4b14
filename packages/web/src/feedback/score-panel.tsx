import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { problemWords } from '../app/problem-words.ts';
import { Disclosure } from '../ui/disclosure.tsx';
import { Facts } from '../ui/facts.tsx';
import { Meter } from '../ui/meter.tsx';
import { Panel } from '../ui/panel.tsx';
import { Loading, Trouble } from '../ui/state.tsx';
import { Consequences } from './consequences.tsx';
import { type ScoreFigures, scoreQuery } from './feedback-api.ts';
import { estimateWords, IntervalBar } from './interval.tsx';

/** What can be said of one's own answers, how sure that is, and what it is made of. */
export const ScorePanel = () => {
	const { i18n } = useLingui();
	const { data, error, refetch } = useQuery(scoreQuery);
	return (
		<Panel
			title={<Trans>My score</Trans>}
			lede={
				<Trans>
					What can be said of your answers, and how sure that is. You and whoever leads your team can read it.
				</Trans>
			}
		>
			{data === undefined ? (
				error === null ? (
					<Loading />
				) : (
					<Trouble onRetry={() => void refetch()}>{problemWords(error, i18n)}</Trouble>
				)
			) : (
				<div className="stack">
					<Said score={data} />
					<Figures score={data} />
					<HowMade needed={data.needed} />
				</div>
			)}
		</Panel>
	);
};

const Said = ({ score }: { readonly score: ScoreFigures }) => {
	const { t, i18n } = useLingui();
	const { estimate, lacks, verdicts, needed } = score;
	if (estimate !== null) {
		const words = estimateWords(estimate, i18n);
		return (
			<>
				<p>
					<Trans>
						Right answers on a mix of items like everybody’s: {words}. The truth lies in this span 95 times in 100.
					</Trans>
				</p>
				<IntervalBar {...estimate} />
			</>
		);
	}
	if (lacks === 'double-reviews')
		return (
			<p>
				<Trans>
					Not enough to say yet. Too few answers have been looked at by two reviewers to know how often reviewers err.
					That is nothing of yours.
				</Trans>
			</p>
		);
	return (
		<Meter
			label={<Trans>Not enough to say yet</Trans>}
			value={verdicts}
			max={needed}
			text={t`${verdicts} of ${needed} verdicts`}
			note={<Trans>Fewer say nothing of anybody. They come by themselves; there is nothing to hurry for.</Trans>}
		/>
	);
};

const Figures = ({ score }: { readonly score: ScoreFigures }) => {
	const { t, i18n } = useLingui();
	return (
		<Facts
			facts={[
				[t`Verdicts that count`, i18n.number(score.verdicts)],
				[t`Of these, found wrong`, i18n.number(score.wrong)],
				[
					t`As many as peers are expected to have on the same items`,
					i18n.number(score.wrongExpected, { maximumFractionDigits: 1 }),
				],
			]}
		/>
	);
};

const HowMade = ({ needed }: { readonly needed: number }) => (
	<Disclosure summary={<Trans>How this is made, and what may follow</Trans>}>
		<div className="stack">
			<p>
				<Trans>
					What counts: verdicts on answers that the server drew by chance, after you had looked. How hard the items were
					for others, and how often reviewers err, is taken out. Below {needed} verdicts nothing is said.
				</Trans>
			</p>
			<p>
				<Trans>
					What never counts: breaks, skips, opt-outs, surprises, what you uncovered, check-ins, how fast you are, and
					that you contested a verdict. Only what became of a contest counts.
				</Trans>
			</p>
			<p>
				<Trans>A contested verdict counts as nothing until somebody else has decided, blind.</Trans>
			</p>
			<Consequences />
		</div>
	</Disclosure>
);
