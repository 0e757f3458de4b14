import { createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router';
import { loadFeedbackMessages } from '../app/i18n.ts';
import { hasRole, homePath } from '../app/people.ts';
import { shellRoute } from '../app/root-route.tsx';

const verdictsRoute = createRoute({
	getParentRoute: () => shellRoute,
	path: 'verdicts',
	beforeLoad: ({ context }) => {
		if (!hasRole(context.me, 'worker', 'analyst')) throw redirect({ to: homePath(context.me) });
	},
	component: lazyRouteComponent(() => loadFeedbackMessages().then(() => import('./feedback-page.tsx')), 'FeedbackPage'),
});

/** What was found of one's own answers, for everybody who answers. */
export const feedbackRoutes = [verdictsRoute] as const;
