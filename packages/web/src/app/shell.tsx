import { Trans, useLingui } from '@lingui/react/macro';
import { Link, Outlet, useRouterState } from '@tanstack/react-router';
import { useMe } from '../api/use-me.ts';
import { OperatorNav } from '../operator/nav.tsx';
import { Mark } from '../ui/mark.tsx';
import { ShiftLine } from '../worker/shift-line.tsx';
import { HelpKey } from './help-key.tsx';
import { LineNotice } from './line-notice.tsx';
import { currentMembership, hasRole } from './people.ts';
import { SkipLink } from './skip-link.tsx';

/** The frame of every page behind sign-in: skip link, banner with navigation, the page. */
export const Shell = () => {
	const { t } = useLingui();
	const me = useMe();
	const inOperator = useRouterState({
		select: (state) => state.resolvedLocation?.pathname.startsWith('/operator') ?? false,
	});
	const works = hasRole(me, 'worker', 'analyst');
	return (
		<div className="shell">
			<SkipLink />
			<header className="shell-header">
				<Link to="/" className="shell-mark" aria-label={t`Utu, start page`}>
					<Mark />
				</Link>
				{works ? <ShiftLine /> : null}
				<nav className="shell-nav" aria-label={t`Main`}>
					{inOperator ? <OperatorNav /> : works ? <WorkerNav reviews={hasRole(me, 'analyst')} /> : null}
					{works && inOperator ? (
						<Link to="/work">
							<Trans>Work</Trans>
						</Link>
					) : null}
					{!inOperator && hasRole(me, 'operator', 'admin') ? (
						<Link to="/operator">
							<Trans>Operate</Trans>
						</Link>
					) : null}
					{hasRole(me, 'operator', 'admin', 'representative') ? (
						<Link to="/limits">
							<Trans>Limits</Trans>
						</Link>
					) : null}
					{hasRole(me, 'representative') ? (
						<Link to="/voice">
							<Trans>Board</Trans>
						</Link>
					) : null}
					{currentMembership(me) === undefined ? null : (
						<Link to="/support">
							<Trans>Support</Trans>
						</Link>
					)}
					<Link to="/settings">
						<Trans>Settings</Trans>
					</Link>
				</nav>
			</header>
			<LineNotice />
			{currentMembership(me) === undefined ? null : <HelpKey />}
			<main id="main" className="shell-main" tabIndex={-1}>
				<Outlet />
			</main>
		</div>
	);
};

const WorkerNav = ({ reviews }: { readonly reviews: boolean }) => (
	<>
		<Link to="/work">
			<Trans>Work</Trans>
		</Link>
		{reviews ? (
			<>
				<Link to="/review">
					<Trans>Review</Trans>
				</Link>
				<Link to="/team">
					<Trans>Team</Trans>
				</Link>
				<Link to="/gold">
					<Trans>Gold</Trans>
				</Link>
			</>
		) : null}
		<Link to="/projects">
			<Trans>Projects</Trans>
		</Link>
		<Link to="/exposure">
			<Trans>Exposure</Trans>
		</Link>
		<Link to="/verdicts">
			<Trans>Feedback</Trans>
		</Link>
	</>
);
