import { type ReactNode, useId } from 'react';

export type PanelProps = {
	readonly title: ReactNode;
	readonly lede?: ReactNode;
	readonly actions?: ReactNode;
	readonly children: ReactNode;
};

/** A section of a page under its own heading. */
export const Panel = ({ title, lede, actions, children }: PanelProps) => {
	const id = useId();
	return (
		<section className="panel" aria-labelledby={id}>
			<header className="panel-head">
				<h2 id={id}>{title}</h2>
				{actions}
			</header>
			{lede === undefined ? null : <p className="panel-lede">{lede}</p>}
			{children}
		</section>
	);
};
