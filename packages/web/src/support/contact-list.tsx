import { Trans, useLingui } from '@lingui/react/macro';
import { languageWord, listWords } from '../app/words.ts';
import type { Support } from './support-api.ts';
import './support.css';

/** Whom somebody can turn to, ready to be called. */
export const ContactList = ({ support }: { readonly support: Support }) => {
	const { contacts, text } = support;
	if (contacts.length === 0 && text === null)
		return (
			<p>
				<Trans>Your organisation has not said yet whom you can turn to. Ask your representative.</Trans>
			</p>
		);
	return (
		<>
			{contacts.length === 0 ? null : (
				<ul className="plain-list contacts">
					{contacts.map((contact, index) => (
						// biome-ignore lint/suspicious/noArrayIndexKey: the order is the organisation's, and nothing is kept in a line.
						<ContactItem key={index} contact={contact} />
					))}
				</ul>
			)}
			{text === null ? null : (
				<p className="as-written" dir="auto">
					{text}
				</p>
			)}
		</>
	);
};

const ContactItem = ({ contact }: { readonly contact: Support['contacts'][number] }) => {
	const { i18n } = useLingui();
	return (
		<li className="contact">
			<p className="contact-name" dir="auto">
				{contact.name}
			</p>
			{contact.about === '' ? null : (
				<p className="as-written" dir="auto">
					{contact.about}
				</p>
			)}
			<p className="contact-reach" dir="auto">
				<Reach reach={contact.reach} />
			</p>
			{contact.hours === '' && contact.languages.length === 0 ? null : (
				<p className="hint" dir="auto">
					{[
						contact.hours,
						listWords(
							contact.languages.map((tag) => languageWord(tag, i18n)),
							i18n,
						),
					]
						.filter((part) => part !== '')
						.join(' · ')}
				</p>
			)}
		</li>
	);
};

const phone = /^\+?[\d\s().-]{5,}$/;
const mail = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;

/** A number or an address alone can be followed; anything else is read. */
const Reach = ({ reach }: { readonly reach: string }) => {
	if (phone.test(reach)) return <a href={`tel:${reach.replaceAll(/[^\d+]/g, '')}`}>{reach}</a>;
	if (mail.test(reach)) return <a href={`mailto:${reach}`}>{reach}</a>;
	return <>{reach}</>;
};
