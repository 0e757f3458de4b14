import type { ReactNode } from 'react';

/** A key, for eyes only: what it does is said by the control beside it. Hidden where there is no keyboard. */
export const KeyHint = ({ children }: { readonly children: ReactNode }) => (
	<kbd className="key-hint" aria-hidden="true">
		{children}
	</kbd>
);
