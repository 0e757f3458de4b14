import { createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router';
import { loadFeedbackMessages } from '../app/i18n.ts';
import { hasRole, homePath } from '../app/people.ts';
import { rootRoute, shellRoute } from '../app/root-route.tsx';
import { withWords } from '../app/with-words.ts';

const worded = withWords(loadFeedbackMessages);

const verdictsRoute = createRoute({
	getParentRoute: () => shellRoute,
	path: 'verdicts',
	beforeLoad: ({ context }) => {
		if (!hasRole(context.me, 'worker', 'analyst')) throw redirect({ to: homePath(context.me) });
	},
	component: lazyRouteComponent(() => worded(import('./feedback-page.tsx')), 'FeedbackPage'),
});

const verifyRoute = createRoute({
	getParentRoute: () => rootRoute,
	path: 'verify',
	component: lazyRouteComponent(() => worded(import('./verify-page.tsx')), 'VerifyPage'),
});

/** Outside the frame: also for who is not signed in. */
export const verifyRoutes = [verifyRoute] as const;

/** What was found of one's own answers, for everybody who answers. */
export const feedbackRoutes = [verdictsRoute] as const;
