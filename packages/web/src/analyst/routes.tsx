import { createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router';
import { loadAnalystMessages } from '../app/i18n.ts';
import { hasRole, homePath } from '../app/people.ts';
import { shellRoute } from '../app/root-route.tsx';

const analystRoute = createRoute({
	getParentRoute: () => shellRoute,
	id: 'analyst',
	beforeLoad: async ({ context }) => {
		if (!hasRole(context.me, 'analyst')) throw redirect({ to: homePath(context.me) });
		await loadAnalystMessages();
	},
});

const reviewRoute = createRoute({
	getParentRoute: () => analystRoute,
	path: 'review',
	component: lazyRouteComponent(() => import('./review-page.tsx'), 'ReviewPage'),
});

const teamRoute = createRoute({
	getParentRoute: () => analystRoute,
	path: 'team',
	component: lazyRouteComponent(() => import('./team-page.tsx'), 'TeamPage'),
});

export const analystRoutes = [analystRoute.addChildren([reviewRoute, teamRoute])] as const;
