import type { HandledBody, ResponseBody } from '@utu/contract/routes.ts';
import type { CategoryScores } from '@utu/core/first-pass/hazards.ts';
import type { HazardCategory } from '@utu/core/safety/hazards.ts';
import { assertNever, err, ok, type Result } from '@utu/core/shared/result.ts';
import type { Ids } from '../platform/clock.ts';
import type { Failure, Handlers } from '../platform/handlers.ts';
import { createModerations, filterName, type ModerationDeps, type ModerationError } from './moderations.ts';

type ModerationKeys = 'POST /v1/moderations' | 'GET /v1/models';
type Input = HandledBody<'POST /v1/moderations'>['input'];
type Answered = ResponseBody<'POST /v1/moderations'>['results'][number];

/** The learned filter, spoken to as the public moderation service is. */
export const moderationHandlers = (deps: ModerationDeps & { readonly ids: Ids }): Pick<Handlers, ModerationKeys> => {
	const moderations = createModerations(deps);
	return {
		'POST /v1/moderations': async ({ organisationId, body }) => {
			const texts = textsOf(body.input);
			if (!texts.ok) return texts;
			const done = await moderations.moderate({ organisationId, model: body.model, texts: texts.value });
			if (!done.ok) return err(failureOf(done.error));
			return ok({
				id: `modr-${deps.ids.uuid()}`,
				model: done.value.filter,
				results: done.value.results.map(toWire),
			});
		},
		'GET /v1/models': async ({ organisationId }) =>
			ok({
				object: 'list' as const,
				data: (await moderations.list(organisationId)).map((row) => ({
					id: filterName(row),
					object: 'model' as const,
					created: Math.floor(row.createdAt.getTime() / 1_000),
					owned_by: row.projectName,
				})),
			}),
	};
};

/** One text, several, or one in parts. */
const textsOf = (input: Input): Result<readonly string[], Failure> => {
	if (typeof input === 'string') return ok([input]);
	const texts: string[] = [];
	const parts: string[] = [];
	for (const one of input) {
		if (typeof one === 'string') texts.push(one);
		else if (one.type === 'text') parts.push(one.text);
		else return err(noPictures);
	}
	return ok(parts.length > 0 ? [parts.join('\n')] : texts);
};

const flaggedMin = 0.5;

const toWire = ({ scores, uncovered }: CategoryScores): Answered => {
	const entries = Object.entries(scores) as [HazardCategory, number][];
	return {
		flagged: entries.some(([, score]) => score >= flaggedMin),
		categories: Object.fromEntries(entries.map(([category, score]) => [category, score >= flaggedMin])),
		category_scores: Object.fromEntries(entries),
		category_applied_input_types: Object.fromEntries(entries.map(([category]) => [category, ['text' as const]])),
		uncovered: [...uncovered],
	};
};

const noPictures: Failure = {
	status: 422,
	code: 'text-only',
	title: 'This filter has learned from texts, and says nothing of pictures.',
	detail: 'Send parts of type “text” alone.',
};

const failureOf = (error: ModerationError): Failure => {
	switch (error.kind) {
		case 'nothing-learned':
			return {
				status: 404,
				code: 'nothing-learned',
				title: 'No project has learned yet.',
				detail: 'A filter is there after a hundred decisions of people.',
			};
		case 'no-such-filter':
			return {
				status: 404,
				code: 'no-such-filter',
				title: 'There is no such filter.',
				detail: 'GET /v1/models lists them; name one as “model”.',
			};
		case 'which-filter':
			return {
				status: 400,
				code: 'which-filter',
				title: 'Several projects have learned.',
				detail: 'GET /v1/models lists them; name one as “model”.',
			};
		case 'too-long':
			return {
				status: 413,
				code: 'too-long',
				title: 'A text is too long to be read whole.',
				detail: 'Send it in parts.',
			};
		case 'failed':
			return error.error.kind === 'busy'
				? {
						status: 503,
						code: 'busy',
						title: 'The filter has more to do than it can.',
						detail: 'Try again in a moment.',
					}
				: { status: 503, code: 'filter-failed', title: 'The filter did not answer.', detail: 'Try again in a moment.' };
		default:
			return assertNever(error);
	}
};
