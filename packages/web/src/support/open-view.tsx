import { Trans, useLingui } from '@lingui/react/macro';
import { useCallback, useEffect, useState } from 'react';
import { serverNow } from '../api/server-clock.ts';
import { problemWords } from '../app/problem-words.ts';
import { Loading, Trouble } from '../ui/state.tsx';
import { type Entries, loadEntries, type Unlocked } from './check-in-api.ts';
import { EntryPanel } from './entry-panel.tsx';
import { HistoryPanel } from './history-panel.tsx';

type Props = { readonly unlocked: Unlocked; readonly onLock: () => void };

const noEntries: Entries = { entries: [], closed: 0 };

/** What was decrypted lives here, and is gone when the page is left or locked. */
export const OpenView = ({ unlocked, onLock }: Props) => {
	const { i18n } = useLingui();
	const [found, setFound] = useState<Entries>();
	const [error, setError] = useState<unknown>(null);
	const load = useCallback((): void => {
		setError(null);
		loadEntries(unlocked).then(setFound, setError);
	}, [unlocked]);
	useEffect(load, [load]);
	return (
		<>
			<EntryPanel
				unlocked={unlocked}
				now={serverNow}
				onKept={(entry) =>
					setFound((before) => ({ ...(before ?? noEntries), entries: [entry, ...(before?.entries ?? [])] }))
				}
			/>
			{found !== undefined ? (
				<HistoryPanel found={found} onErased={() => setFound(noEntries)} onLock={onLock} />
			) : error === null ? (
				<Loading />
			) : (
				<Trouble onRetry={load}>
					{problemWords(error, i18n)} <Trans>What you keep now is not lost.</Trans>
				</Trouble>
			)}
		</>
	);
};
