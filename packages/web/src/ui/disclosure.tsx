import type { ReactNode } from 'react';

export type DisclosureProps = { readonly summary: ReactNode; readonly open?: boolean; readonly children: ReactNode };

/** More, for who wants it. */
export const Disclosure = ({ summary, open, children }: DisclosureProps) => (
	<details className="disclosure" open={open}>
		<summary>{summary}</summary>
		<div className="disclosure-body">{children}</div>
	</details>
);
