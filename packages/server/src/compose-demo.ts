import { readFileSync } from 'node:fs';
import type { NewItem } from '@utu/contract/intake.ts';
import type { ProjectDefinition } from '@utu/contract/projects.ts';
import type { Composed } from './compose.ts';
import { takeIn } from './intake/intake.ts';
import { ensurePerson, updateOrganisation } from './people/people.sql.ts';
import { changeMember, foundOrganisation, joinOrganisation } from './people/people.ts';
import { makeProject, setState } from './projects/projects.ts';

/** A log-in of the demonstration. The passwords are public: the demonstration listens on this machine only. */
export type DemoAccount = {
	readonly role: string;
	readonly name: string;
	readonly email: string;
	readonly password: string;
};

const joinCode = 'SOKO-CORNER';

export const demoAccounts: readonly DemoAccount[] = [
	{ role: 'operator', name: 'Demo operator', email: 'operator@demo.example', password: 'soko-operator' },
	{ role: 'worker', name: 'Demo worker', email: 'worker@demo.example', password: 'soko-worker' },
	{ role: 'analyst', name: 'Demo analyst', email: 'analyst@demo.example', password: 'soko-analyst' },
	{ role: 'client', name: 'Demo client', email: 'client@demo.example', password: 'soko-client' },
];

const read = (name: string): string => readFileSync(new URL(`./demo/content/${name}`, import.meta.url), 'utf8');

/** The project of the demonstration, as it is made. */
export const demoProject = (): { readonly name: string; readonly definition: ProjectDefinition } => {
	const { name, ...definition } = JSON.parse(read('project.json')) as { name: string } & ProjectDefinition;
	return { name, definition };
};

export const demoItems = (): readonly NewItem[] =>
	read('items.jsonl')
		.split('\n')
		.filter((line) => line !== '')
		.map((line) => JSON.parse(line) as NewItem);

/** Loads the demonstration once: organisation, log-ins, an open project and its items. A restart finds it there. */
export const loadDemo = async (server: Composed): Promise<void> => {
	const [operator, ...others] = demoAccounts;
	if (operator === undefined) throw new Error('the demonstration has no operator');
	const founder = await person(server, operator);
	// Who has the founder's address has loaded it before.
	if (founder === undefined) return;
	const { organisationId } = await foundOrganisation(server.people, {
		personId: founder,
		name: 'Soko Corner',
		joinCode,
	});
	await server.people.database.transaction({ organisationId }, (tx) =>
		updateOrganisation(tx, {
			name: undefined,
			supportContact:
				'This is a demonstration: a real organisation names the people here whom its workers can turn to.',
		}),
	);
	for (const account of others) {
		const personId = await person(server, account);
		if (personId === undefined) continue;
		await joinOrganisation(server.people, { personId, joinCode });
		await changeMember(server.people, { organisationId, personId, roles: [account.role], teamId: undefined });
	}
	const project = await makeProject(server.projects, { organisationId, templateId: undefined, ...demoProject() });
	if (!project.ok) throw new Error(`the demonstration's project is refused: ${JSON.stringify(project.error)}`);
	const incoming = demoItems().map((item, index) => ({ line: index + 1, item: { ...item, source: 'soko-corner' } }));
	const taken = await takeIn(server.intake, { organisationId, projectId: project.value.id, incoming });
	if (!taken.ok || taken.value.refused > 0) throw new Error('the demonstration’s items are refused');
	await setState(server.projects, { organisationId, projectId: project.value.id, state: 'open' });
};

/** Signs one up; undefined when the address is taken. */
const person = async (server: Composed, account: DemoAccount): Promise<string | undefined> => {
	const made = await server.identity.signUp({ email: account.email, password: account.password, name: account.name });
	if (!made.ok) {
		if (made.error.kind === 'email-taken') return undefined;
		throw new Error(`the demonstration cannot sign up ${account.role}: ${made.error.kind}`);
	}
	const { personId } = made.value;
	await server.people.database.transaction({ personId }, (tx) =>
		ensurePerson(tx, { personId, displayName: account.name, now: server.people.clock.now() }),
	);
	return personId;
};
