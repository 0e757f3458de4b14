import type { ReactNode } from 'react';

/** `plain` tells, `good` confirms, `trouble` says what did not work. None of them shouts. */
export type NoticeKind = 'plain' | 'good' | 'trouble';

export type NoticeProps = { readonly kind?: NoticeKind; readonly actions?: ReactNode; readonly children: ReactNode };

/** Words in a quiet box. It is no live region: wrap it in `Status` where it appears while someone is on the page. */
export const Notice = ({ kind = 'plain', actions, children }: NoticeProps) => (
	<div className={`notice notice-${kind}`}>
		<div className="notice-text">{children}</div>
		{actions === undefined ? null : <div className="row">{actions}</div>}
	</div>
);

/** Says politely what changes inside it. It has to be on the page before what it says. */
export const Status = ({ children }: { readonly children?: ReactNode }) => <div role="status">{children}</div>;
