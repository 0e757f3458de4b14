import { Trans, useLingui } from '@lingui/react/macro';
import type { ReactNode } from 'react';
import { Button } from '../ui/button.tsx';
import { HideIcon, PauseIcon, SkipIcon, SurpriseIcon } from '../ui/icons.tsx';
import { KeyHint } from '../ui/key-hint.tsx';

type ActionBarProps = {
	readonly sending: boolean;
	readonly done: ReactNode;
	readonly onSubmit: () => void;
	readonly onHide: () => void;
	readonly onSkip: () => void;
	readonly onSurprise: () => void;
	readonly onPause: () => void;
};

/** The ways on from an item, always in the same place, all of them open in every state. */
export const ActionBar = ({ sending, done, onSubmit, onHide, onSkip, onSurprise, onPause }: ActionBarProps) => {
	const { t } = useLingui();
	return (
		<div className="actions" role="group" aria-label={t`What to do with this item`}>
			<Button kind="primary" className="actions-submit" keyHint={t`Enter`} busy={sending} onClick={onSubmit}>
				{sending ? <Trans>Sending…</Trans> : (done ?? <Trans>Answer</Trans>)}
			</Button>
			<Action icon={<HideIcon />} keyName="Esc" onClick={onHide}>
				<Trans>Hide</Trans>
			</Action>
			<Action icon={<SkipIcon />} keyName="S" onClick={onSkip}>
				<Trans>Skip</Trans>
			</Action>
			<Action icon={<SurpriseIcon />} keyName="!" onClick={onSurprise}>
				<Trans>Not as told</Trans>
			</Action>
			<Action icon={<PauseIcon />} keyName="B" onClick={onPause}>
				<Trans>Break</Trans>
			</Action>
		</div>
	);
};

type ActionProps = {
	readonly icon: ReactNode;
	readonly keyName: string;
	readonly onClick: () => void;
	readonly children: ReactNode;
};

const Action = ({ icon, keyName, onClick, children }: ActionProps) => (
	<button type="button" className="action" onClick={onClick}>
		{icon}
		<span>{children}</span>
		<KeyHint>{keyName}</KeyHint>
	</button>
);
