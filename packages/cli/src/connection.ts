import { ApiError, type Client, createClient } from '@utu/sdk/client.ts';
import { type Command, Option } from 'commander';
import { serverError, usageError } from './errors.ts';
import { note, type Terminal } from './terminal.ts';

export type ConnectionOptions = { readonly url: string; readonly apiKey?: string; readonly organisation?: string };

const defaultUrl = 'http://127.0.0.1:4600';

/** The options of every command that speaks to a server. */
export const withConnection = (command: Command, env: Terminal['env']): Command =>
	command
		.addOption(new Option('--url <url>', 'the server [env UTU_URL]').default(env['UTU_URL'] || defaultUrl, defaultUrl))
		.addOption(
			withDefault(
				new Option('--api-key <key>', 'an API key; better kept in the environment [env UTU_API_KEY]'),
				env['UTU_API_KEY'],
			),
		)
		.addOption(
			withDefault(
				new Option('--organisation <id>', 'which one, if the key is for several [env UTU_ORGANISATION]'),
				env['UTU_ORGANISATION'],
			),
		);

/** The value never shows in a help text: a key is a secret. */
const withDefault = (option: Option, value: string | undefined): Option =>
	value ? option.default(value, 'from the environment') : option;

export type Connection = { readonly client: Client; readonly url: string };

export const connect = (terminal: Terminal, options: ConnectionOptions): Connection => {
	const url = baseUrl(options.url);
	const { apiKey, organisation } = options;
	if (apiKey !== undefined && !/^[\x21-\x7e]+$/.test(apiKey)) {
		throw usageError(
			'--api-key (UTU_API_KEY) has characters that no key has; copy it again, without quotes or line ends.',
		);
	}
	if (apiKey !== undefined && isReadOnTheWay(url)) {
		note(terminal, `utu: the API key travels unencrypted to ${url}; use https beyond this machine.`);
	}
	const client = createClient({
		baseUrl: url,
		...(apiKey === undefined ? {} : { apiKey }),
		...(organisation === undefined ? {} : { organisationId: organisation }),
	});
	return { client, url };
};

/** Runs calls of one connection; what the server refuses becomes a line for the person at the terminal. */
export const call = async <T>(connection: Connection, act: (client: Client) => Promise<T>): Promise<T> => {
	try {
		return await act(connection.client);
	} catch (error) {
		if (error instanceof ApiError) throw serverError(connection.url, error);
		if (error instanceof SyntaxError) throw serverError(connection.url, notUtu());
		throw error;
	}
};

/** Something answered, but not as Utu does: most often the address of another service. */
export const notUtu = (): ApiError =>
	new ApiError({
		type: 'about:blank',
		title: 'The answer is not one of Utu.',
		status: 502,
		code: 'not-utu',
		detail: 'Check --url.',
	});

const baseUrl = (text: string): string => {
	if (!URL.canParse(text)) throw usageError(`--url ${text} is no address; write it as ${defaultUrl}.`);
	const url = new URL(text);
	if (url.protocol !== 'http:' && url.protocol !== 'https:')
		throw usageError(`--url ${text} must begin with http:// or https://.`);
	if (url.username !== '' || url.password !== '')
		throw usageError('--url must not carry a name or password; use --api-key.');
	return `${url.origin}${url.pathname}`.replace(/\/+$/, '');
};

const isReadOnTheWay = (url: string): boolean => {
	const { protocol, hostname } = new URL(url);
	return protocol === 'http:' && !/^(localhost|127(\.\d+){3}|\[::1\])$/.test(hostname);
};

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** An id that can only be wrong is refused here, with a word on where right ones are found. */
export const checkedId = (value: string, options: { readonly what: string; readonly listedBy: string }): string => {
	if (uuid.test(value)) return value;
	throw usageError(`${options.what} ${value} is no id; find it with: ${options.listedBy}`);
};
