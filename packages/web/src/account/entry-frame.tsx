import { Trans, useLingui } from '@lingui/react/macro';
import type { ReactNode } from 'react';
import { SkipLink } from '../app/skip-link.tsx';
import { Mark } from '../ui/mark.tsx';
import { useTitle } from '../ui/page.tsx';
import { LocaleLinks } from './locale-links.tsx';
import './account.css';

/** The frame of the pages before sign-in: the mark, the form, the languages. */
export const EntryFrame = ({ title, children }: { readonly title: string; readonly children: ReactNode }) => {
	const { t } = useLingui();
	useTitle(title);
	return (
		<div className="entry">
			<SkipLink />
			<header className="entry-head">
				<Mark />
				<p>
					<strong>Utu</strong> · <Trans>work that protects the person who looks</Trans>
				</p>
			</header>
			<main id="main" className="entry-main" tabIndex={-1}>
				<h1 tabIndex={-1}>{title}</h1>
				{children}
			</main>
			<footer>
				<nav aria-label={t`Language`}>
					<LocaleLinks />
				</nav>
			</footer>
		</div>
	);
};
