import { Trans } from '@lingui/react/macro';
import { Link } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { useSetLimits } from '../api/mutations.ts';
import type { Exposure } from '../api/queries.ts';
import { LimitFields } from '../app/limit-fields.tsx';
import { type LimitName, limitNames, shownLimit, shownLimits, typedLimit } from '../app/limit-names.ts';
import { Outcome } from '../app/outcome.tsx';
import { Button } from '../ui/button.tsx';
import { Notice } from '../ui/notice.tsx';
import { Panel } from '../ui/panel.tsx';

type Limits = Exposure['limits'];

/** A person's own limits: lower at will, back up to the organisation's at will, never above. */
export const LimitsPanel = ({ limits, organisation }: { readonly limits: Limits; readonly organisation: Limits }) => {
	const [values, setValues] = useState(() => shownLimits(limits));
	const { mutate, isPending, isSuccess, error } = useSetLimits();
	const keep = (own: Partial<Record<LimitName, number>>): void =>
		mutate(own, { onSuccess: (kept) => setValues(shownLimits(kept.limits)) });
	const save = (event: FormEvent): void => {
		event.preventDefault();
		const own: Partial<Record<LimitName, number>> = {};
		for (const name of limitNames) {
			const value = typedLimit(name, values[name]);
			if (value !== undefined) own[name] = value;
		}
		keep(own);
	};
	return (
		<Panel
			title={<Trans>My own limits</Trans>}
			lede={
				<Trans>
					For severe content. You can set less than your organisation allows; nobody is told, and no reason is asked.
				</Trans>
			}
		>
			<form className="stack" onSubmit={save}>
				<div className="limits">
					<LimitFields
						values={values}
						onInput={setValues}
						hintOf={(name) => <Trans>Organisation: {shownLimit(name, organisation[name])}</Trans>}
						maxOf={(name) => shownLimit(name, organisation[name])}
					/>
				</div>
				<div className="row">
					<Button type="submit" busy={isPending}>
						<Trans>Keep these limits</Trans>
					</Button>
					<Button busy={isPending} onClick={() => keep({})}>
						<Trans>Back to my organisation’s</Trans>
					</Button>
				</div>
				<p className="hint">
					<Link to="/limits">
						<Trans>How my organisation’s limits came about</Trans>
					</Link>
				</p>
				<Outcome error={error} isSuccess={isSuccess}>
					<Notice kind="good">
						<Trans>Kept. What you see above is what holds now.</Trans>
					</Notice>
				</Outcome>
			</form>
		</Panel>
	);
};
