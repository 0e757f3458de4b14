import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { rootRoute, shellRoute } from '../app/root-route.tsx';

type EntrySearch = { readonly next?: string | undefined };

const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

/** Only a path of this site is gone to after sign-in. A key that is left out would let the unchecked one through. */
const entrySearch = (search: Record<string, unknown>): EntrySearch => {
	const next = textOf(search.next);
	return { next: next !== undefined && /^\/(?![/\\])/.test(next) ? next : undefined };
};

const signInRoute = createRoute({
	getParentRoute: () => rootRoute,
	path: 'sign-in',
	validateSearch: entrySearch,
	component: lazyRouteComponent(() => import('./sign-in-page.tsx'), 'SignInPage'),
});

const signUpRoute = createRoute({
	getParentRoute: () => rootRoute,
	path: 'sign-up',
	validateSearch: (search: Record<string, unknown>): EntrySearch & { code?: string | undefined } => ({
		...entrySearch(search),
		code: textOf(search.code),
	}),
	component: lazyRouteComponent(() => import('./sign-up-page.tsx'), 'SignUpPage'),
});

/** Pages outside the frame. */
export const entryRoutes = [signInRoute, signUpRoute] as const;

const welcomeRoute = createRoute({
	getParentRoute: () => shellRoute,
	path: 'welcome',
	validateSearch: (search: Record<string, unknown>): { code?: string | undefined } => ({ code: textOf(search.code) }),
	component: lazyRouteComponent(() => import('./welcome-page.tsx'), 'WelcomePage'),
});

const settingsRoute = createRoute({
	getParentRoute: () => shellRoute,
	path: 'settings',
	component: lazyRouteComponent(() => import('./settings-page.tsx'), 'SettingsPage'),
});

const keysRoute = createRoute({
	getParentRoute: () => shellRoute,
	path: 'settings/keys',
	component: lazyRouteComponent(() => import('./keys-page.tsx'), 'KeysPage'),
});

export const accountRoutes = [welcomeRoute, settingsRoute, keysRoute] as const;
