import { Trans } from '@lingui/react/macro';
import { type ReactNode, useState } from 'react';
import { Button } from './button.tsx';
import { TextField } from './field.tsx';

export type CopyFieldProps = { readonly label: ReactNode; readonly hint?: ReactNode; readonly value: string };

/** A value to take elsewhere: it can be copied by button or by hand. */
export const CopyField = ({ label, hint, value }: CopyFieldProps) => {
	const [copied, setCopied] = useState(false);
	const copy = async (): Promise<void> => {
		try {
			await navigator.clipboard.writeText(value);
			setCopied(true);
		} catch {
			setCopied(false);
		}
	};
	return (
		<div className="copy-field">
			<TextField label={label} hint={hint} value={value} readOnly onFocus={(event) => event.currentTarget.select()} />
			<Button onClick={() => void copy()}>
				<Trans>Copy</Trans>
			</Button>
			<span role="status" className="hint">
				{copied ? <Trans>Copied.</Trans> : null}
			</span>
		</div>
	);
};
