import { Trans, useLingui } from '@lingui/react/macro';
import { purposeRules } from '@utu/core/safety/purpose.ts';
import { type ReactNode, useMemo, useState } from 'react';
import { inLanguage } from '../app/words.ts';
import { Button } from '../ui/button.tsx';
import { Disclosure } from '../ui/disclosure.tsx';
import { Markdown } from '../ui/markdown.tsx';
import { ActionBar } from './action-bar.tsx';
import { AnswerForm } from './answer-form.tsx';
import { FoundField } from './found-field.tsx';
import { buildKeymap } from './keymap.ts';
import { Sentences } from './sentences.tsx';
import type { WorkSession } from './session.ts';
import type { ItemState } from './session-state.ts';
import { SurpriseDialog } from './surprise-dialog.tsx';
import { toldHazards, toldSize } from './told-words.ts';

type ItemViewProps = {
	readonly item: ItemState;
	/** What kind of look it is for, where that needs a word. */
	readonly about: ReactNode;
	/** What the main button says, where it does not answer. */
	readonly done: ReactNode;
	readonly sending: boolean;
	readonly session: WorkSession;
	readonly singleKeys: boolean;
	readonly onPause: () => void;
	readonly onHelp: () => void;
};

/** One item: what it may hold, the text under its covers, the form, and the ways on. */
export const ItemView = ({ item, about, done, sending, session, singleKeys, onPause, onHelp }: ItemViewProps) => {
	const { i18n } = useLingui();
	const { lease } = item;
	const keymap = useMemo(() => buildKeymap(lease.form), [lease.form]);
	const instructions = inLanguage(lease.instructions, i18n);
	const scouting = purposeRules[lease.purpose].takesPlace && (lease.purpose === 'scout' || lease.told.unscreened);
	return (
		<div className="item">
			<header className="item-head">
				<h1 tabIndex={-1}>{lease.projectName}</h1>
				{about === undefined ? null : <p className="item-about">{about}</p>}
				<p className="item-told">{toldHazards(lease.told, i18n)}</p>
				<p className="hint">{toldSize(lease.told, i18n)}</p>
			</header>
			<div className="item-text">
				<Sentences
					item={item}
					reveal={(request) => void session.reveal(request)}
					hide={() => session.hide('person')}
					turnPage={session.turnPage}
					extend={() => void session.extend()}
				/>
				{instructions === undefined ? null : <Instructions text={instructions.text} lang={instructions.lang} />}
			</div>
			<div className="item-form">
				<AnswerForm
					item={item}
					keymap={keymap}
					showKeys={singleKeys}
					choose={session.choose}
					write={session.write}
					attend={session.attend}
				/>
				{scouting ? <FoundField found={item.found} onChange={session.find} /> : null}
				<p className="hint item-draft">
					{item.draft === 'none' ? null : item.draft === 'kept' ? (
						<Trans>Draft kept.</Trans>
					) : (
						<Trans>Draft kept on this device.</Trans>
					)}
					<Button kind="quiet" className="no-touch" keyHint="?" onClick={onHelp}>
						<Trans>Keys</Trans>
					</Button>
				</p>
			</div>
			<ActionBar
				sending={sending}
				done={done}
				onSubmit={() => void session.submit()}
				onHide={() => session.hide('person')}
				onSkip={() => void session.skip()}
				onSurprise={session.openSurprise}
				onPause={onPause}
			/>
			{item.surpriseOpen ? (
				<SurpriseDialog onCancel={session.cancelSurprise} onReport={(report) => void session.surprise(report)} />
			) : null}
		</div>
	);
};

/** Opened once and read by choice; its parser is loaded only then. */
const Instructions = ({ text, lang }: { readonly text: string; readonly lang: string }) => {
	const [opened, setOpened] = useState(false);
	return (
		<Disclosure summary={<Trans>How to do this</Trans>} onOpen={() => setOpened(true)}>
			{opened ? <Markdown text={text} lang={lang} /> : null}
		</Disclosure>
	);
};
