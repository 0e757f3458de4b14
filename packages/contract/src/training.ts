import { z } from 'zod';
import { defineRoute } from './define.ts';
import { form } from './projects.ts';
import { lease, nothingNow } from './routing.ts';
import { answers, id } from './shared.ts';

/** Bounds of gold and training. */
export const trainingLimits = { goldItemsMax: 100, itemsMax: 50 } as const;

const rule = z
	.object({
		isOn: z.boolean().meta({ description: 'Whether work begins with training.' }),
		items: z.int().min(1).max(trainingLimits.itemsMax),
		rightMin: z.int().min(1).max(trainingLimits.itemsMax),
	})
	.refine(({ items, rightMin }) => rightMin <= items, {
		path: ['rightMin'],
		message: 'No more can be right than are looked at.',
	});

const goldProject = z.object({
	projectId: id,
	projectName: z.string(),
	waiting: z.int().meta({ description: 'Items on which not all experts have been heard.' }),
	gold: z.int(),
	void: z.int().meta({ description: 'Items on which experts differ: they train nobody and score nobody.' }),
	training: z.object({ isOn: z.boolean(), items: z.int(), rightMin: z.int() }).nullable(),
});

const progress = z.object({
	items: z.int(),
	rightMin: z.int(),
	answered: z.int().meta({ description: 'Answers that count: the last `items` at most.' }),
	right: z.int(),
	qualified: z.boolean(),
});

const experts = { callers: ['analyst', 'operator', 'admin'], content: 'none', stage: 'review' } as const;
const mine = { callers: ['worker', 'analyst'], scope: 'work', content: 'none', stage: 'review' } as const;
const params = z.object({ projectId: id });

export const trainingRoutes = {
	'GET /api/v1/gold': defineRoute({
		summary: 'Projects with their gold and their training; counts only',
		...experts,
		scope: 'projects:read',
		response: z.object({ projects: z.array(goldProject) }),
	}),
	'POST /api/v1/projects/:projectId/gold': defineRoute({
		summary: 'Ask for more gold: the server draws decided items, and two experts answer each, apart from each other',
		...experts,
		scope: 'projects:write',
		params,
		body: z.object({ items: z.int().min(1).max(trainingLimits.goldItemsMax) }),
		response: goldProject,
	}),
	'PUT /api/v1/projects/:projectId/training': defineRoute({
		summary: 'Whether work begins with training, and what is enough; who is qualified stays so',
		...experts,
		scope: 'projects:write',
		params,
		body: rule,
		response: goldProject,
	}),
	'GET /api/v1/me/training': defineRoute({
		summary: 'My training, project by project; only I can read this',
		...mine,
		response: z.object({
			projects: z.array(
				progress.extend({
					projectId: id,
					projectName: z.string(),
					needed: z.boolean().meta({ description: 'Work begins with it.' }),
				}),
			),
		}),
	}),
	'POST /api/v1/training/next': defineRoute({
		summary: 'The next item to train on, covered unless mild, charged and paid like any look',
		...mine,
		content: 'granted',
		body: z.object({ projectId: id }),
		response: z.union([
			z.object({ kind: z.literal('lease'), lease }),
			z.object({ kind: z.literal('busy') }).meta({ description: 'I have another item in hand.' }),
			nothingNow.extend({ why: z.union([nothingNow.shape.why, z.literal('all-trained')]) }),
		]),
	}),
	'POST /api/v1/training/:leaseId/answer': defineRoute({
		summary: 'My answer in training; what experts say is told at once',
		...mine,
		params: z.object({ leaseId: id }),
		body: z.object({ answers }),
		response: z.object({
			projectName: z.string(),
			form,
			mine: answers,
			experts: answers,
			explanation: z.string(),
			right: z.boolean(),
			progress: progress.nullable(),
		}),
	}),
} as const;
