import type { ResponseBody } from '@utu/contract/routes.ts';
import type { Lease } from '@utu/contract/routing.ts';
import type { Double } from './double.ts';

/** A plain working day behind the page: one person, two projects, an endless supply of the same kind of text. */

export const ids = {
	person: '00000000-0000-4000-8000-000000000001',
	organisation: '00000000-0000-4000-8000-000000000002',
	project: '00000000-0000-4000-8000-000000000003',
	otherProject: '00000000-0000-4000-8000-000000000004',
} as const;

const leaseId = (number: number): string => `00000000-0000-4000-8000-1${String(number).padStart(11, '0')}`;

export const texts = [
	'The kettle arrived without its lid, and the parcel was four days late.',
	'I wrote three times and nobody answered.',
	'You are a burnt pancake and your shop smells of wet dog, as everybody in the street will tell you if you only ask them.',
	'Please send the lid.',
] as const;
const severities = [0, 1, 3, 0] as const;

export type Me = ResponseBody<'GET /api/v1/me'>;
export type WorkProjects = ResponseBody<'GET /api/v1/work/projects'>;
export type Exposure = ResponseBody<'GET /api/v1/me/exposure'>;

export const me: Me = {
	personId: ids.person,
	email: 'asha@example.org',
	displayName: 'Asha',
	locale: 'en',
	timeZone: 'Africa/Nairobi',
	memberships: [
		{ organisationId: ids.organisation, organisationName: 'Soko Cooperative', roles: ['worker'], teamId: null },
	],
};

export const form: Lease['form'] = {
	questions: [
		{
			kind: 'single',
			name: 'kind',
			title: 'What is this message for?',
			help: 'Choose by its main purpose.',
			required: true,
			options: [
				{ value: 'question', label: 'Question', help: 'The writer wants to know something.' },
				{ value: 'offer', label: 'Offer', help: 'The writer sells, lends or gives away.', hotkey: 'o' },
				{ value: 'complaint', label: 'Complaint', help: 'Something went wrong.', hotkey: 's' },
				{ value: 'rude', label: 'Rude', help: 'The writer insults somebody.', hazards: { harassment: 1 } },
			],
		},
		{ kind: 'severity', name: 'severity', title: 'How rude is it?', required: false, category: 'harassment' },
		{
			kind: 'multiple',
			name: 'also',
			title: 'What else is in it?',
			required: false,
			choicesMax: 2,
			options: [
				{ value: 'name', label: 'A name' },
				{ value: 'address', label: 'An address' },
				{ value: 'price', label: 'A price' },
			],
		},
		{
			kind: 'text',
			name: 'note',
			title: 'Note',
			help: 'Only if something needs a word.',
			required: false,
			charsMax: 200,
		},
	],
};

const instructions = {
	en: '# Soko Corner\n\nSay what each message is **for**.\n\n| Answer | When |\n| --- | --- |\n| Offer | The writer sells. |\n\n- A question inside a complaint is a *complaint*.\n\n<img src="x" onerror="alert(1)">',
	fr: '# Soko Corner\n\nDites à **quoi** sert chaque message.',
};

export const projects: WorkProjects = {
	projects: [
		{
			id: ids.project,
			name: 'Soko Corner',
			languages: ['en', 'fr', 'sw'],
			instructions,
			open: true,
			hazardCategories: ['harassment', 'hate', 'violence', 'unscreened'],
			consentTexts: {
				harassment: {
					en: 'Insults and mockery, mostly in jest; now and then meant.',
					fr: 'Insultes et moqueries, souvent pour rire ; parfois non.',
				},
				hate: {
					en: 'Contempt for people because of a group they belong to. Rare here: about one message in a thousand.',
				},
				violence: { en: 'Threats and fights told in words, without detail.' },
				unscreened: { en: 'New messages come in small batches.' },
			},
			consents: ['harassment'],
			answered: true,
			trainingNeeded: false,
		},
		{
			id: ids.otherProject,
			name: 'Letters to the harbour office',
			languages: [],
			instructions: {},
			open: false,
			hazardCategories: ['harassment'],
			consentTexts: {},
			consents: [],
			answered: false,
			trainingNeeded: false,
		},
	],
};

