import { createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router';
import { loadSupportMessages } from '../app/i18n.ts';
import { currentMembership } from '../app/people.ts';
import { shellRoute } from '../app/root-route.tsx';
import { withWords } from '../app/with-words.ts';

const worded = withWords(loadSupportMessages);

const memberRoute = createRoute({
	getParentRoute: () => shellRoute,
	id: 'member',
	beforeLoad: ({ context }) => {
		if (currentMembership(context.me) === undefined) throw redirect({ to: '/welcome' });
	},
});

const supportRoute = createRoute({
	getParentRoute: () => memberRoute,
	path: 'support',
	component: lazyRouteComponent(() => worded(import('./support-page.tsx')), 'SupportPage'),
});

const checkInRoute = createRoute({
	getParentRoute: () => memberRoute,
	path: 'check-in',
	component: lazyRouteComponent(() => worded(import('./check-in-page.tsx')), 'CheckInPage'),
});

const voiceRoute = createRoute({
	getParentRoute: () => memberRoute,
	path: 'voice',
	component: lazyRouteComponent(() => worded(import('./voice-page.tsx')), 'VoicePage'),
});

/** Whom one can turn to, how one is, and the board: for everybody who belongs to an organisation, as their roles allow. */
export const supportRoutes = [memberRoute.addChildren([supportRoute, checkInRoute, voiceRoute])] as const;
