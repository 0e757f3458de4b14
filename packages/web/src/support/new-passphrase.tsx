import { Trans, useLingui } from '@lingui/react/macro';
import { TextField } from '../ui/field.tsx';
import { passphraseCharsMin } from './vault.ts';

export type NewPassphrase = { readonly first: string; readonly again: string };
export const noPassphrase: NewPassphrase = { first: '', again: '' };

/** Why a passphrase will not do yet. */
export const usePassphraseFault = ({ first, again }: NewPassphrase): string | undefined => {
	const { t } = useLingui();
	if (first.length < passphraseCharsMin) return t`The passphrase needs ${passphraseCharsMin} characters or more.`;
	return first === again ? undefined : t`The two are not the same.`;
};

type Props = { readonly value: NewPassphrase; readonly onChange: (value: NewPassphrase) => void };

/** A passphrase, typed twice: nobody can send a forgotten one. */
export const NewPassphraseFields = ({ value, onChange }: Props) => (
	<>
		<TextField
			type="password"
			autoComplete="off"
			label={<Trans>New passphrase</Trans>}
			hint={
				<Trans>
					Four words or more that do not belong together are good. It need not be the one that you sign in with.
				</Trans>
			}
			value={value.first}
			onInput={(event) => onChange({ ...value, first: event.currentTarget.value })}
		/>
		<TextField
			type="password"
			autoComplete="off"
			label={<Trans>The same once more</Trans>}
			value={value.again}
			onInput={(event) => onChange({ ...value, again: event.currentTarget.value })}
		/>
	</>
);
