import type { ResponseBody } from '@utu/contract/routes.ts';
import type { AnswerError } from '@utu/core/projects/form.ts';
import type { Hazards } from '@utu/core/safety/hazards.ts';
import { unscreened } from '@utu/core/safety/hazards.ts';
import { purposeRules } from '@utu/core/safety/purpose.ts';
import { assertNever, ok, type Result } from '@utu/core/shared/result.ts';
import type { Tx } from '../platform/database.ts';
import type { Failure, Handlers } from '../platform/handlers.ts';
import { coverAt, type LeaseRow } from '../safety/settle.sql.ts';
import { type SubmitError, submitAnswer } from './answer.ts';
import {
	extend,
	hide,
	type LeaseDeps,
	type LeaseRef,
	type LeaseView,
	leave,
	reveal,
	saveDraft,
	viewLease,
} from './lease-use.ts';
import { surprise } from './surprise.ts';

type Lease = Extract<ResponseBody<'POST /api/v1/work/next'>, { kind: 'lease' }>['lease'];

export type AnnotationKeys =
	`POST /api/v1/leases/:leaseId/${'reveal' | 'hide' | 'extend' | 'draft' | 'answer' | 'skip' | 'surprise' | 'release'}`;

export const annotationHandlers = (deps: LeaseDeps): Pick<Handlers, AnnotationKeys> => ({
	'POST /api/v1/leases/:leaseId/reveal': async (call) => {
		const result = await reveal(deps, refOf(call), call.body.sentences);
		return answered(result, ({ sentences, coverAt }) => ({
			content: { kind: 'text' as const, sentences: [...sentences] },
			coverAt: coverAt.toISOString(),
		}));
	},
	'POST /api/v1/leases/:leaseId/hide': async (call) => answered(await hide(deps, refOf(call)), nothing),
	'POST /api/v1/leases/:leaseId/extend': async (call) =>
		answered(await extend(deps, refOf(call)), (value) => ({
			expiresAt: value.expiresAt.toISOString(),
			coverAt: value.coverAt?.toISOString() ?? null,
			reservedMs: value.reservedMs,
		})),
	'POST /api/v1/leases/:leaseId/draft': async (call) =>
		answered(await saveDraft(deps, refOf(call), call.body.draft), nothing),
	'POST /api/v1/leases/:leaseId/answer': async (call) =>
		answered(
			await submitAnswer(deps, refOf(call), {
				idempotencyKey: call.body.idempotencyKey,
				answers: call.body.answers,
				hazardsFound: call.body.hazardsFound ?? {},
			}),
			(fate) => ({ ...fate }),
		),
	'POST /api/v1/leases/:leaseId/skip': async (call) => answered(await leave(deps, refOf(call), 'skipped'), nothing),
	'POST /api/v1/leases/:leaseId/surprise': async (call) =>
		answered(
			await surprise(deps, refOf(call), { category: call.body.category, severity: call.body.severity }),
			(value) => ({ ...value }),
		),
	'POST /api/v1/leases/:leaseId/release': async (call) => answered(await leave(deps, refOf(call), 'released'), nothing),
});

const nothing = (): Record<string, never> => ({});

const refOf = (call: {
	readonly organisationId: string;
	readonly principal: { readonly personId: string };
	readonly params: { readonly leaseId: string };
}): LeaseRef => ({
	organisationId: call.organisationId,
	personId: call.principal.personId,
	leaseId: call.params.leaseId,
});

/** The lease as the page shows it, for routing's answer; undefined when what it was granted on no longer holds. */
export const leaseForPage =
	(deps: LeaseDeps) =>
	async (tx: Tx, lease: LeaseRow, now: Date): Promise<Lease | undefined> => {
		const view = await viewLease(deps, tx, { lease, now });
		return view.ok ? toWire(view.value) : undefined;
	};

