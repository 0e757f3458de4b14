import { createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router';
import { loadAnalystMessages } from '../app/i18n.ts';
import { hasRole, homePath } from '../app/people.ts';
import { shellRoute } from '../app/root-route.tsx';

/** A page comes with its words. A route that waits for them before it loads can hang a slow machine. */
const withWords = <Page,>(page: Promise<Page>): Promise<Page> => loadAnalystMessages().then(() => page);

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
	component: lazyRouteComponent(() => withWords(import('./review-page.tsx')), 'ReviewPage'),
});

const teamRoute = createRoute({
	getParentRoute: () => analystRoute,
	path: 'team',
	component: lazyRouteComponent(() => withWords(import('./team-page.tsx')), 'TeamPage'),
});

export const analystRoutes = [analystRoute.addChildren([reviewRoute, teamRoute])] as const;
