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

const goldRoute = createRoute({
	getParentRoute: () => shellRoute,
	path: 'gold',
	beforeLoad: ({ context }) => {
		if (!hasRole(context.me, 'analyst', 'operator', 'admin')) throw redirect({ to: homePath(context.me) });
	},
	component: lazyRouteComponent(() => worded(import('./gold-page.tsx')), 'GoldPage'),
});

export const analystRoutes = [analystRoute.addChildren([reviewRoute, teamRoute]), goldRoute] as const;