const minute = 60_000;
/** The local date so many days ago. */
export const dayAgo = (days: number): string =>
	new Intl.DateTimeFormat('en-CA', { timeZone: me.timeZone }).format(Date.now() - days * 24 * 60 * minute);
export const limits = { dayMs: 60 * minute, runMs: 20 * minute, hourViews: 40, daysIn7: 3 };
export const ceilings = { dayMs: 240 * minute, runMs: 20 * minute, hourViews: 40, daysIn7: 5 };
export const exposure: Exposure = {
	dayMs: 22 * minute,
	hourViews: 12.5,
	runMs: 7 * minute,
	workRunMs: 31 * minute,
	daysIn7: 2,
	bySeverity: [
		{ severity: 1, views: 48, visibleMs: 41 * minute },
		{ severity: 2, views: 9, visibleMs: 6 * minute },
		{ severity: 3, views: 14, visibleMs: 19 * minute },
	],
	days: [
		{ date: dayAgo(0), views: 71, severeViews: 14, visibleMs: 66 * minute },
		{ date: dayAgo(1), views: 93, severeViews: 20, visibleMs: 88 * minute },
		{ date: dayAgo(3), views: 40, severeViews: 0, visibleMs: 32 * minute },
	],
	freesAt: { dayMs: null, hourViews: null, daysIn7: null },
	limits,
	organisationLimits: limits,
	ceilings,
	breakUntil: null,
};

export type MyShift = ResponseBody<'GET /api/v1/me/shift'>;
const hour = 60 * minute;

/** A shift of the person that begins and ends so many hours from now. */
export const shiftOf = (fromHours: number, toHours: number): NonNullable<MyShift['now']> => ({
	id: `00000000-0000-4000-8000-4${String(Math.abs(Math.round(fromHours * 60))).padStart(11, '0')}`,
	startsAt: new Date(Date.now() + fromHours * hour).toISOString(),
	endsAt: new Date(Date.now() + toHours * hour).toISOString(),
	timeZone: me.timeZone,
	plannedBy: 'person',
});

/** On a shift for an hour already. */
export const onShift = (): MyShift => ({
	now: shiftOf(-1, 7),
	next: [],
	dayMs: hour,
	weekMs: 21.5 * hour,
	dayMsMax: 8 * hour,
	weekMsMax: 48 * hour,
});

export const offShift = (): MyShift => ({ ...onShift(), now: null });

export const leaseOf = (number: number, more: Partial<Lease> = {}): Lease => ({
	id: leaseId(number),
	projectId: ids.project,
	projectName: 'Soko Corner',
	itemId: `00000000-0000-4000-8000-2${String(number).padStart(11, '0')}`,
	purpose: 'annotate',
	grantedAt: new Date().toISOString(),
	expiresAt: new Date(Date.now() + 15 * minute).toISOString(),
	reservedMs: 2 * minute,
	coverAt: null,
	told: {
		hazards: { harassment: 3, hate: 1 },
		severity: 3,
		unscreened: false,
		language: 'en',
		sentences: texts.length,
		chars: texts.join(' ').length,
	},
	content: null,
	form,
	instructions,
	suggestion: { kind: 'complaint' },
	draft: null,
	idempotencyKey: `00000000-0000-4000-8000-3${String(number).padStart(11, '0')}`,
	...more,
});

export const contentOf = (uncovered: readonly number[]): NonNullable<Lease['content']> => ({
	kind: 'text',
	sentences: texts.map((text, index) => ({
		index,
		text: uncovered.includes(index) ? text : null,
		chars: text.length,
		severity: severities[index] ?? 0,
	})),
});

export type Scenario = {
	/** The number of the item in hand, from 1. */
	readonly current: () => number;
	/** Changes what every lease from now on has. */
	readonly lease: (more: Partial<Lease>) => void;
	/** How long content stays uncovered. */
	readonly coverAfter: (ms: number) => void;
};

