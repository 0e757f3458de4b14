import { Trans, useLingui } from '@lingui/react/macro';
import type { ReactNode } from 'react';
import { SkipLink } from '../app/skip-link.tsx';
import { Mark } from '../ui/mark.tsx';
import { useTitle } from '../ui/page.tsx';
import { LocaleLinks } from './locale-links.tsx';
import './account.css';

type EntryFrameProps = {
	readonly title: string;
	/** A reading column, with buttons as wide as their words. */
	readonly wide?: boolean;
	readonly children: ReactNode;
};

/** The frame of the pages before sign-in, and of those that need none: the mark, the form, the languages. */
export const EntryFrame = ({ title, wide, children }: EntryFrameProps) => {
	const { t } = useLingui();
	useTitle(title);
	return (
		<div className={wide ? 'entry entry-wide' : 'entry'}>
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
