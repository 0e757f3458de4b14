import { roles as allRoles } from '@utu/core/people/access.ts';
import { err, ok, type Result } from '@utu/core/shared/result.ts';
import pg from 'pg';
import type { Composed } from './compose.ts';
import { ensurePerson, insertMembership } from './people/people.sql.ts';
import { changeMember, foundOrganisation } from './people/people.ts';

type Person = { readonly personId: string; readonly organisationId: string };

/** Signs a person up and gives them roles in an organisation, by the owner's hand: who runs the machine may. */
export const addUser = async (
	server: Composed,
	options: {
		readonly email: string;
		readonly displayName: string;
		readonly roles: readonly string[];
		readonly organisation: string;
		readonly password: string;
		readonly ownerUrl: string;
	},
): Promise<Result<Person, { readonly message: string }>> => {
	const unknown = options.roles.find((role) => !allRoles.some((one) => one === role));
	if (unknown !== undefined) return err({ message: `There is no role “${unknown}”. Roles: ${allRoles.join(', ')}.` });
	const signed = await server.identity.signUp({
		email: options.email,
		password: options.password,
		name: options.displayName,
	});
	if (!signed.ok) return err({ message: faultWords[signed.error.kind] });
	const { personId } = signed.value;
	const now = server.people.clock.now();
	await server.people.database.transaction({ personId }, (tx) =>
		ensurePerson(tx, { personId, displayName: options.displayName, now }),
	);
	const known = await organisationByName(options.ownerUrl, options.organisation);
	const organisationId =
		known ?? (await foundOrganisation(server.people, { personId, name: options.organisation })).organisationId;
	await server.people.database.transaction({ organisationId, personId }, (tx) =>
		insertMembership(tx, { organisationId, personId, displayName: options.displayName, roles: options.roles, now }),
	);
	if (known === undefined) {
		// Who founds is admin, whatever else.
		await changeMember(server.people, {
			organisationId,
			personId,
			roles: [...options.roles, 'admin'],
			teamId: undefined,
		});
	}
	return ok({ personId, organisationId });
};

const faultWords = {
	'email-taken': 'Somebody has this e-mail address already.',
	'email-invalid': 'This is no e-mail address.',
	'name-invalid': 'The name is empty or too long.',
	'password-short': 'The password is too short: ten characters or more.',
	'password-long': 'The password is too long.',
	busy: 'Too many sign-ups at once. Try again.',
} as const;

/** Names are not shown across organisations to the application's role: the owner looks it up. */
const organisationByName = async (ownerUrl: string, name: string): Promise<string | undefined> => {
	const client = new pg.Client({ connectionString: ownerUrl });
	await client.connect();
	try {
		const { rows } = await client.query<{ id: string }>(
			'select id from utu.organisation where name = $1 order by created_at limit 1',
			[name],
		);
		return rows[0]?.id;
	} finally {
		await client.end();
	}
};
