import { Trans, useLingui } from '@lingui/react/macro';
import { useMutation } from '@tanstack/react-query';
import { problemWords } from '../app/problem-words.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Notice, Status } from '../ui/notice.tsx';

type Props = {
	readonly erase: () => Promise<unknown>;
	readonly onErased: () => void;
	readonly onClose: () => void;
};

export const EraseDialog = ({ erase, onErased, onClose }: Props) => {
	const { i18n } = useLingui();
	const { mutate, isPending, error } = useMutation({
		mutationFn: erase,
		onSuccess: () => {
			onClose();
			onErased();
		},
	});
	return (
		<Dialog
			title={<Trans>Erase everything that you wrote here?</Trans>}
			onClose={onClose}
			actions={
				<>
					<Button kind="quiet" keyHint="Esc" onClick={onClose}>
						<Trans>Keep it</Trans>
					</Button>
					<Button kind="primary" busy={isPending} onClick={() => mutate()}>
						<Trans>Erase it all</Trans>
					</Button>
				</>
			}
		>
			<p>
				<Trans>It is gone at once and does not come back. Files that you saved stay where they are.</Trans>
			</p>
			<Status>{error === null ? null : <Notice kind="trouble">{problemWords(error, i18n)}</Notice>}</Status>
		</Dialog>
	);
};
