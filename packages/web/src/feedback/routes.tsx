import { createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router';
import type { Me } from '../api/queries.ts';
import { loadFeedbackMessages } from '../app/i18n.ts';
import { hasRole, homePath } from '../app/people.ts';
import { rootRoute, shellRoute } from '../app/root-route.tsx';
import { withWords } from '../app/with-words.ts';

const worded = withWords(loadFeedbackMessages);

const onlyForWork = ({ context }: { readonly context: { readonly me: Me } }): void => {
	if (!hasRole(context.me, 'worker', 'analyst')) throw redirect({ to: homePath(context.me) });
};

const verdictsRoute = createRoute({
	getParentRoute: () => shellRoute,
	path: 'verdicts',
	beforeLoad: onlyForWork,
	component: lazyRouteComponent(() => worded(import('./feedback-page.tsx')), 'FeedbackPage'),
});

const verifyRoute = createRoute({
	getParentRoute: () => rootRoute,
	path: 'verify',
	component: lazyRouteComponent(() => worded(import('./verify-page.tsx')), 'VerifyPage'),
});

/** Outside the frame: also for who is not signed in. */
export const verifyRoutes = [verifyRoute] as const;
const lookRoute = createRoute({
	getParentRoute: () => shellRoute,
	path: 'verdicts/$reviewId',
	beforeLoad: onlyForWork,
	component: lazyRouteComponent(() => worded(import('./look-page.tsx')), 'LookPage'),
});

const trainingRoute = createRoute({
	getParentRoute: () => shellRoute,
	path: 'training',
	beforeLoad: onlyForWork,
	component: lazyRouteComponent(() => worded(import('./training-page.tsx')), 'TrainingPage'),
});

const trainRoute = createRoute({
	getParentRoute: () => shellRoute,
	path: 'training/$projectId',
	beforeLoad: onlyForWork,
	component: lazyRouteComponent(() => worded(import('./train-page.tsx')), 'TrainPage'),
});

/** What was found of one's own answers, for everybody who answers. */
export const feedbackRoutes = [verdictsRoute, lookRoute, trainingRoute, trainRoute] as const;
