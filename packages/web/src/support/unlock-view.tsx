import { Trans, useLingui } from '@lingui/react/macro';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { problemWords } from '../app/problem-words.ts';
import { Button } from '../ui/button.tsx';
import { Disclosure } from '../ui/disclosure.tsx';
import { TextField } from '../ui/field.tsx';
import { Notice, Status } from '../ui/notice.tsx';
import { Panel } from '../ui/panel.tsx';
import { type CheckInKey, dropKey, keepKey } from './check-in-api.ts';
import { EraseDialog } from './erase-dialog.tsx';
import { NewPassphraseFields, noPassphrase, usePassphraseFault } from './new-passphrase.tsx';
import { openByPassphrase, openByRecoveryCode } from './vault.ts';

type Opened = { readonly key: CheckInKey; readonly dataKey: CryptoKey };
type Props = {
	readonly personId: string;
	readonly held: CheckInKey;
	readonly onOpened: (opened: Opened) => void;
	readonly onDropped: () => void;
};

/** Entries are there, and closed. */
export const UnlockView = (props: Props) => {
	const [erasing, setErasing] = useState(false);
	return (
		<>
			<Panel title={<Trans>Open what you wrote</Trans>}>
				<PassphraseForm {...props} />
				<Disclosure summary={<Trans>I have lost the passphrase</Trans>}>
					<RecoveryForm {...props} />
				</Disclosure>
				<Disclosure summary={<Trans>I have lost both</Trans>}>
					<div className="stack">
						<p>
							<Trans>Then what you wrote is lost: nobody can open it. You can erase it and begin anew.</Trans>
						</p>
						<div className="row">
							<Button onClick={() => setErasing(true)}>
								<Trans>Erase and begin anew</Trans>
							</Button>
						</div>
					</div>
				</Disclosure>
			</Panel>
			{erasing ? <EraseDialog erase={dropKey} onErased={props.onDropped} onClose={() => setErasing(false)} /> : null}
		</>
	);
};

/**
 * What is typed goes along as `mutate`'s argument: the function itself is replaced only after the page has been drawn,
 * and would see what stood there before. Undefined is the one way in which a secret fails.
 */
const useOpen = <Typed,>(open: (typed: Typed) => Promise<Opened | undefined>, onOpened: Props['onOpened']) =>
	useMutation({
		mutationFn: async (typed: Typed) => (await open(typed)) ?? null,
		onSuccess: (opened) => {
			if (opened !== null) onOpened(opened);
		},
	});

const PassphraseForm = ({ personId, held, onOpened }: Props) => {
	const { t, i18n } = useLingui();
	const [passphrase, setPassphrase] = useState('');
	const { mutate, isPending, data, error, reset } = useOpen(async (typed: string) => {
		const dataKey = await openByPassphrase({ personId, wrapped: held.wrapped, passphrase: typed });
		return dataKey === undefined ? undefined : { key: held, dataKey };
	}, onOpened);
	const submit = (event: FormEvent): void => {
		event.preventDefault();
		if (passphrase !== '' && !isPending) mutate(passphrase);
	};
	return (
		<form className="stack" onSubmit={submit}>
			<TextField
				type="password"
				autoComplete="off"
				label={<Trans>Passphrase</Trans>}
				error={data === null ? t`This passphrase does not open it. Try again; nothing is counted.` : undefined}
				value={passphrase}
				onInput={(event) => {
					reset();
					setPassphrase(event.currentTarget.value);
				}}
			/>
			<div className="row">
				<Button
					type="submit"
					kind="primary"
					busy={isPending}
					whyDisabled={passphrase === '' ? t`Type the passphrase first.` : undefined}
				>
					<Trans>Open</Trans>
				</Button>
			</div>
			<Status>{error === null ? null : <Notice kind="trouble">{problemWords(error, i18n)}</Notice>}</Status>
		</form>
	);
};

const RecoveryForm = ({ personId, held, onOpened }: Props) => {
	const { t, i18n } = useLingui();
	const [code, setCode] = useState('');
	const [passphrase, setPassphrase] = useState(noPassphrase);
	const { mutate, isPending, data, error, reset } = useOpen(
		async (typed: { readonly recoveryCode: string; readonly newPassphrase: string }) => {
			const opened = await openByRecoveryCode({ personId, wrapped: held.wrapped, ...typed });
			if (opened === undefined) return undefined;
			return {
				key: await keepKey({ wrapped: opened.wrapped, replaces: held.version }),
				dataKey: opened.dataKey,
			};
		},
		onOpened,
	);
	const fault = usePassphraseFault(passphrase);
	const whyNot = code.trim() === '' ? t`Type the recovery code first.` : fault;
	const submit = (event: FormEvent): void => {
		event.preventDefault();
		if (whyNot === undefined && !isPending) mutate({ recoveryCode: code, newPassphrase: passphrase.first });
	};
	return (
		<form className="stack" onSubmit={submit}>
			<TextField
				label={<Trans>Recovery code</Trans>}
				hint={<Trans>It stays good after this; only the passphrase is new.</Trans>}
				error={data === null ? t`This code does not open it. Compare it with your paper, group by group.` : undefined}
				autoComplete="off"
				spellCheck={false}
				value={code}
				onInput={(event) => {
					reset();
					setCode(event.currentTarget.value);
				}}
			/>
			<NewPassphraseFields value={passphrase} onChange={setPassphrase} />
			<div className="row">
				<Button type="submit" busy={isPending} whyDisabled={whyNot}>
					<Trans>Open and keep the new passphrase</Trans>
				</Button>
			</div>
			<Status>{error === null ? null : <Notice kind="trouble">{problemWords(error, i18n)}</Notice>}</Status>
		</form>
	);
};
