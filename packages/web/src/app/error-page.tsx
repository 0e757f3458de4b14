import { Trans, useLingui } from '@lingui/react/macro';
import { type ErrorComponentProps, useRouter } from '@tanstack/react-router';
import { Button } from '../ui/button.tsx';
import { Page } from '../ui/page.tsx';
import { problemWords } from './problem-words.ts';

/** A page that could not be drawn: in words, with a way on. */
export const ErrorPage = ({ error, reset }: ErrorComponentProps) => {
	const { t, i18n } = useLingui();
	const router = useRouter();
	return (
		<Page title={t`This page did not load`} narrow>
			<p role="alert">{problemWords(error, i18n)}</p>
			<p>
				<Button
					kind="primary"
					onClick={() => {
						reset();
						void router.invalidate();
					}}
				>
					<Trans>Try again</Trans>
				</Button>
			</p>
		</Page>
	);
};

/** The same where there is no frame around it. */
export const BareErrorPage = (props: ErrorComponentProps) => (
	<main id="main" className="shell-main">
		<ErrorPage {...props} />
	</main>
);
