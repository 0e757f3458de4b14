import { createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router';
import { loadOperatorMessages } from '../app/i18n.ts';
import { hasRole } from '../app/people.ts';
import { shellRoute } from '../app/root-route.tsx';

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

export const operatorRoutes = [
	operatorRoute.addChildren([projectsRoute, newProjectRoute, projectRoute, organisationRoute]),
] as const;