const toWire = ({ lease, frame, sentences }: LeaseView): Lease => ({
	id: lease.id,
	projectId: lease.projectId,
	projectName: frame.projectName,
	itemId: lease.itemId,
	purpose: lease.purpose,
	grantedAt: lease.grantedAt.toISOString(),
	expiresAt: lease.expiresAt.toISOString(),
	reservedMs: lease.reservedMs,
	coverAt: coverAt(lease)?.toISOString() ?? null,
	told: {
		hazards: lease.hazards as Hazards,
		severity: lease.severity as Lease['told']['severity'],
		unscreened: (lease.hazards[unscreened] ?? 0) > 0,
		language: frame.language,
		sentences: frame.sentences,
		chars: frame.chars,
	},
	content: sentences === null ? null : { kind: 'text', sentences: [...sentences] },
	form: frame.form,
	instructions: frame.instructions,
	// Who judges is told nothing that others said, machines included.
	suggestion: purposeRules[lease.purpose].takesPlace ? suggestionOf(frame) : null,
	draft: lease.draft,
	idempotencyKey: lease.idempotencyKey,
});

/** The machine's proposal where it leans clearly; a weak one would only anchor the person. */
const suggestionShareMin = 0.8;

const suggestionOf = (frame: LeaseView['frame']): Record<string, string> | null => {
	const suggestion: Record<string, string> = {};
	for (const question of frame.form.questions) {
		const prior = frame.labelPrior?.[question.name];
		if (question.kind !== 'single' || prior === undefined) continue;
		const best = prior.indexOf(Math.max(...prior));
		const option = question.options[best];
		if (option !== undefined && (prior[best] ?? 0) >= suggestionShareMin) suggestion[question.name] = option.value;
	}
	return Object.keys(suggestion).length > 0 ? suggestion : null;
};

const answered = <T, R>(result: Result<T, SubmitError>, map: (value: T) => R): Result<R, Failure> =>
	result.ok ? ok(map(result.value)) : { ok: false, error: leaseFailure(result.error) };

export const leaseFailure = (error: SubmitError): Failure => {
	switch (error.kind) {
		case 'not-yours':
			return { status: 404, code: 'no-such-lease', title: 'There is no such lease of yours.' };
		case 'ended':
			return {
				status: 410,
				code: 'lease-ended',
				title: 'This item is no longer in your hands.',
				detail: 'Your draft is kept. Ask for the next item.',
			};
		case 'time-up':
			return {
				status: 409,
				code: 'time-up',
				title: 'The time reserved for looking is used up.',
				detail: 'Answer from what you have seen, extend, or skip.',
			};
		case 'no-budget':
			return {
				status: 409,
				code: 'no-budget',
				title: 'There is no room for more looking now.',
				detail: 'This protects you. Answer from what you have seen, or skip; your draft is kept.',
			};
		case 'wrong-key':
			return {
				status: 409,
				code: 'wrong-key',
				title: 'This answer belongs to another lease.',
				detail: 'Send it with the key that came with its lease.',
			};
		case 'is-review':
			return {
				status: 409,
				code: 'is-review',
				title: 'This look is a review.',
				detail: 'Answer it where reviews are answered; it is no view of the item.',
			};
		case 'invalid':
			return {
				status: 422,
				code: 'invalid-answer',
				title: 'The answer does not fit the form.',
				faults: [{ path: `answers.${error.error.question}`, message: explain(error.error) }],
			};
		default:
			return assertNever(error);
	}
};

const explain = (error: AnswerError): string => {
	switch (error.kind) {
		case 'unknown-question':
			return 'The form has no such question.';
		case 'missing':
			return 'This question needs an answer.';
		case 'wrong-type':
			return `Expected ${error.expected}.`;
		case 'unknown-option':
			return 'This is not one of the options.';
		case 'too-many':
			return `At most ${error.max}.`;
		case 'too-long':
			return `At most ${error.charsMax} characters.`;
		default:
			return assertNever(error);
	}
};
