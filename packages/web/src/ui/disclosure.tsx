import type { ReactNode } from 'react';

export type DisclosureProps = {
	readonly summary: ReactNode;
	readonly open?: boolean;
	readonly onOpen?: () => void;
	readonly children: ReactNode;
};

/** More, for who wants it. */
export const Disclosure = ({ summary, open, onOpen, children }: DisclosureProps) => (
	<details
		className="disclosure"
		open={open}
		onToggle={(event) => {
			if (event.currentTarget.open) onOpen?.();
		}}
	>
		<summary>{summary}</summary>
		<div className="disclosure-body">{children}</div>
	</details>
);
