import { createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router';
import { loadAnalystMessages } from '../app/i18n.ts';
import { hasRole, homePath } from '../app/people.ts';
import { shellRoute } from '../app/root-route.tsx';
import { withWords } from '../app/with-words.ts';

const worded = withWords(loadAnalystMessages);

const analystRoute = createRoute({
	getParentRoute: () => shellRoute,
	id: 'analyst',
	beforeLoad: ({ context }) => {
		if (!hasRole(context.me, 'analyst')) throw redirect({ to: homePath(context.me) });
	},
});

const reviewRoute = createRoute({
	getParentRoute: () => analystRoute,
	path: 'review',
	component: lazyRouteComponent(() => worded(import('./review-page.tsx')), 'ReviewPage'),
});

const teamRoute = createRoute({
	getParentRoute: () => analystRoute,
	path: 'team',
	component: lazyRouteComponent(() => worded(import('./team-page.tsx')), 'TeamPage'),
});

export const analystRoutes = [analystRoute.addChildren([reviewRoute, teamRoute])] as const;
