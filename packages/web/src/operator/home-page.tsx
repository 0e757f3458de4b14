import { Trans, useLingui } from '@lingui/react/macro';
import { Page } from '../ui/page.tsx';

export const OperatorHomePage = () => {
	const { t } = useLingui();
	return (
		<Page title={t`Projects`}>
			<p>
				<Trans>The operators’ pages come here.</Trans>
			</p>
		</Page>
	);
};
