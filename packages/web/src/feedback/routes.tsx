import { createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router';
import { loadFeedbackMessages } from '../app/i18n.ts';
import { hasRole, homePath } from '../app/people.ts';
import { shellRoute } from '../app/root-route.tsx';
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

/** What was found of one's own answers, for everybody who answers. */
export const feedbackRoutes = [verdictsRoute] as const;
