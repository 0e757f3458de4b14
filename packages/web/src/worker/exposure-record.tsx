import { Trans, useLingui } from '@lingui/react/macro';
import { useMutation } from '@tanstack/react-query';
import { saveMyRecord } from '../api/record.ts';
import { problemWords } from '../app/problem-words.ts';
import { Button } from '../ui/button.tsx';
import { Notice, Status } from '../ui/notice.tsx';
import { Panel } from '../ui/panel.tsx';

/** The person's record belongs to the person: as a file, to keep or to show whom they choose. */
export const RecordPanel = () => {
	const { i18n } = useLingui();
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
			<Status>
				{error !== null ? (
					<Notice kind="trouble">{problemWords(error, i18n)}</Notice>
				) : isSuccess ? (
					<span className="hint">
						<Trans>Saved.</Trans>
					</span>
				) : null}
			</Status>
		</Panel>
	);
};
