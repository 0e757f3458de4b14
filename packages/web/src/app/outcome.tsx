import { useLingui } from '@lingui/react/macro';
import type { ReactNode } from 'react';
import { Notice, Status } from '../ui/notice.tsx';
import { problemWords } from './problem-words.ts';

/** What became of a form or a button, said aloud where it comes: why it did not go through, or `children` once it did. */
export const Outcome = ({
	error,
	isSuccess,
	children,
}: {
	readonly error: Error | null;
	readonly isSuccess: boolean;
	readonly children: ReactNode;
}) => {
	const { i18n } = useLingui();
	return (
		<Status>
			{error !== null ? <Notice kind="trouble">{problemWords(error, i18n)}</Notice> : isSuccess ? children : null}
		</Status>
	);
};
