import type { z } from 'zod';
import { automaticRoutes } from './automatic.ts';
import { certificateRoutes } from './certificate.ts';
import { deliveryRoutes } from './delivery.ts';
import { intakeRoutes } from './intake.ts';
import { moderationRoutes } from './moderations.ts';
import { peopleRoutes } from './people.ts';
import { planningRoutes } from './planning.ts';
import { projectRoutes } from './projects.ts';
import { reviewRoutes } from './review.ts';
import { annotationRoutes, routingRoutes } from './routing.ts';
import { safetyRoutes } from './safety.ts';
import { supportRoutes } from './support.ts';
import { trainingRoutes } from './training.ts';

/** Every route of the API by "METHOD path". Server, OpenAPI, SDK and the content guard all follow from this table. */
export const routes = {
	...peopleRoutes,
	...projectRoutes,
	...intakeRoutes,
	...automaticRoutes,
	...moderationRoutes,
	...safetyRoutes,
	...planningRoutes,
	...supportRoutes,
	...routingRoutes,
	...annotationRoutes,
	...reviewRoutes,
	...certificateRoutes,
	...trainingRoutes,
	...deliveryRoutes,
} as const;

export type Routes = typeof routes;
export type RouteKey = keyof Routes;

type Input<Schema> = Schema extends z.ZodType ? z.input<Schema> : undefined;
type Output<Schema> = Schema extends z.ZodType ? z.output<Schema> : undefined;
type Field<Key extends RouteKey, Name extends string> = Routes[Key] extends { readonly [N in Name]: infer Schema }
	? Schema
	: undefined;

/** Routes that are open to who is not signed in. */
export type OpenKey = {
	readonly [Key in RouteKey]: 'anyone' extends Routes[Key]['callers'][number] ? Key : never;
}[RouteKey];

/** What a caller sends. */
export type RequestBody<Key extends RouteKey> = Input<Field<Key, 'body'>>;
export type RequestParams<Key extends RouteKey> = Input<Field<Key, 'params'>>;
export type RequestQuery<Key extends RouteKey> = Input<Field<Key, 'query'>>;
/** What a handler receives. */
export type HandledBody<Key extends RouteKey> = Output<Field<Key, 'body'>>;
export type HandledParams<Key extends RouteKey> = Output<Field<Key, 'params'>>;
export type HandledQuery<Key extends RouteKey> = Output<Field<Key, 'query'>>;
/** What comes back. */
export type ResponseBody<Key extends RouteKey> = z.output<Routes[Key]['response']>;
