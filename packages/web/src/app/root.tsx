import { Outlet, useRouterState } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';

/**
 * After a change of page the focus goes to its heading, so that a screen reader says where one is
 * and the next Tab starts there. The first page keeps the browser's own focus.
 */
export const Root = () => {
	const pathname = useRouterState({
		select: (state) => (state.status === 'idle' ? state.resolvedLocation?.pathname : undefined),
	});
	const seen = useRef<string | undefined>(undefined);
	useEffect(() => {
		if (pathname === undefined || pathname === seen.current) return;
		const first = seen.current === undefined;
		seen.current = pathname;
		if (!first) document.querySelector<HTMLElement>('h1')?.focus({ preventScroll: true });
	}, [pathname]);
	return <Outlet />;
};
