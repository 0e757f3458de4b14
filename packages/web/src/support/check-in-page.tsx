import { Trans, useLingui } from '@lingui/react/macro';
import { useEffect, useState } from 'react';
import { useMe } from '../api/use-me.ts';
import { problemWords } from '../app/problem-words.ts';
import { Button } from '../ui/button.tsx';
import { Choice, ChoiceGroup } from '../ui/choice.tsx';
import { Page } from '../ui/page.tsx';
import { Panel } from '../ui/panel.tsx';
import { Loading, Trouble } from '../ui/state.tsx';
import { type CheckInKey, loadKey } from './check-in-api.ts';
import { type Computer, saidComputer, sayComputer } from './computer.ts';
import { OpenView } from './open-view.tsx';
import { SetUpView } from './set-up-view.tsx';
import { UnlockView } from './unlock-view.tsx';
import { canEncrypt } from './vault.ts';

/** A person’s own note on how they are: encrypted here, read here, by nobody else. */
export const CheckInPage = () => {
	const { t } = useLingui();
	const [computer, setComputer] = useState(saidComputer);
	const say = (said: Computer | undefined): void => {
		sayComputer(said);
		setComputer(said);
	};
	return (
		<Page
			title={t`Check-in`}
			lede={
				<Trans>
					How you are, for you alone. It is encrypted in this browser before it is sent; no manager, no score and no
					router ever reads it. Nothing follows from it.
				</Trans>
			}
			narrow
		>
			{computer === undefined ? (
				<ComputerPanel onSay={say} />
			) : computer === 'shared' ? (
				<SharedPanel onChange={() => say(undefined)} />
			) : canEncrypt() ? (
				<Vault />
			) : (
				<Trouble>
					<Trans>This browser encrypts on pages with an https address only. Ask your operator for it.</Trans>
				</Trouble>
			)}
		</Page>
	);
};

const ComputerPanel = ({ onSay }: { readonly onSay: (said: Computer) => void }) => {
	const { t } = useLingui();
	const [chosen, setChosen] = useState<Computer>();
	return (
		<Panel title={<Trans>Before you begin</Trans>}>
			<form
				className="stack"
				onSubmit={(event) => {
					event.preventDefault();
					if (chosen !== undefined) onSay(chosen);
				}}
			>
				<ChoiceGroup
					legend={<Trans>Whose computer is this?</Trans>}
					hint={
						<Trans>On a shared one, others could read along. Your answer is forgotten when you close this tab.</Trans>
					}
				>
					<Choice
						kind="radio"
						name="computer"
						label={<Trans>Only I use this computer</Trans>}
						checked={chosen === 'own'}
						onChange={() => setChosen('own')}
					/>
					<Choice
						kind="radio"
						name="computer"
						label={<Trans>This is a shared computer</Trans>}
						checked={chosen === 'shared'}
						onChange={() => setChosen('shared')}
					/>
				</ChoiceGroup>
				<div className="row">
					<Button
						type="submit"
						kind="primary"
						whyDisabled={chosen === undefined ? t`Choose one of the two.` : undefined}
					>
						<Trans>Go on</Trans>
					</Button>
				</div>
			</form>
		</Panel>
	);
};

const SharedPanel = ({ onChange }: { readonly onChange: () => void }) => (
	<Panel title={<Trans>Not on a shared computer</Trans>}>
		<p>
			<Trans>
				Whoever sits here after you could see what you wrote, or note your passphrase. Use a telephone or a computer of
				your own; paper does as well.
			</Trans>
		</p>
		<div className="row">
			<Button onClick={onChange}>
				<Trans>This computer is not shared</Trans>
			</Button>
		</div>
	</Panel>
);

type Loaded = { readonly key: CheckInKey | null } | { readonly error: unknown } | undefined;

const Vault = () => {
	const { i18n } = useLingui();
	const { personId } = useMe();
	const [loaded, setLoaded] = useState<Loaded>();
	const [dataKey, setDataKey] = useState<CryptoKey>();
	const load = (): void => {
		loadKey().then(
			(key) => setLoaded({ key }),
			(error: unknown) => setLoaded({ error }),
		);
	};
	useEffect(load, []);
	if (loaded === undefined) return <Loading />;
	if ('error' in loaded) return <Trouble onRetry={load}>{problemWords(loaded.error, i18n)}</Trouble>;
	const opened = (options: { readonly key: CheckInKey; readonly dataKey: CryptoKey }): void => {
		setLoaded({ key: options.key });
		setDataKey(options.dataKey);
	};
	if (loaded.key === null) return <SetUpView personId={personId} onOpened={opened} />;
	if (dataKey === undefined)
		return (
			<UnlockView personId={personId} held={loaded.key} onOpened={opened} onDropped={() => setLoaded({ key: null })} />
		);
	return <OpenView unlocked={{ dataKey, personId }} onLock={() => setDataKey(undefined)} />;
};
