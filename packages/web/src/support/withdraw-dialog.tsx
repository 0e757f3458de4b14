import { Trans, useLingui } from '@lingui/react/macro';
import { problemWords } from '../app/problem-words.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Notice, Status } from '../ui/notice.tsx';
import { type Reply, useModerate } from './voice-api.ts';

export const WithdrawDialog = ({ post, onClose }: { readonly post: Reply; readonly onClose: () => void }) => {
	const { i18n } = useLingui();
	const { mutate, isPending, error } = useModerate();
	return (
		<Dialog
			title={<Trans>Withdraw this post?</Trans>}
			onClose={onClose}
			actions={
				<>
					<Button kind="quiet" keyHint="Esc" onClick={onClose}>
						<Trans>Go back</Trans>
					</Button>
					<Button
						kind="primary"
						busy={isPending}
						onClick={() => mutate({ postId: post.id, how: 'withdraw' }, { onSuccess: onClose })}
					>
						<Trans>Withdraw it</Trans>
					</Button>
				</>
			}
		>
			<p>
				<Trans>Its words are erased for everybody, and do not come back. Replies stay.</Trans>
			</p>
			<Status>{error === null ? null : <Notice kind="trouble">{problemWords(error, i18n)}</Notice>}</Status>
		</Dialog>
	);
};
