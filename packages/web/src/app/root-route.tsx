import type { QueryClient } from '@tanstack/react-query';
import { createRootRouteWithContext, createRoute, redirect } from '@tanstack/react-router';
import { statusOf } from '../api/client.ts';
import { meQuery } from '../api/queries.ts';
import { BareErrorPage } from './error-page.tsx';
import { activateLocale } from './i18n.ts';
import { NotFoundPage } from './not-found-page.tsx';
import { Root } from './root.tsx';
import { Shell } from './shell.tsx';
import { setTimeZone } from './times.ts';

export type AppContext = { readonly queryClient: QueryClient };

export const rootRoute = createRootRouteWithContext<AppContext>()({
	component: Root,
	notFoundComponent: NotFoundPage,
	errorComponent: BareErrorPage,
});

/** Everything behind sign-in: knows who is there, speaks their language, and frames the page. */
export const shellRoute = createRoute({
	getParentRoute: () => rootRoute,
	id: 'shell',
	beforeLoad: async ({ context, location }) => {
		const me = await context.queryClient.ensureQueryData(meQuery).catch((error: unknown) => {
			if (statusOf(error) === 401)
				throw redirect({ to: '/sign-in', search: location.pathname === '/' ? {} : { next: location.href } });
			throw error;
		});
		setTimeZone(me.timeZone);
		await activateLocale(me.locale, { remember: true });
		return { me };
	},
	component: Shell,
	errorComponent: BareErrorPage,
});
