import { Trans, useLingui } from '@lingui/react/macro';
import { Link } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { useSetLimits } from '../api/mutations.ts';
import type { Exposure } from '../api/queries.ts';
import { type LimitName, limitNames, limitWord, shownLimit, shownLimits, typedLimit } from '../app/limit-names.ts';
import { problemWords } from '../app/problem-words.ts';
import { Button } from '../ui/button.tsx';
import { TextField } from '../ui/field.tsx';
import { Notice, Status } from '../ui/notice.tsx';
import { Panel } from '../ui/panel.tsx';

type Limits = Exposure['limits'];

/** A person's own limits: lower at will, back up to the organisation's at will, never above. */
export const LimitsPanel = ({ limits, organisation }: { readonly limits: Limits; readonly organisation: Limits }) => {
	const { i18n } = useLingui();
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
					{limitNames.map((name) => (
						<TextField
							key={name}
							type="number"
							inputMode="numeric"
							min={0}
							max={shownLimit(name, organisation[name])}
							step={1}
							label={limitWord(name, i18n)}
							hint={<Trans>Organisation: {shownLimit(name, organisation[name])}</Trans>}
							value={values[name]}
							onInput={(event) => setValues({ ...values, [name]: event.currentTarget.value })}
						/>
					))}
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
				<Status>
					{error !== null ? (
						<Notice kind="trouble">{problemWords(error, i18n)}</Notice>
					) : isSuccess ? (
						<Notice kind="good">
							<Trans>Kept. What you see above is what holds now.</Trans>
						</Notice>
					) : null}
				</Status>
			</form>
		</Panel>
	);
};
