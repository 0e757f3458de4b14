import { Trans, useLingui } from '@lingui/react/macro';
import { ButtonLink } from '../ui/button.tsx';
import { Quiet } from '../ui/quiet.tsx';

/** A break that a person takes: as long as they like, nothing in hand, nothing that counts. */
export const PausePage = () => {
	const { t } = useLingui();
	return (
		<Quiet
			title={t`A break`}
			actions={
				<>
					<ButtonLink kind="primary" to="/work">
						<Trans>Go on</Trans>
					</ButtonLink>
					<ButtonLink kind="quiet" to="/exposure">
						<Trans>What I have seen</Trans>
					</ButtonLink>
				</>
			}
		>
			<Trans>
				You have nothing in hand, and your draft is kept. Take the time you need; it is paid and counts against nobody.
			</Trans>
		</Quiet>
	);
};
