import { Trans, useLingui } from '@lingui/react/macro';
import { Link } from '@tanstack/react-router';
import { Page } from '../ui/page.tsx';

export const NotFoundPage = () => {
	const { t } = useLingui();
	return (
		<main id="main" className="shell-main">
			<Page title={t`There is no such page`} narrow>
				<p>
					<Link to="/">
						<Trans>To the start page</Trans>
					</Link>
				</p>
			</Page>
		</main>
	);
};
