import { err, ok, type Result } from '@utu/core/shared/result.ts';
import type { Clock, Ids } from '../platform/clock.ts';
import type { Database, Tx } from '../platform/database.ts';
import { rememberChoice } from '../safety/choice.sql.ts';
import {
	adminCount,
	insertMembership,
	insertOrganisation,
	insertTeam,
	listTeams,
	loadOrganisation,
	loadPerson,
	lockMember,
	lockOrganisation,
	type MemberRow,
	type MembershipRow,
	myMemberships,
	organisationByCode,
	organisationName,
	type PersonRow,
	type TeamRow,
	updateMember,
	updatePerson,
} from './people.sql.ts';

export type PeopleDeps = {
	readonly database: Database;
	readonly clock: Clock;
	readonly ids: Ids;
	readonly rolesChanged: (personId: string) => void;
};
export type PeopleError =
	| { readonly kind: 'no-such-code' }
	| { readonly kind: 'no-such-member' }
	| { readonly kind: 'no-such-team' }
	| { readonly kind: 'last-admin' }
	| { readonly kind: 'team-full'; readonly max: number }
	| { readonly kind: 'not-an-analyst' };

/** A team is led by one analyst. */
const teamMembersMax = 20;

/** Without letters and digits that are taken for one another. */
const codeAlphabet = 'ABCDEFGHJKMNPQRSTUVWXYZ23456789';
/** 31^12 codes: not to be guessed. */
const codeChars = 12;

export type Me = { readonly person: PersonRow; readonly memberships: readonly MembershipRow[] };

/** A changed time zone changes which dates a look touched: it stands in its order among what was leased. */
export const changeMe = (
	deps: PeopleDeps,
	personId: string,
	change: {
		readonly displayName?: string | undefined;
		readonly locale?: string | undefined;
		readonly timeZone?: string | undefined;
	},
): Promise<void> =>
	deps.database.transaction({ personId, lockAccount: true }, async (tx) => {
		await updatePerson(tx, {
			displayName: change.displayName,
			locale: change.locale,
			timeZone: change.timeZone,
		});
		if (change.timeZone !== undefined)
			await rememberChoice(tx, {
				personId,
				now: deps.clock.now(),
				choice: { kind: 'time-zone', value: change.timeZone },
			});
	});

/** Who a person is, with the organisations that they belong to. */
export const loadMe = async (deps: PeopleDeps, personId: string): Promise<Me> => {
	const { person, memberships } = await deps.database.transaction({ personId }, async (tx) => ({
		person: await loadPerson(tx),
		memberships: await myMemberships(tx),
	}));
	if (person === undefined) throw new Error('a signed-in person without a row');
	const named = await Promise.all(
		memberships.map(async (one) => ({
			...one,
			organisationName: await deps.database.transaction(
				{ organisationId: one.organisationId, personId },
				organisationName,
			),
		})),
	);
	return { person, memberships: named };
};

/** Founds an organisation: its founder is admin and operator. */
export const foundOrganisation = async (
	deps: PeopleDeps,
	options: { readonly personId: string; readonly name: string; readonly joinCode?: string },
): Promise<{ readonly organisationId: string; readonly joinCode: string }> => {
	const organisationId = deps.ids.uuid();
	const joinCode = options.joinCode ?? newJoinCode(deps.ids);
	await deps.database.transaction({ organisationId, personId: options.personId }, async (tx) => {
		const now = deps.clock.now();
		const person = await loadPerson(tx);
		if (person === undefined) throw new Error('a signed-in person without a row');
		await insertOrganisation(tx, { id: organisationId, name: options.name, joinCode, now });
		await insertMembership(tx, {
			organisationId,
			personId: person.id,
			displayName: person.displayName,
			roles: ['admin', 'operator'],
			now,
		});
	});
	deps.rolesChanged(options.personId);
	return { organisationId, joinCode };
};

const newJoinCode = (ids: Ids): string => {
	const letters = Array.from({ length: codeChars }, () => codeAlphabet[Math.floor(ids.random() * codeAlphabet.length)]);
	return `${letters.slice(0, 4).join('')}-${letters.slice(4, 8).join('')}-${letters.slice(8).join('')}`;
};

