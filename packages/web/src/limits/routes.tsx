import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { limitsQuery } from '../api/limits.ts';
import { shellRoute } from '../app/root-route.tsx';

const limitsRoute = createRoute({
	getParentRoute: () => shellRoute,
	path: 'limits',
	loader: ({ context }) => void context.queryClient.prefetchQuery(limitsQuery),
	component: lazyRouteComponent(() => import('./limits-page.tsx'), 'LimitsPage'),
});

/** What operators propose, the representative signs and workers read. */
export const limitsRoutes = [limitsRoute] as const;
