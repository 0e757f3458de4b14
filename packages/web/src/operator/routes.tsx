import { createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router';
import { loadOperatorMessages } from '../app/i18n.ts';
import { hasRole } from '../app/people.ts';
import { shellRoute } from '../app/root-route.tsx';
import { planSearch } from './plan/plan-search.ts';

const operatorRoute = createRoute({
	getParentRoute: () => shellRoute,
	path: 'operator',
	beforeLoad: async ({ context }) => {
		if (!hasRole(context.me, 'operator', 'admin', 'client')) throw redirect({ to: '/work' });
		await loadOperatorMessages();
	},
});

const projectsRoute = createRoute({
	getParentRoute: () => operatorRoute,
	path: '/',
	component: lazyRouteComponent(() => import('./projects-page.tsx'), 'ProjectsPage'),
});

const newProjectRoute = createRoute({
	getParentRoute: () => operatorRoute,
	path: 'new',
	component: lazyRouteComponent(() => import('./new-project-page.tsx'), 'NewProjectPage'),
});

const projectRoute = createRoute({
	getParentRoute: () => operatorRoute,
	path: 'projects/$projectId',
	component: lazyRouteComponent(() => import('./project-page.tsx'), 'ProjectPage'),
});

const organisationRoute = createRoute({
	getParentRoute: () => operatorRoute,
	path: 'organisation',
	component: lazyRouteComponent(() => import('./organisation-page.tsx'), 'OrganisationPage'),
});

const isDate = (text: string): boolean => /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text));

const shiftsRoute = createRoute({
	getParentRoute: () => operatorRoute,
	path: 'shifts',
	validateSearch: (search: Record<string, unknown>): { week?: string | undefined } => ({
		week: typeof search.week === 'string' && isDate(search.week) ? search.week : undefined,
	}),
	component: lazyRouteComponent(() => import('./shifts-page.tsx'), 'ShiftsPage'),
});

const planRoute = createRoute({
	getParentRoute: () => operatorRoute,
	path: 'plan',
	validateSearch: planSearch,
	component: lazyRouteComponent(() => import('./plan-page.tsx'), 'PlanPage'),
});

export const operatorRoutes = [
	operatorRoute.addChildren([projectsRoute, newProjectRoute, projectRoute, organisationRoute, shiftsRoute, planRoute]),
] as const;
