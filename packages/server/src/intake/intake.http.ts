import type { Readable } from 'node:stream';
import { wireLimits } from '@utu/contract/shared.ts';
import { ok } from '@utu/core/shared/result.ts';
import type { Handlers } from '../platform/handlers.ts';
import { checkItem, type Incoming, type IntakeDeps, parseLine, takeIn } from './intake.ts';
import { readLines } from './lines.ts';

export type IntakeKeys = 'POST /api/v1/projects/:projectId/items';

export const intakeHandlers = (deps: IntakeDeps): Pick<Handlers, IntakeKeys> => ({
	'POST /api/v1/projects/:projectId/items': async ({ organisationId, params, body, bodyStream }) => {
		const list = bodyStream === undefined ? asList(body) : [];
		if (list.length > wireLimits.batchItemsMax) {
			const detail = `Send at most ${wireLimits.batchItemsMax} in a list, or a stream of lines as application/x-ndjson.`;
			return { ok: false, error: { status: 413, code: 'too-many-items', title: 'The list is too long.', detail } };
		}
		const incoming =
			bodyStream === undefined
				? list.map((value, index) => checkItem({ line: index + 1, value }))
				: fromStream(bodyStream);
		const result = await takeIn(deps, { organisationId, projectId: params.projectId, incoming });
		if (result.ok) return ok(result.value);
		if (result.error.kind === 'closed') {
			return {
				ok: false,
				error: {
					status: 409,
					code: 'project-closed',
					title: 'The project is closed.',
					detail: 'Open it again before sending items.',
				},
			};
		}
		return {
			ok: false,
			error: { status: 404, code: 'no-such-project', title: 'There is no such project in this organisation.' },
		};
	},
});

const asList = (body: unknown): readonly unknown[] => {
	if (Array.isArray(body)) return body;
	return typeof body === 'object' && body !== null && 'items' in body && Array.isArray(body.items)
		? body.items
		: [body];
};

const fromStream = async function* (stream: Readable): AsyncGenerator<Incoming> {
	for await (const line of readLines(stream, wireLimits.lineBytesMax)) {
		const incoming = parseLine(line);
		if (incoming !== undefined) yield incoming;
	}
};
