import { type ReactNode, useEffect } from 'react';

export type PageProps = {
	readonly title: string;
	/** One sentence under the title. */
	readonly lede?: ReactNode;
	/** Buttons beside the title. */
	readonly actions?: ReactNode;
	/** A reading column instead of the full width. */
	readonly narrow?: boolean;
	readonly children: ReactNode;
};

export const useTitle = (title: string): void => {
	useEffect(() => {
		document.title = `${title} · Utu`;
	}, [title]);
};

/** A page with its one `h1`, which takes the focus after a change of page. */
export const Page = ({ title, lede, actions, narrow, children }: PageProps) => {
	useTitle(title);
	return (
		<div className={narrow ? 'page page-narrow' : 'page'}>
			<header className="page-head">
				<div>
					<h1 tabIndex={-1}>{title}</h1>
					{lede === undefined ? null : <p className="page-lede">{lede}</p>}
				</div>
				{actions === undefined ? null : <div className="row">{actions}</div>}
			</header>
			{children}
		</div>
	);
};
