import { Trans, useLingui } from '@lingui/react/macro';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { codeOf } from '../api/client.ts';
import { problemWords } from '../app/problem-words.ts';
import { Button } from '../ui/button.tsx';
import { Choice } from '../ui/choice.tsx';
import { Notice, Status } from '../ui/notice.tsx';
import { Panel } from '../ui/panel.tsx';
import { type CheckInKey, keepKey } from './check-in-api.ts';
import { NewPassphraseFields, noPassphrase, usePassphraseFault } from './new-passphrase.tsx';
import { type MadeKey, makeKey } from './vault.ts';
import './support.css';

type Props = {
	readonly personId: string;
	readonly onOpened: (opened: { readonly key: CheckInKey; readonly dataKey: CryptoKey }) => void;
};

/** The first time: a passphrase, then the recovery code, and only then is anything kept. */
export const SetUpView = ({ personId, onOpened }: Props) => {
	const [made, setMade] = useState<MadeKey>();
	return made === undefined ? (
		<PassphrasePanel personId={personId} onMade={setMade} />
	) : (
		<RecoveryCodePanel made={made} onOpened={onOpened} />
	);
};

const PassphrasePanel = ({
	personId,
	onMade,
}: {
	readonly personId: string;
	readonly onMade: (made: MadeKey) => void;
}) => {
	const { t, i18n } = useLingui();
	const [passphrase, setPassphrase] = useState(noPassphrase);
	const [understood, setUnderstood] = useState(false);
	const { mutate, isPending, error } = useMutation({
		mutationFn: (chosen: string) => makeKey({ personId, passphrase: chosen }),
		onSuccess: onMade,
	});
	const fault = usePassphraseFault(passphrase);
	const whyNot = fault ?? (understood ? undefined : t`Say that you have read this.`);
	const submit = (event: FormEvent): void => {
		event.preventDefault();
		if (whyNot === undefined && !isPending) mutate(passphrase.first);
	};
	return (
		<Panel
			title={<Trans>Choose a passphrase</Trans>}
			lede={
				<Trans>
					It opens what you write here, and it never leaves this browser. You will also get a recovery code, once.
				</Trans>
			}
		>
			<form className="stack" onSubmit={submit}>
				<NewPassphraseFields value={passphrase} onChange={setPassphrase} />
				<Choice
					kind="checkbox"
					label={<Trans>If I lose both the passphrase and the recovery code, what I wrote is lost</Trans>}
					help={<Trans>Nobody can open it for you: not the server, not who runs it.</Trans>}
					checked={understood}
					onChange={(event) => setUnderstood(event.currentTarget.checked)}
				/>
				<div className="row">
					<Button type="submit" kind="primary" busy={isPending} whyDisabled={whyNot}>
						<Trans>Go on</Trans>
					</Button>
				</div>
				<Status>{error === null ? null : <Notice kind="trouble">{problemWords(error, i18n)}</Notice>}</Status>
			</form>
		</Panel>
	);
};

const RecoveryCodePanel = ({ made, onOpened }: { readonly made: MadeKey } & Pick<Props, 'onOpened'>) => {
	const { t, i18n } = useLingui();
	const [written, setWritten] = useState(false);
	const { mutate, isPending, error } = useMutation({
		mutationFn: () => keepKey({ wrapped: made.wrapped, replaces: null }),
		onSuccess: (key) => onOpened({ key, dataKey: made.dataKey }),
	});
	return (
		<Panel
			title={<Trans>Your recovery code</Trans>}
			lede={<Trans>It is shown this once. Write it on paper and keep it where only you look.</Trans>}
		>
			<p className="recovery-code">
				<code>{made.recoveryCode}</code>
			</p>
			<p className="hint">
				<Trans>Six groups of four. Small letters and gaps do not matter when you type it.</Trans>
			</p>
			<Choice
				kind="checkbox"
				label={<Trans>I have written it down</Trans>}
				checked={written}
				onChange={(event) => setWritten(event.currentTarget.checked)}
			/>
			<div className="row">
				<Button
					kind="primary"
					busy={isPending}
					whyDisabled={written ? undefined : t`Write the code down first.`}
					onClick={() => mutate()}
				>
					<Trans>Begin</Trans>
				</Button>
			</div>
			<Status>
				{error === null ? null : (
					<Notice kind="trouble">
						{codeOf(error) === 'key-changed'
							? t`You have begun on another page already. Load this page again, and use that passphrase.`
							: problemWords(error, i18n)}
					</Notice>
				)}
			</Status>
		</Panel>
	);
};
