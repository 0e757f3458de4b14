import { Trans } from '@lingui/react/macro';
import { Link } from '@tanstack/react-router';

/** The operators' entries in the main navigation, shown on their pages. */
export const OperatorNav = () => (
	<>
		<Link to="/operator" activeOptions={{ exact: true }}>
			<Trans>Projects</Trans>
		</Link>
		<Link to="/operator/shifts">
			<Trans>Shifts</Trans>
		</Link>
		<Link to="/operator/plan">
			<Trans>Staffing</Trans>
		</Link>
		<Link to="/gold">
			<Trans>Gold</Trans>
		</Link>
		<Link to="/operator/organisation">
			<Trans>Organisation</Trans>
		</Link>
	</>
);
