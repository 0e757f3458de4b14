import { createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router';
import { workProjectsQuery } from '../api/queries.ts';
import { currentMembership } from '../app/people.ts';
import { shellRoute } from '../app/root-route.tsx';

const workerRoute = createRoute({
	getParentRoute: () => shellRoute,
	id: 'worker',
	beforeLoad: ({ context }) => {
		if (currentMembership(context.me) === undefined) throw redirect({ to: '/welcome' });
	},
});

const workRoute = createRoute({
	getParentRoute: () => workerRoute,
	path: 'work',
	validateSearch: (search: Record<string, unknown>): { project?: string | undefined } => ({
		project: typeof search.project === 'string' ? search.project : undefined,
	}),
	component: lazyRouteComponent(() => import('./work-page.tsx'), 'WorkPage'),
});

const pauseRoute = createRoute({
	getParentRoute: () => workerRoute,
	path: 'pause',
	component: lazyRouteComponent(() => import('./pause-page.tsx'), 'PausePage'),
});

const shiftEndedRoute = createRoute({
	getParentRoute: () => workerRoute,
	path: 'shift-ended',
	component: lazyRouteComponent(() => import('./shift-ended-page.tsx'), 'ShiftEndedPage'),
});

const projectsRoute = createRoute({
	getParentRoute: () => workerRoute,
	path: 'projects',
	loader: ({ context }) => void context.queryClient.prefetchQuery(workProjectsQuery),
	component: lazyRouteComponent(() => import('./projects-page.tsx'), 'ProjectsPage'),
});

const consentRoute = createRoute({
	getParentRoute: () => workerRoute,
	path: 'projects/$projectId/consent',
	loader: ({ context }) => void context.queryClient.prefetchQuery(workProjectsQuery),
	component: lazyRouteComponent(() => import('./consent-page.tsx'), 'ConsentPage'),
});

const exposureRoute = createRoute({
	getParentRoute: () => workerRoute,
	path: 'exposure',
	component: lazyRouteComponent(() => import('./exposure-page.tsx'), 'ExposurePage'),
});

export const workerRoutes = [
	workerRoute.addChildren([workRoute, pauseRoute, shiftEndedRoute, projectsRoute, consentRoute, exposureRoute]),
] as const;
