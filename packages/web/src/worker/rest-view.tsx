import { Trans, useLingui } from '@lingui/react/macro';
import type { Severity } from '@utu/core/safety/hazards.ts';
import { severityWord } from '../app/words.ts';
import { Button } from '../ui/button.tsx';
import { Quiet } from '../ui/quiet.tsx';

type RestViewProps = {
	readonly severityBefore: Severity;
	readonly severityAfter: Severity;
	readonly onNext: () => void;
	readonly onPause: () => void;
};

/** After a surprise: what it changed, and a choice without hurry. */
export const RestView = ({ severityBefore, severityAfter, onNext, onPause }: RestViewProps) => {
	const { t, i18n } = useLingui();
	const before = severityWord(severityBefore, i18n);
	const after = severityWord(severityAfter, i18n);
	return (
		<div role="status">
			<Quiet
				title={t`Closed. Thank you for saying so`}
				actions={
					<>
						<Button kind="primary" onClick={onPause}>
							<Trans>Rest a while</Trans>
						</Button>
						<Button onClick={onNext}>
							<Trans>Next item</Trans>
						</Button>
					</>
				}
			>
				{severityBefore === severityAfter ? (
					<Trans>The item stays at its level: {after}.</Trans>
				) : (
					<Trans>
						The item was told as: {before}. It now counts as: {after}.
					</Trans>
				)}{' '}
				<Trans>Others of its batch go only to people who agreed to unscreened content. Your time is paid.</Trans>
			</Quiet>
		</div>
	);
};
