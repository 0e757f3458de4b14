import { Trans, useLingui } from '@lingui/react/macro';
import { ButtonLink } from '../ui/button.tsx';
import { Quiet } from '../ui/quiet.tsx';

/** Where a person is after ending a shift: nothing in hand, nothing to do. */
export const ShiftEndedPage = () => {
	const { t } = useLingui();
	return (
		<Quiet
			title={t`Your shift has ended`}
			actions={
				<>
					<ButtonLink to="/exposure">
						<Trans>What I have seen</Trans>
					</ButtonLink>
					<ButtonLink kind="quiet" to="/work">
						<Trans>Begin another</Trans>
					</ButtonLink>
				</>
			}
		>
			<Trans>You have nothing in hand. All of the shift is paid, breaks and waiting too. Have a good rest.</Trans>
		</Quiet>
	);
};
