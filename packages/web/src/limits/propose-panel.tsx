import { Trans, useLingui } from '@lingui/react/macro';
import { type FormEvent, useState } from 'react';
import { type OrganisationLimits, useProposeLimits } from '../api/limits.ts';
import { LimitFields } from '../app/limit-fields.tsx';
import { type LimitName, shownLimit, shownLimits } from '../app/limit-names.ts';
import { Outcome } from '../app/outcome.tsx';
import { Button } from '../ui/button.tsx';
import { TextArea } from '../ui/field.tsx';
import { Notice } from '../ui/notice.tsx';
import { Panel } from '../ui/panel.tsx';
import { type Fault, type Proposal, readProposal } from './proposal.ts';
import './limits.css';

const reasonCharsMax = 2_000;

export const ProposePanel = ({ limits }: { readonly limits: OrganisationLimits }) => {
	const [values, setValues] = useState(() => shownLimits(limits.limits));
	const [reason, setReason] = useState('');
	const { mutate, isPending, isSuccess, error, reset } = useProposeLimits();
	const proposal = readProposal(values, limits.limits);
	const faultWords = useFaultWords(limits);
	const whyNot = useWhyNot(proposal, reason);
	const propose = (event: FormEvent): void => {
		event.preventDefault();
		if (isPending || !proposal.ok || !proposal.changes || reason.trim() === '') return;
		mutate({ limits: proposal.limits, reason: reason.trim() }, { onSuccess: () => setReason('') });
	};
	return (
		<Panel
			title={<Trans>Propose other limits</Trans>}
			lede={<Trans>The representative reads your reason and signs or declines. Until then nothing changes.</Trans>}
		>
			<form className="stack" onSubmit={propose}>
				<div className="limit-fields">
					<LimitFields
						values={values}
						onInput={(typed) => {
							reset();
							setValues(typed);
						}}
						hintOf={(name) => <Trans>At most {shownLimit(name, limits.ceilings[name])}</Trans>}
						errorOf={(name) => (proposal.ok ? undefined : faultWords(name, proposal.faults[name]))}
					/>
				</div>
				<TextArea
					label={<Trans>Why</Trans>}
					hint={<Trans>Everybody in the organisation can read it.</Trans>}
					maxLength={reasonCharsMax}
					value={reason}
					onInput={(event) => {
						reset();
						setReason(event.currentTarget.value);
					}}
				/>
				<div className="row">
					<Button type="submit" kind="primary" busy={isPending} whyDisabled={whyNot}>
						<Trans>Propose</Trans>
					</Button>
				</div>
				<Outcome error={error} isSuccess={isSuccess}>
					<Notice kind="good">
						<Trans>Proposed. It waits for the representative.</Trans>
					</Notice>
				</Outcome>
			</form>
		</Panel>
	);
};

const useFaultWords = (limits: OrganisationLimits) => {
	const { t } = useLingui();
	return (name: LimitName, fault: Fault | undefined): string | undefined => {
		if (fault === undefined) return undefined;
		const most = shownLimit(name, limits.ceilings[name]);
		return fault === 'above-ceiling' ? t`Nothing exceeds ${most}, whoever signs.` : t`A number from 0 to ${most}.`;
	};
};

const useWhyNot = (proposal: Proposal, reason: string): string | undefined => {
	const { t } = useLingui();
	if (!proposal.ok) return t`One of the numbers cannot be.`;
	if (!proposal.changes) return t`Nothing has changed.`;
	return reason.trim() === '' ? t`Say why first.` : undefined;
};
