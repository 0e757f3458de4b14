import type { ResponseBody } from '@utu/contract/routes.ts';
import type { Double } from './double.ts';
import { ceilings, ids, limits, type Me, me } from './scenario.ts';

/** What lies behind the pages that plan, propose and sign. */

type Role = Me['memberships'][number]['roles'][number];
type OrganisationLimits = ResponseBody<'GET /api/v1/limits'>;
type LimitChange = OrganisationLimits['changes'][number];
type PlannedShift = ResponseBody<'GET /api/v1/shifts'>['shifts'][number];

/** The same person in one role alone. */
export const asRole = (role: Role): Me => ({
	...me,
	memberships: me.memberships.map((membership) => ({ ...membership, roles: [role] })),
});

const minute = 60_000;

export const limitChange = (state: LimitChange['state']): LimitChange => ({
	id: `00000000-0000-4000-8000-50000000000${state.length}`,
	limits: { ...limits, dayMs: 90 * minute },
	reason: 'The team asked for longer days and a free Friday.\nWe look at it again in a month.',
	state,
	proposedAt: '2026-01-05T09:30:00Z',
	settledAt: state === 'waiting' ? null : '2026-01-06T12:00:00Z',
	holds: state === 'signed',
});

export const organisationLimits: OrganisationLimits = { limits, defaults: limits, ceilings, changes: [] };

export const otherPersonId = '00000000-0000-4000-8000-000000000009';

const member = (personId: string, displayName: string, roles: readonly Role[]) => ({
	personId,
	displayName,
	roles: [...roles],
	teamId: null,
	joinedAt: '2026-01-05T09:30:00Z',
});

/** Two shifts in the week of Monday, 7 January 2030, by two clocks; the second goes over midnight. */
export const plannedShifts: readonly PlannedShift[] = [
	{
		id: '00000000-0000-4000-8000-600000000001',
		personId: ids.person,
		startsAt: '2030-01-07T06:00:00Z',
		endsAt: '2030-01-07T14:00:00Z',
		timeZone: 'Africa/Nairobi',
		plannedBy: 'organisation',
	},
	{
		id: '00000000-0000-4000-8000-600000000002',
		personId: otherPersonId,
		startsAt: '2030-01-09T03:00:00Z',
		endsAt: '2030-01-09T11:00:00Z',
		timeZone: 'America/New_York',
		plannedBy: 'organisation',
	},
];

export const scriptShifts = (double: Double): void => {
	double.on('GET /api/v1/members', () => ({
		body: {
			members: [
				member(ids.person, 'Asha', ['worker']),
				member(otherPersonId, 'Temesgen', ['analyst']),
				member('00000000-0000-4000-8000-000000000008', 'Wanjiru', ['operator']),
			],
			nextCursor: null,
		},
	}));
	double.on('GET /api/v1/shifts', () => ({ body: { shifts: plannedShifts } }));
	double.on('POST /api/v1/shifts', (call) => ({
		body: { ...(call.body as object), id: '00000000-0000-4000-8000-600000000003', plannedBy: 'organisation' },
	}));
};
