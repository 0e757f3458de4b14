import { i18n } from '@lingui/core';
import { I18nProvider } from '@lingui/react';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { createRoot } from 'react-dom/client';
import { createQueryClient, meQuery } from './api/queries.ts';
import { activateLocale, preferredLocale } from './app/i18n.ts';
import { createAppRouter } from './app/router.tsx';
import { applyTheme, chosenTheme } from './app/theme.ts';
import './ui/styles/tokens.css';
import './ui/styles/base.css';
import './ui/styles/shell.css';
import './ui/styles/controls.css';
import './ui/styles/parts.css';

applyTheme(chosenTheme());

const queryClient = createQueryClient();
const router = createAppRouter({ queryClient });
// On a thin line each round trip costs: who I am, the words and the first page's code are asked for at the same time.
if (!/^\/(?:sign-|verify)/.test(location.pathname)) void queryClient.prefetchQuery(meQuery);
router.preloadFirstPage();

const start = async (): Promise<void> => {
	await activateLocale(preferredLocale());
	const page = document.getElementById('page');
	if (page === null) throw new Error('no #page to draw into');
	createRoot(page).render(
		<I18nProvider i18n={i18n}>
			<QueryClientProvider client={queryClient}>
				<RouterProvider router={router.router} />
			</QueryClientProvider>
		</I18nProvider>,
	);
};

void start();
