import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { loadOperatorMessages } from '../app/i18n.ts';
import { shellRoute } from '../app/root-route.tsx';

const operatorHomeRoute = createRoute({
	getParentRoute: () => shellRoute,
	path: 'operator',
	beforeLoad: () => loadOperatorMessages(),
	component: lazyRouteComponent(() => import('./home-page.tsx'), 'OperatorHomePage'),
});

export const operatorRoutes = [operatorHomeRoute] as const;
