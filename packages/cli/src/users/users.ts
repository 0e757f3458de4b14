import { role } from '@utu/contract/people.ts';
import type { ResponseBody } from '@utu/contract/routes.ts';
import { type ConnectionOptions, call, checkedId, connect } from '../connection.ts';
import { CliError, usageError } from '../errors.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { createUserOnServer, type Role } from '../serve.ts';
import { count, say, sayJson, type Terminal, table } from '../terminal.ts';

type Common = ConnectionOptions & { readonly json?: true };
type Member = ResponseBody<'GET /api/v1/members'>['members'][number];

export const roles: readonly Role[] = role.options;

/** A list longer than this is a server that never ends its pages. */
const pagesMax = 10_000;

export const listUsers = async (terminal: Terminal, options: Common): Promise<ExitCode> => {
	const connection = connect(terminal, options);
	const members: Member[] = [];
	let cursor: string | undefined;
	for (let page = 0; page < pagesMax; page++) {
		const query = cursor === undefined ? {} : { cursor };
		const answer = await call(connection, (client) => client.request('GET /api/v1/members', { query }));
		members.push(...answer.members);
		if (answer.nextCursor === null) break;
		cursor = answer.nextCursor;
	}
	if (options.json) sayJson(terminal, { members });
	else say(terminal, table(['PERSON', 'NAME', 'ROLES', 'JOINED'], members.map(memberRow)));
	return exitCodes.done;
};

const memberRow = (member: Member): readonly string[] => [
	member.personId,
	member.displayName,
	member.roles.join(' '),
	member.joinedAt.slice(0, 10),
];

export const setRoles = async (
	terminal: Terminal,
	target: { readonly person: string; readonly roles: readonly string[] },
	options: Common,
): Promise<ExitCode> => {
	const personId = checkedId(target.person, { what: 'The person', listedBy: 'utu users list' });
	const wanted = knownRoles(target.roles);
	const member = await call(connect(terminal, options), (client) =>
		client.request('PATCH /api/v1/members/:personId', { params: { personId }, body: { roles: [...wanted] } }),
	);
	if (options.json) sayJson(terminal, member);
	else say(terminal, `${member.displayName}: ${member.roles.join(' ')}`);
	return exitCodes.done;
};

export const showJoinCode = async (terminal: Terminal, options: Common): Promise<ExitCode> => {
	const answer = await call(connect(terminal, options), (client) => client.request('GET /api/v1/organisation', {}));
	if (options.json) sayJson(terminal, answer);
	else
		say(
			terminal,
			`${answer.joinCode}  (${answer.name}, ${count(answer.memberCount)} members; who joins with it is a worker)`,
		);
	return exitCodes.done;
};

export type CreateUserCommand = {
	readonly email: string;
	readonly name: string;
	readonly role: readonly string[];
	readonly organisation: string;
	readonly data: string;
	readonly json?: true;
};

/** Makes a person directly in the data folder: how the first admin comes to be, before any server runs. */
export const createUser = async (terminal: Terminal, options: CreateUserCommand): Promise<ExitCode> => {
	if (!/^[^\s@]+@[^\s@]+$/.test(options.email)) throw usageError(`--email ${options.email} is no address.`);
	const password = terminal.env['UTU_PASSWORD'];
	const created = await createUserOnServer({
		email: options.email,
		displayName: options.name,
		roles: knownRoles(options.role),
		organisation: options.organisation,
		dataFolder: options.data,
		...(password ? { password } : {}),
	});
	if (!created.ok) throw new CliError(exitCodes.server, created.error.message);
	if (options.json) sayJson(terminal, created.value);
	else {
		const { personId, password: made } = created.value;
		say(terminal, `${personId}  ${options.email}${made === undefined ? '' : `\nPassword, shown this once: ${made}`}`);
	}
	return exitCodes.done;
};

const knownRoles = (words: readonly string[]): readonly Role[] =>
	words.map((word) => {
		const known = roles.find((one) => one === word);
		if (known === undefined) throw usageError(`“${word}” is no role; there are: ${roles.join(', ')}.`);
		return known;
	});
