import type { QueryClient } from '@tanstack/react-query';
import { createRoute, createRouter, redirect } from '@tanstack/react-router';
import { accountRoutes, entryRoutes } from '../account/routes.tsx';
import { analystRoutes } from '../analyst/routes.tsx';
import { feedbackRoutes, verifyRoutes } from '../feedback/routes.tsx';
import { limitsRoutes } from '../limits/routes.tsx';
import { operatorRoutes } from '../operator/routes.tsx';
import { supportRoutes } from '../support/routes.tsx';
import { Loading } from '../ui/state.tsx';
import { workerRoutes } from '../worker/routes.tsx';
import { ErrorPage } from './error-page.tsx';
import { homePath } from './people.ts';
import { rootRoute, shellRoute } from './root-route.tsx';

const homeRoute = createRoute({
	getParentRoute: () => shellRoute,
	path: '/',
	beforeLoad: ({ context }) => {
		throw redirect({ to: homePath(context.me), replace: true });
	},
});

const routeTree = rootRoute.addChildren([
	...entryRoutes,
	...verifyRoutes,
	shellRoute.addChildren([
		homeRoute,
		...workerRoutes,
		...feedbackRoutes,
		...analystRoutes,
		...accountRoutes,
		...limitsRoutes,
		...supportRoutes,
		...operatorRoutes,
	]),
]);

const makeRouter = (queryClient: QueryClient) =>
	createRouter({
		routeTree,
		context: { queryClient },
		defaultPreload: 'intent',
		defaultPreloadStaleTime: 0,
		defaultPendingMs: 300,
		defaultPendingMinMs: 0,
		defaultPendingComponent: Loading,
		defaultErrorComponent: ErrorPage,
		scrollRestoration: true,
	});

export type AppRouter = ReturnType<typeof makeRouter>;

type Preloadable = { readonly preload?: () => Promise<unknown> };

/** The router, and a way to ask for the first page's code before anybody knows who is there. */
export const createAppRouter = (options: { readonly queryClient: QueryClient }) => {
	const router = makeRouter(options.queryClient);
	const preloadFirstPage = (): void => {
		for (const match of router.matchRoutes(router.latestLocation)) {
			const route: { readonly options: { readonly component?: unknown } } | undefined =
				router.routesById[match.routeId as keyof typeof router.routesById];
			void (route?.options.component as Preloadable | undefined)?.preload?.();
		}
	};
	return { router, preloadFirstPage };
};

declare module '@tanstack/react-router' {
	interface Register {
		router: AppRouter;
	}
}
