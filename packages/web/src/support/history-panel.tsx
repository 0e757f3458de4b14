import type { I18n } from '@lingui/core';
import { msg, plural } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { type Instrument, instrumentNames, selfView, sudsMax } from '@utu/core/support/self-view.ts';
import { useState } from 'react';
import { dayAndTime } from '../app/times.ts';
import { Button } from '../ui/button.tsx';
import { Panel } from '../ui/panel.tsx';
import { type Entries, eraseEntries } from './check-in-api.ts';
import type { Entry } from './entry.ts';
import { EraseDialog } from './erase-dialog.tsx';
import { saveFile } from './save-file.ts';
import { SudsChart } from './suds-chart.tsx';

type Props = { readonly found: Entries; readonly onErased: () => void; readonly onLock: () => void };

const shownAtFirst = 20;

/** What a person wrote, for that person. */
export const HistoryPanel = ({ found, onErased, onLock }: Props) => {
	const { i18n } = useLingui();
	const [shown, setShown] = useState(shownAtFirst);
	const [erasing, setErasing] = useState(false);
	const { entries, closed } = found;
	return (
		<Panel
			title={<Trans>What you wrote</Trans>}
			actions={
				<Button kind="quiet" onClick={onLock}>
					<Trans>Lock</Trans>
				</Button>
			}
		>
			{entries.length === 0 ? (
				<p>
					<Trans>Nothing yet.</Trans>
				</p>
			) : (
				<>
					<SudsChart entries={entries} />
					<ul className="plain-list entries">
						{entries.slice(0, shown).map((entry) => (
							<EntryItem key={entry.at} entry={entry} />
						))}
					</ul>
				</>
			)}
			{closed === 0 ? null : (
				<p className="hint">
					{i18n._(msg`${plural(closed, { one: '# entry does not open.', other: '# entries do not open.' })}`)}
				</p>
			)}
			<div className="row">
				{entries.length > shown ? (
					<Button onClick={() => setShown(shown + shownAtFirst)}>
						<Trans>Show older ones</Trans>
					</Button>
				) : null}
				{entries.length === 0 ? null : (
					<Button onClick={() => saveFile('utu-check-ins.json', { entries })}>
						<Trans>Save as a file</Trans>
					</Button>
				)}
				{entries.length + closed === 0 ? null : (
					<Button onClick={() => setErasing(true)}>
						<Trans>Erase it all</Trans>
					</Button>
				)}
			</div>
			{entries.length === 0 ? null : (
				<p className="hint">
					<Trans>A saved file is not encrypted: keep it where only you look.</Trans>
				</p>
			)}
			{erasing ? <EraseDialog erase={eraseEntries} onErased={onErased} onClose={() => setErasing(false)} /> : null}
		</Panel>
	);
};

const EntryItem = ({ entry }: { readonly entry: Entry }) => {
	const { i18n } = useLingui();
	return (
		<li className="entry">
			<p className="hint">{dayAndTime(entry.at, i18n)}</p>
			<p>{sumWords(entry, i18n).join(' · ')}</p>
			{entry.note === undefined ? null : (
				<p className="as-written" dir="auto">
					{entry.note}
				</p>
			)}
		</li>
	);
};

/** “Distress 4 of 10 · Mood 1 of 6”: sums, without a word on what they mean. */
const sumWords = (entry: Entry, i18n: I18n): readonly string[] => [
	...(entry.suds === undefined ? [] : [i18n._(msg`Distress ${entry.suds} of ${sudsMax}`)]),
	...instrumentNames.flatMap((name) => {
		const view = selfView(name, entry[name] ?? []);
		return view === undefined ? [] : [instrumentWords(name, view.sum, view.of, i18n)];
	}),
];

const instrumentWords = (name: Instrument, sum: number, of: number, i18n: I18n): string => {
	switch (name) {
		case 'pcPtsd5':
			return i18n._(msg`Hard memories ${sum} of ${of}`);
		case 'phq2':
			return i18n._(msg`Mood ${sum} of ${of}`);
		case 'gad2':
			return i18n._(msg`Worry ${sum} of ${of}`);
	}
};
