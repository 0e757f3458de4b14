import type { ReactNode } from 'react';
import { useTitle } from './page.tsx';

export type QuietProps = { readonly title: string; readonly actions: ReactNode; readonly children: ReactNode };

/** A calm page of few words. */
export const Quiet = ({ title, actions, children }: QuietProps) => {
	useTitle(title);
	return (
		<div className="quiet">
			<h1 tabIndex={-1}>{title}</h1>
			<p>{children}</p>
			<div className="row">{actions}</div>
		</div>
	);
};
