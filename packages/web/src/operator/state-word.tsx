import { Trans } from '@lingui/react/macro';
import type { ProjectState } from './api/projects.ts';

export const StateWord = ({ state }: { readonly state: ProjectState }) => {
	switch (state) {
		case 'draft':
			return <Trans>Draft</Trans>;
		case 'open':
			return <Trans>Open</Trans>;
		case 'paused':
			return <Trans>Paused</Trans>;
		case 'closed':
			return <Trans>Closed</Trans>;
	}
};
