import { Trans, useLingui } from '@lingui/react/macro';
import type { ReactNode } from 'react';
import { Button } from '../ui/button.tsx';
import { Choice } from '../ui/choice.tsx';
import { Dialog } from '../ui/dialog.tsx';

type HelpDialogProps = {
	readonly singleKeys: boolean;
	readonly onSingleKeys: (on: boolean) => void;
	readonly onClose: () => void;
};

/** Every key of the work page. */
export const HelpDialog = ({ singleKeys, onSingleKeys, onClose }: HelpDialogProps) => {
	const { t } = useLingui();
	const rows: readonly (readonly [keys: string, what: ReactNode])[] = [
		['Esc', <Trans key="esc">Hide everything, always</Trans>],
		[t`Space`, <Trans key="space">Uncover the next sentence</Trans>],
		[t`Shift+Space`, <Trans key="shift">Uncover the milder sentences</Trans>],
		['0–9', <Trans key="digit">Choose in the question at hand; some options have a letter of their own</Trans>],
		['U', <Trans key="u">Take the last choice back</Trans>],
		[t`Enter`, <Trans key="enter">Answer; in a text field with Ctrl</Trans>],
		['F1', <Trans key="f1">Cover everything and see whom you can turn to, on every page</Trans>],
		['S', <Trans key="s">Skip</Trans>],
		['!', <Trans key="surprise">This is not what I was told</Trans>],
		['B', <Trans key="b">Break</Trans>],
		['E', <Trans key="e">Take more time</Trans>],
		['D', <Trans key="d">Keep the draft now; it is also kept by itself</Trans>],
		['?', <Trans key="help">This list</Trans>],
	];
	return (
		<Dialog
			title={<Trans>Keys</Trans>}
			onClose={onClose}
			actions={
				<Button kind="primary" data-focus-first onClick={onClose}>
					<Trans>Close</Trans>
				</Button>
			}
		>
			<dl className="keys">
				{rows.map(([keys, what]) => (
					<div key={keys}>
						<dt>
							<kbd>{keys}</kbd>
						</dt>
						<dd>{what}</dd>
					</div>
				))}
			</dl>
			<Choice
				kind="checkbox"
				label={<Trans>Letters and digits work as keys</Trans>}
				help={
					<Trans>
						Turn this off if you speak to your machine, or if keys are hit by chance. Esc, Space and Enter stay.
					</Trans>
				}
				checked={singleKeys}
				onChange={(event) => onSingleKeys(event.currentTarget.checked)}
			/>
		</Dialog>
	);
};
