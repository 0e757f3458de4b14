import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { problemWords } from '../app/problem-words.ts';
import { Button, ButtonLink } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Loading, Trouble } from '../ui/state.tsx';
import { ContactList } from './contact-list.tsx';
import { supportQuery } from './support-api.ts';

/** Whom somebody can turn to, over any page. */
export const HelpDialog = ({ onClose }: { readonly onClose: () => void }) => {
	const { i18n } = useLingui();
	const { data, error, refetch } = useQuery(supportQuery);
	return (
		<Dialog
			title={<Trans>Whom you can turn to</Trans>}
			onClose={onClose}
			actions={
				<>
					<Button kind="quiet" keyHint="Esc" onClick={onClose}>
						<Trans>Close</Trans>
					</Button>
					<ButtonLink to="/support" onClick={onClose}>
						<Trans>More support</Trans>
					</ButtonLink>
				</>
			}
		>
			{data === undefined ? (
				error === null ? (
					<Loading />
				) : (
					<Trouble onRetry={() => void refetch()}>{problemWords(error, i18n)}</Trouble>
				)
			) : (
				<ContactList support={data} />
			)}
			<p className="hint">
				<Trans>Nothing is noted when you open this. Time with a colleague who listens is paid.</Trans>
			</p>
		</Dialog>
	);
};
