import { Trans } from '@lingui/react/macro';
import type { ReactNode } from 'react';
import { Button } from './button.tsx';
import { Notice } from './notice.tsx';

/** Something is on its way. It appears late, so that a fast answer does not flicker. */
export const Loading = () => (
	<p className="loading" role="status">
		<Trans>Loading…</Trans>
	</p>
);

export type EmptyProps = { readonly title: ReactNode; readonly children?: ReactNode; readonly actions?: ReactNode };

/** There is nothing here, and what that means. */
export const Empty = ({ title, children, actions }: EmptyProps) => (
	<div className="empty">
		<p className="empty-title">{title}</p>
		{children}
		{actions === undefined ? null : <div className="row">{actions}</div>}
	</div>
);

export type TroubleProps = { readonly children: ReactNode; readonly onRetry?: () => void };

/** Something did not work: in words, with a way on. */
export const Trouble = ({ children, onRetry }: TroubleProps) => (
	<div role="alert">
		<Notice
			kind="trouble"
			actions={
				onRetry === undefined ? undefined : (
					<Button onClick={onRetry}>
						<Trans>Try again</Trans>
					</Button>
				)
			}
		>
			{children}
		</Notice>
	</div>
);
