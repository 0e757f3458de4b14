import { err, ok, type Result } from '@utu/core/shared/result.ts';
import { isPublicAddress, literalAddress, type Resolve } from './address.ts';

export const webhookUrlCharsMax = 2_000;

export type WebhookUrlError =
	| { readonly kind: 'not-a-url' }
	| { readonly kind: 'too-long'; readonly charsMax: number }
	| { readonly kind: 'not-http'; readonly scheme: string }
	| { readonly kind: 'has-credentials' }
	| { readonly kind: 'has-fragment' }
	| { readonly kind: 'private-address'; readonly host: string };

/** Names that mean this machine or this network wherever they are asked. */
const localName = /(?:^|\.)(?:localhost|local|internal|intranet|lan|home\.arpa)\.?$/;

/** A URL that a webhook may have, normalised: http or https, no credentials, and no host that is known to be private. */
export const checkWebhookUrl = (
	text: string,
	{ privateAddresses }: { readonly privateAddresses: boolean },
): Result<URL, WebhookUrlError> => {
	if (text.length > webhookUrlCharsMax) return err({ kind: 'too-long', charsMax: webhookUrlCharsMax });
	if (!URL.canParse(text)) return err({ kind: 'not-a-url' });
	const url = new URL(text);
	if (url.protocol !== 'https:' && url.protocol !== 'http:') {
		return err({ kind: 'not-http', scheme: url.protocol.slice(0, -1) });
	}
	if (url.username !== '' || url.password !== '') return err({ kind: 'has-credentials' });
	if (url.hash !== '') return err({ kind: 'has-fragment' });
	if (privateAddresses) return ok(url);
	const literal = literalAddress(url.hostname);
	const isPrivate = literal === undefined ? localName.test(url.hostname) : !isPublicAddress(literal);
	return isPrivate ? err({ kind: 'private-address', host: url.hostname }) : ok(url);
};

const resolveMsMax = 2_000;

/**
 * Whether a host's name leads to a private address now. A name that cannot be resolved yet is no reason to refuse it:
 * every connection is checked again.
 */
export const leadsToPrivate = (url: URL, resolve: Resolve): Promise<boolean> =>
	new Promise((done) => {
		if (literalAddress(url.hostname) !== undefined) return done(false);
		const timer = setTimeout(done, resolveMsMax, false);
		resolve(url.hostname, { all: true }, (error, addresses) => {
			clearTimeout(timer);
			done(error === null && addresses.some(({ address }) => !isPublicAddress(address)));
		});
	});

/** For the person who typed it: what is wrong and what to do. */
export const explainWebhookUrl = (error: WebhookUrlError): string => {
	switch (error.kind) {
		case 'not-a-url':
			return 'This is not a URL. Give one such as https://example.org/hooks/utu.';
		case 'too-long':
			return `A webhook's URL has at most ${error.charsMax} characters.`;
		case 'not-http':
			return `A webhook's URL begins with https:// or http://, not ${error.scheme}:.`;
		case 'has-credentials':
			return 'A webhook’s URL carries no user name or password: it is shown to everybody who manages the project. Messages are signed instead.';
		case 'has-fragment':
			return 'The part after # is never sent to a server. Leave it out.';
		case 'private-address':
			return `${error.host} is an address of this machine or of a private network. Webhooks go to public addresses, unless whoever runs this server sets UTU_WEBHOOK_PRIVATE_ADDRESSES=true.`;
	}
};
