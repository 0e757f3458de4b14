import type { ReactNode } from 'react';

export type FactsProps = { readonly facts: readonly (readonly [term: string, value: ReactNode])[] };

/** Names and values, side by side where there is room. */
export const Facts = ({ facts }: FactsProps) => (
	<dl className="facts">
		{facts.map(([term, value]) => (
			<div key={term}>
				<dt>{term}</dt>
				<dd>{value}</dd>
			</div>
		))}
	</dl>
);