/** Joins as a worker by the code that the organisation gave. */
export const joinOrganisation = async (
	deps: PeopleDeps,
	options: { readonly personId: string; readonly joinCode: string },
): Promise<Result<MembershipRow, PeopleError>> => {
	const joinCode = options.joinCode.trim().toUpperCase();
	const organisation = await deps.database.transaction({ joinCode }, (tx) => organisationByCode(tx, joinCode));
	if (organisation === undefined) return err({ kind: 'no-such-code' });
	const joined = await deps.database.transaction(
		{ organisationId: organisation.id, personId: options.personId },
		async (tx) => {
			const person = await loadPerson(tx);
			if (person === undefined) throw new Error('a signed-in person without a row');
			await insertMembership(tx, {
				organisationId: organisation.id,
				personId: person.id,
				displayName: person.displayName,
				roles: ['worker'],
				now: deps.clock.now(),
			});
			const member = await lockMember(tx, person.id);
			if (member === undefined) throw new Error('a membership was not made');
			return {
				organisationId: organisation.id,
				organisationName: await organisationName(tx),
				roles: member.roles,
				teamId: member.teamId,
			};
		},
	);
	deps.rolesChanged(options.personId);
	return ok(joined);
};

/** Changes a member's roles or team; the last admin stays admin. */
export const changeMember = async (
	deps: PeopleDeps,
	options: {
		readonly organisationId: string;
		readonly personId: string;
		readonly roles: readonly string[] | undefined;
		readonly teamId: string | null | undefined;
	},
): Promise<Result<MemberRow, PeopleError>> => {
	const changed = await deps.database.transaction<Result<MemberRow, PeopleError>>(
		{ organisationId: options.organisationId },
		async (tx) => {
			await lockOrganisation(tx);
			const member = await lockMember(tx, options.personId);
			if (member === undefined) return err({ kind: 'no-such-member' });
			const next = {
				...member,
				roles: [...new Set(options.roles ?? member.roles)].sort(),
				teamId: options.teamId === undefined ? member.teamId : options.teamId,
			};
			if (member.roles.includes('admin') && !next.roles.includes('admin') && (await adminCount(tx)) <= 1)
				return err({ kind: 'last-admin' });
			if (next.teamId !== null && next.teamId !== member.teamId) {
				const team = (await listTeams(tx)).find((one) => one.id === next.teamId);
				if (team === undefined) return err({ kind: 'no-such-team' });
				if (team.memberCount >= teamMembersMax) return err({ kind: 'team-full', max: teamMembersMax });
			}
			await updateMember(tx, next);
			return ok(next);
		},
	);
	if (changed.ok) deps.rolesChanged(options.personId);
	return changed;
};

/** Makes a team; who leads it is an analyst. */
export const makeTeam = (
	deps: PeopleDeps,
	options: { readonly organisationId: string; readonly name: string; readonly analystId: string | null },
): Promise<Result<TeamRow, PeopleError>> =>
	deps.database.transaction<Result<TeamRow, PeopleError>>({ organisationId: options.organisationId }, async (tx) => {
		if (options.analystId !== null && !(await isAnalyst(tx, options.analystId))) return err({ kind: 'not-an-analyst' });
		const id = deps.ids.uuid();
		await insertTeam(tx, { ...options, id, now: deps.clock.now() });
		return ok({ id, name: options.name, analystId: options.analystId, memberCount: 0 });
	});

const isAnalyst = async (tx: Tx, personId: string): Promise<boolean> =>
	(await lockMember(tx, personId))?.roles.includes('analyst') === true;

export const organisationOf = async (
	deps: PeopleDeps,
	organisationId: string,
): Promise<NonNullable<Awaited<ReturnType<typeof loadOrganisation>>>> => {
	const row = await deps.database.transaction({ organisationId }, loadOrganisation);
	if (row === undefined) throw new Error('a member of no organisation');
	return row;
};
