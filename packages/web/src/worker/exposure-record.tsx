import { Trans } from '@lingui/react/macro';
import { useMutation } from '@tanstack/react-query';
import { saveMyRecord } from '../api/record.ts';
import { Outcome } from '../app/outcome.tsx';
import { Button } from '../ui/button.tsx';
import { Panel } from '../ui/panel.tsx';

/** The person's record belongs to the person: as a file, to keep or to show whom they choose. */
export const RecordPanel = () => {
	const { mutate, isPending, isSuccess, error } = useMutation({ mutationFn: saveMyRecord });
	return (
		<Panel
			title={<Trans>My own record</Trans>}
			lede={
				<Trans>
					All that stands on this page, as a file that is yours. Nobody is told that you took it. Keep it on a device
					that others do not use.
				</Trans>
			}
		>
			<div className="row">
				<Button busy={isPending} onClick={() => mutate()}>
					<Trans>Save as JSON</Trans>
				</Button>
				<Button kind="quiet" onClick={() => print()}>
					<Trans>Print this page</Trans>
				</Button>
			</div>
			<Outcome error={error} isSuccess={isSuccess}>
				<span className="hint">
					<Trans>Saved.</Trans>
				</span>
			</Outcome>
		</Panel>
	);
};
