import type { HazardCategory } from '@utu/core/safety/hazards.ts';
import pg from 'pg';
import { sortingProject } from '../sorting-project.ts';
import type { Scenario } from './scenario.ts';
import { startOf } from './scenario.ts';

export type SimulatedPerson = {
	readonly id: string;
	readonly organisationId: string;
	readonly busy: boolean;
	/** Looks for a few seconds only: many views in little time. */
	readonly quick: boolean;
	/** Also judges what others answered. */
	readonly reviews: boolean;
	/** Says yes to so much; drawn once. */
	readonly consents: readonly HazardCategory[];
};

export type Ground = {
	readonly organisations: readonly { readonly id: string; readonly projects: readonly string[] }[];
	readonly people: readonly SimulatedPerson[];
};

/** Zones with and without daylight saving, and with halves of an hour. */
const zones = [
	'Africa/Nairobi',
	'Europe/Paris',
	'America/New_York',
	'Asia/Kolkata',
	'Pacific/Auckland',
	'UTC',
	'Asia/Kathmandu',
];
const hour = 3_600_000;
const shiftHours = 8.5;
const teamPeople = 20;

/** Two organisations, three projects each, people in teams of twenty on three shifts with a roster for the whole time. */
export const layGround = async (options: {
	readonly ownerUrl: string;
	readonly scenario: Scenario;
	readonly random: () => number;
	readonly uuid: () => string;
}): Promise<Ground> => {
	const client = new pg.Client({ connectionString: options.ownerUrl });
	await client.connect();
	try {
		await client.query('begin');
		const organisations: Ground['organisations'][number][] = [];
		for (const name of ['Large', 'Small']) organisations.push(await addOrganisation(client, { ...options, name }));
		const people: SimulatedPerson[] = [];
		for (let number = 0; number < options.scenario.people; number++)
			people.push(await addPerson(client, { ...options, number, organisations }));
		await client.query('commit');
		return { organisations, people };
	} finally {
		await client.end();
	}
};

type Options = Parameters<typeof layGround>[0];

const addOrganisation = async (client: pg.Client, { scenario, uuid, name }: Options & { readonly name: string }) => {
	const id = uuid();
	const now = startOf(scenario);
	await client.query(
		'insert into utu.organisation (id, name, join_code, created_at) values ($1::uuid, $2, $1::uuid::text, $3)',
		[id, name, now],
	);
	const projects: string[] = [];
	for (let number = 0; number < 3; number++) {
		const projectId = uuid();
		await client.query(
			`insert into utu.project (id, organisation_id, name, state, version, created_at) values ($1, $2, 'Project', 'open', 1, $3)`,
			[projectId, id, now],
		);
		await client.query(
			'insert into utu.project_version (project_id, version, organisation_id, definition, created_at) values ($1, 1, $2, $3, $4)',
			[projectId, id, sortingProject, now],
		);
		projects.push(projectId);
	}
	return { id, projects };
};

const addPerson = async (
	client: pg.Client,
	options: Options & { readonly number: number; readonly organisations: Ground['organisations'] },
): Promise<SimulatedPerson> => {
	const { scenario, random, uuid, number, organisations } = options;
	const id = uuid();
	const start = startOf(scenario);
	// One in twenty works for the small one, one in forty for both.
	const home = (number % 20 === 7 ? organisations[1] : organisations[0]) ?? organisations[0];
	if (home === undefined) throw new Error('no organisation');
	const zone = zones[Math.floor(number / teamPeople) % zones.length] ?? 'UTC';
	await client.query('insert into utu.person (id, display_name, time_zone, created_at) values ($1, $2, $3, $4)', [
		id,
		`p${number}`,
		zone,
		start,
	]);
	await client.query('insert into utu.person_account (person_id) values ($1)', [id]);
	const memberOf = number % 40 === 7 ? organisations : [home];
	for (const organisation of memberOf)
		await client.query(
			`insert into utu.membership (organisation_id, person_id, display_name, roles, joined_at) values ($1, $2, 'p', '{worker}', $3)`,
			[organisation.id, id, start],
		);
	await addShifts(client, { ...options, personId: id, organisationId: home.id, zone });
	const consents = (['violence', 'hate', 'harassment', 'self-harm'] as const).filter(() => random() < 0.7);
	return {
		id,
		organisationId: home.id,
		busy: random() < scenario.busyShare,
		quick: random() < 0.3,
		reviews: number % 10 === 3,
		consents: random() < 0.35 ? [...consents, 'unscreened'] : consents,
	};
};

/** Five days in seven, at the hours of the person's team: early, late or night. */
const addShifts = async (
	client: pg.Client,
	options: Options & {
		readonly number: number;
		readonly personId: string;
		readonly organisationId: string;
		readonly zone: string;
	},
): Promise<void> => {
	const { scenario, number } = options;
	const team = Math.floor(number / teamPeople);
	for (let day = 0; day < scenario.days; day++) {
		if ((day + team) % 7 >= 5) continue;
		const startsAt = new Date(startOf(scenario).getTime() + (day * 24 + (team % 3) * 8) * hour);
		const endsAt = new Date(startsAt.getTime() + shiftHours * hour);
		await client.query(
			`insert into utu.shift (id, organisation_id, person_id, starts_at, ends_at, planned_ends_at, time_zone, planned_by, created_at)
			values ($1, $2, $3, $4, $5, $5, $6, 'organisation', $7)`,
			[options.uuid(), options.organisationId, options.personId, startsAt, endsAt, options.zone, startOf(scenario)],
		);
	}
};
