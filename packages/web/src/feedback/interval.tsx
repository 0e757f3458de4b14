import type { I18n } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import { useLingui } from '@lingui/react/macro';
import type { ScoreFigures } from './feedback-api.ts';
import './feedback.css';

type Estimate = NonNullable<ScoreFigures['estimate']>;

export const percentWord = (share: number, i18n: I18n): string =>
	i18n.number(share, { style: 'percent', maximumFractionDigits: 0 });

/** “94 % (between 88 % and 98 %)” */
export const estimateWords = ({ value, low, high }: Estimate, i18n: I18n): string => {
	const [most, from, to] = [percentWord(value, i18n), percentWord(low, i18n), percentWord(high, i18n)];
	return i18n._(msg`${most} (between ${from} and ${to})`);
};

const percent = (share: number): string => `${100 * share}%`;

/** An interval on a line from 0 to 100 %, always in the same quiet colour. For eyes only: the words stand beside it. */
export const IntervalBar = ({ value, low, high }: Estimate) => {
	const { i18n } = useLingui();
	return (
		<div className="interval" aria-hidden="true">
			<div className="interval-line">
				<span className="interval-band" style={{ insetInlineStart: percent(low), inlineSize: percent(high - low) }} />
				<span className="interval-value" style={{ insetInlineStart: percent(value) }} />
			</div>
			<div className="interval-ends">
				<span>{percentWord(0, i18n)}</span>
				<span>{percentWord(1, i18n)}</span>
			</div>
		</div>
	);
};