/** What a person reads and sets of their own. */
const ownAccount = (double: Double): void => {
	double.on('GET /api/v1/me', () => ({ body: me }));
	double.on('PATCH /api/v1/me', (call) => ({ body: { ...me, ...(call.body as object) } }));
	double.on('GET /api/v1/work/projects', () => ({ body: projects }));
	double.on('PUT /api/v1/work/projects/:id/consents', (call) => ({
		body: { consents: (call.body as { categories: string[] }).categories },
	}));
	double.on('GET /api/v1/me/exposure', () => ({ body: exposure }));
	double.on('GET /api/v1/me/shift', () => ({ body: onShift() }));
	double.on('GET /api/v1/me/exclusions', () => ({
		body: {
			exclusions: [
				{ kind: 'category', value: 'self-harm' },
				{ kind: 'country', value: 'ET' },
				{ kind: 'theme', value: 'conflict:tigray' },
			],
		},
	}));
	double.on('PUT /api/v1/me/exclusions', (call) => ({ body: call.body }));
	double.on('PUT /api/v1/me/limits', (call) => ({ body: { limits: { ...limits, ...(call.body as object) } } }));
	double.on('GET /api/v1/api-keys', () => ({
		body: {
			keys: [
				{
					id: 'k1',
					name: 'Nightly import',
					start: 'utu_ab12',
					scopes: ['items:write', 'projects:read'],
					createdAt: '2026-01-02T03:04:05Z',
					expiresAt: '2026-12-31T00:00:00Z',
				},
			],
		},
	}));
};

/** Which sentences a request uncovers, as the server reads it. */
const uncover = (wanted: unknown): readonly number[] => {
	if (wanted === 'all') return texts.map((_, index) => index);
	if (wanted === 'told') return severities.flatMap((severity, index) => (severity <= 2 ? [index] : []));
	return wanted as readonly number[];
};

/** Scripts the usual answers; a test replaces those that it is about. */
export const plainDay = (double: Double): Scenario => {
	let number = 1;
	let more: Partial<Lease> = {};
	let coverMs = 2 * minute;
	let uncovered: readonly number[] = [];
	const draftOf = new Map<string, Lease['draft']>();
	const done = () => {
		number += 1;
		uncovered = [];
		return {};
	};
	ownAccount(double);
	double.on('POST /api/v1/work/next', () => {
		const lease = leaseOf(number, more);
		return { body: { kind: 'lease', lease: { ...lease, draft: draftOf.get(lease.id) ?? lease.draft } } };
	});
	double.on('POST /api/v1/leases/:id/reveal', (call) => {
		uncovered = [...new Set([...uncovered, ...uncover((call.body as { sentences: unknown }).sentences)])];
		return { body: { content: contentOf(uncovered), coverAt: new Date(Date.now() + coverMs).toISOString() } };
	});
	double.on('POST /api/v1/leases/:id/hide', () => ({ body: {} }));
	double.on('POST /api/v1/leases/:id/extend', () => {
		coverMs = 2 * minute;
		return {
			body: {
				expiresAt: new Date(Date.now() + 15 * minute).toISOString(),
				coverAt: new Date(Date.now() + coverMs).toISOString(),
				reservedMs: 4 * minute,
			},
		};
	});
	double.on('POST /api/v1/leases/:id/draft', (call, [id]) => {
		draftOf.set(id ?? '', (call.body as { draft: Lease['draft'] }).draft);
		return { body: {} };
	});
	double.on('POST /api/v1/leases/:id/answer', () => {
		const basis = uncovered.length > 0 ? 'viewed' : 'unseen';
		done();
		return { body: { status: 'counted', basis } };
	});
	double.on('POST /api/v1/leases/:id/skip', () => ({ body: done() }));
	double.on('POST /api/v1/leases/:id/release', () => ({ body: {} }));
	double.on('POST /api/v1/leases/:id/surprise', () => {
		done();
		return { body: { severityBefore: 1, severityAfter: 3 } };
	});
	return {
		current: () => number,
		lease: (change) => {
			more = change;
		},
		coverAfter: (ms) => {
			coverMs = ms;
		},
	};
};

/** A problem as the server describes it. */
export const problem = (status: number, code: string, title = code) => ({
	status,
	body: { type: 'about:blank', title, status, code },
});
