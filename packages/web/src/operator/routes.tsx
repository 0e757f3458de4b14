import { createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router';
import { loadOperatorMessages } from '../app/i18n.ts';
import { hasRole } from '../app/people.ts';
import { shellRoute } from '../app/root-route.tsx';
import { withWords } from '../app/with-words.ts';
import { planSearch } from './plan/plan-search.ts';

const worded = withWords(loadOperatorMessages);

const operatorRoute = createRoute({
	getParentRoute: () => shellRoute,
	path: 'operator',
	beforeLoad: ({ context }) => {
		if (!hasRole(context.me, 'operator', 'admin', 'client')) throw redirect({ to: '/work' });
	},
});

const projectsRoute = createRoute({
	getParentRoute: () => operatorRoute,
	path: '/',
	component: lazyRouteComponent(() => worded(import('./projects-page.tsx')), 'ProjectsPage'),
});

const newProjectRoute = createRoute({
	getParentRoute: () => operatorRoute,
	path: 'new',
	component: lazyRouteComponent(() => worded(import('./new-project-page.tsx')), 'NewProjectPage'),
});

const projectRoute = createRoute({
	getParentRoute: () => operatorRoute,
	path: 'projects/$projectId',
	component: lazyRouteComponent(() => worded(import('./project-page.tsx')), 'ProjectPage'),
});

const automaticRoute = createRoute({
	getParentRoute: () => operatorRoute,
	path: 'projects/$projectId/automatic',
	component: lazyRouteComponent(() => worded(import('./automatic-page.tsx')), 'AutomaticPage'),
});

const organisationRoute = createRoute({
	getParentRoute: () => operatorRoute,
	path: 'organisation',
	component: lazyRouteComponent(() => worded(import('./organisation-page.tsx')), 'OrganisationPage'),
});

const isDate = (text: string): boolean => /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text));

const shiftsRoute = createRoute({
	getParentRoute: () => operatorRoute,
	path: 'shifts',
	validateSearch: (search: Record<string, unknown>): { week?: string | undefined } => ({
		week: typeof search.week === 'string' && isDate(search.week) ? search.week : undefined,
	}),
	component: lazyRouteComponent(() => worded(import('./shifts-page.tsx')), 'ShiftsPage'),
});

const planRoute = createRoute({
	getParentRoute: () => operatorRoute,
	path: 'plan',
	validateSearch: planSearch,
	component: lazyRouteComponent(() => worded(import('./plan-page.tsx')), 'PlanPage'),
});

export const operatorRoutes = [
	operatorRoute.addChildren([
		projectsRoute,
		newProjectRoute,
		projectRoute,
		automaticRoute,
		organisationRoute,
		shiftsRoute,
		planRoute,
	]),
] as const;
