import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { codeOf } from '../api/client.ts';
import { problemWords } from '../app/problem-words.ts';
import { supportQuery } from '../support/support-api.ts';
import { Button } from '../ui/button.tsx';
import { TextField } from '../ui/field.tsx';
import { Notice, Status } from '../ui/notice.tsx';
import { Panel } from '../ui/panel.tsx';
import { Loading, Trouble } from '../ui/state.tsx';
import { type Contact, useSetContacts } from './api/contacts.ts';
import {
	contactsMax,
	type DraftContact,
	draftOf,
	emptyDraft,
	faultsOf,
	type KeyedDraft,
	keyed,
	readContacts,
} from './contacts.ts';
import './contacts.css';

/** Whom the organisation’s people can turn to, as a list that they can call from any page. */
export const ContactsPanel = () => {
	const { i18n } = useLingui();
	const { data, error, refetch } = useQuery(supportQuery);
	return (
		<Panel
			title={<Trans>Contacts</Trans>}
			lede={
				<Trans>
					People outside of the line of command, with a number and hours. Your people see them on every page; no project
					opens before there is one, here or in the text below.
				</Trans>
			}
		>
			{data === undefined ? (
				error === null ? (
					<Loading />
				) : (
					<Trouble onRetry={() => void refetch()}>{problemWords(error, i18n)}</Trouble>
				)
			) : (
				<Editor contacts={data.contacts} />
			)}
		</Panel>
	);
};

const Editor = ({ contacts }: { readonly contacts: readonly Contact[] }) => {
	const { t, i18n } = useLingui();
	const [drafts, setDrafts] = useState(() => contacts.map(draftOf).map(keyed));
	const { mutate, isPending, isSuccess, error, reset } = useSetContacts();
	const list = useRef<HTMLDivElement>(null);
	const focusLast = useRef(false);
	useEffect(() => {
		if (!focusLast.current) return;
		focusLast.current = false;
		list.current?.querySelector<HTMLElement>('.contact-draft:last-of-type input')?.focus();
	});
	const change = (changed: readonly KeyedDraft[]): void => {
		reset();
		setDrafts([...changed]);
	};
	const read = readContacts(drafts.map(({ draft }) => draft));
	const same = JSON.stringify(read) === JSON.stringify(contacts);
	const whyNot =
		read === undefined
			? t`A contact lacks a name or a number, or a language is no tag.`
			: same
				? t`Nothing has changed.`
				: undefined;
	const submit = (event: FormEvent): void => {
		event.preventDefault();
		if (read !== undefined && !same && !isPending)
			mutate(read, { onSuccess: (kept) => setDrafts(kept.contacts.map(draftOf).map(keyed)) });
	};
	return (
		<form className="stack" onSubmit={submit}>
			<div ref={list} className="contact-drafts">
				{drafts.map(({ key, draft }, index) => (
					<DraftFields
						key={key}
						number={index + 1}
						draft={draft}
						onChange={(changed) => change(drafts.with(index, { key, draft: changed }))}
						onRemove={() => change(drafts.toSpliced(index, 1))}
						onEarlier={
							index === 0
								? undefined
								: () => change(drafts.toSpliced(index - 1, 2, ...drafts.slice(index - 1, index + 1).toReversed()))
						}
					/>
				))}
			</div>
			<div className="row">
				<Button
					whyDisabled={drafts.length >= contactsMax ? t`There are ${contactsMax} already.` : undefined}
					onClick={() => {
						focusLast.current = true;
						change([...drafts, keyed(emptyDraft)]);
					}}
				>
					<Trans>Add a contact</Trans>
				</Button>
			</div>
			<div className="row">
				<Button type="submit" kind="primary" busy={isPending} whyDisabled={whyNot}>
					<Trans>Keep the contacts</Trans>
				</Button>
			</div>
			<Status>
				{error !== null ? (
					<Notice kind="trouble">
						{codeOf(error) === 'contacts-needed'
							? t`A project is open: somebody has to be there for its people. Pause it first.`
							: problemWords(error, i18n)}
					</Notice>
				) : isSuccess ? (
					<Trans>Kept.</Trans>
				) : null}
			</Status>
		</form>
	);
};

type DraftProps = {
	readonly number: number;
	readonly draft: DraftContact;
	readonly onChange: (draft: DraftContact) => void;
	readonly onRemove: () => void;
	readonly onEarlier: (() => void) | undefined;
};

const DraftFields = ({ number, draft, onChange, onRemove, onEarlier }: DraftProps) => {
	const { t } = useLingui();
	const faults = faultsOf(draft);
	const field = (name: keyof DraftContact) => ({
		value: draft[name],
		maxLength: 500,
		onInput: (event: { readonly currentTarget: HTMLInputElement }) =>
			onChange({ ...draft, [name]: event.currentTarget.value }),
	});
	return (
		<fieldset className="contact-draft">
			<legend>
				<Trans>Contact {number}</Trans>
			</legend>
			<div className="contact-fields">
				<TextField label={<Trans>Name</Trans>} {...field('name')} />
				<TextField label={<Trans>Who this is, and what for</Trans>} {...field('about')} />
				<TextField label={<Trans>Number, address or place</Trans>} {...field('reach')} />
				<TextField label={<Trans>Hours</Trans>} {...field('hours')} />
				<TextField
					label={<Trans>Languages</Trans>}
					hint={<Trans>As tags, with commas: en, sw</Trans>}
					error={faults.languages ? t`Tags of two or three letters, such as en, sw.` : undefined}
					{...field('languages')}
				/>
			</div>
			<div className="row">
				{onEarlier === undefined ? null : (
					<Button kind="quiet" aria-label={t`Move contact ${number} up`} onClick={onEarlier}>
						<Trans>Move up</Trans>
					</Button>
				)}
				<Button kind="quiet" aria-label={t`Remove contact ${number}`} onClick={onRemove}>
					<Trans>Remove</Trans>
				</Button>
			</div>
		</fieldset>
	);
};
