import type { I18n } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import type { ReactNode } from 'react';
import { dayOnly } from '../app/times.ts';
import { languageWord, listWords } from '../app/words.ts';
import { Facts } from '../ui/facts.tsx';
import type { CertificatePayload } from './certificate-api.ts';
import { estimateWords, IntervalBar } from './interval.tsx';
import './certificate.css';

/** A certificate in plain words, as its worker and whoever is handed it read it. */
export const CertificateView = ({ payload }: { readonly payload: CertificatePayload }) => {
	const { t, i18n } = useLingui();
	const { name, organisation, issuer, period, answers, languages } = payload;
	const facts: readonly (readonly [string, ReactNode])[] = [
		[t`Months of work`, periodWords(period, i18n)],
		[t`Answers that counted`, i18n.number(answers)],
		...(languages.length === 0
			? []
			: [
					[
						t`Languages`,
						listWords(
							languages.map((tag) => languageWord(tag, i18n)),
							i18n,
						),
					] as const,
				]),
		[t`Verdicts that count`, i18n.number(payload.verdicts)],
		[t`Of these, found wrong`, i18n.number(payload.wrong)],
		[
			t`As many as peers are expected to have on the same items`,
			i18n.number(payload.wrongExpected, { maximumFractionDigits: 1 }),
		],
		[t`Issued on`, dayOnly(payload.issuedAt, i18n)],
		[t`Issued through`, <bdi key="issuer">{issuer}</bdi>],
	];
	return (
		<>
			<div>
				<h3 className="certificate-name" dir="auto">
					{name}
				</h3>
				<p>
					<Trans>
						Work for <bdi>{organisation}</bdi>
					</Trans>
				</p>
			</div>
			<Facts facts={facts} />
			<Estimate payload={payload} />
		</>
	);
};

const Estimate = ({ payload }: { readonly payload: CertificatePayload }) => {
	const { i18n } = useLingui();
	const { estimate } = payload;
	if (estimate.kind === 'estimate') {
		const words = estimateWords(estimate, i18n);
		const { value, low, high } = estimate;
		return (
			<>
				<p>
					<Trans>
						Right answers on a mix of items like everybody’s: {words}. The truth lies in this span 95 times in 100.
					</Trans>
				</p>
				<IntervalBar value={value} low={low} high={high} />
				<p className="hint">
					<Trans>
						From answers that chance drew and somebody else looked at again, blind. How hard the items were for others,
						and how often reviewers err, is taken out.
					</Trans>
				</p>
			</>
		);
	}
	const { needed } = estimate;
	return (
		<p>
			{estimate.lacks === 'verdicts' ? (
				<Trans>Not enough to say how many answers are right: that takes {needed} verdicts.</Trans>
			) : (
				<Trans>
					Not enough to say how many answers are right: that takes {needed} answers of the whole organisation that two
					reviewers looked at. It says nothing of this person.
				</Trans>
			)}
		</p>
	);
};

/** “November 2025 to March 2026” */
const periodWords = (period: CertificatePayload['period'], i18n: I18n): string => {
	if (period === null) return i18n._(msg`none yet`);
	const from = monthWords(period.from, i18n);
	const to = monthWords(period.to, i18n);
	return from === to ? from : i18n._(msg`${from} to ${to}`);
};

const monthWords = (month: string, i18n: I18n): string =>
	i18n.date(new Date(`${month}-01T00:00Z`), { month: 'long', year: 'numeric', timeZone: 'UTC' });
