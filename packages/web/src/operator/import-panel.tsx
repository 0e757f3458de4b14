import { Trans, useLingui } from '@lingui/react/macro';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useId, useRef, useState } from 'react';
import { problemWords } from '../app/problem-words.ts';
import { Button } from '../ui/button.tsx';
import { CopyField } from '../ui/copy-field.tsx';
import { Disclosure } from '../ui/disclosure.tsx';
import { Meter } from '../ui/meter.tsx';
import { Notice, Status } from '../ui/notice.tsx';
import { Panel } from '../ui/panel.tsx';
import { Trouble } from '../ui/state.tsx';
import { Table } from '../ui/table.tsx';
import { type ImportProgress, type ImportReport, importFile } from './api/import.ts';
import { type Project, progressQuery } from './api/projects.ts';

/** Items from a file, with progress; a bad line is named and the rest goes on. */
export const ImportPanel = ({ project }: { readonly project: Project }) => {
	const { t, i18n } = useLingui();
	const inputId = useId();
	const cache = useQueryClient();
	const [file, setFile] = useState<File>();
	const [progress, setProgress] = useState<ImportProgress>();
	const stop = useRef<AbortController>(undefined);
	const { mutate, isPending, error, data } = useMutation({
		mutationFn: (chosen: File) => {
			stop.current = new AbortController();
			setProgress(undefined);
			return importFile({ projectId: project.id, file: chosen, onProgress: setProgress, signal: stop.current.signal });
		},
		onSettled: () => cache.invalidateQueries({ queryKey: progressQuery(project.id).queryKey }),
	});
	const why =
		project.state === 'closed' ? t`The project is closed.` : file === undefined ? t`Choose a file.` : undefined;
	return (
		<Panel
			title={<Trans>Import</Trans>}
			lede={
				<Trans>
					JSON lines with “key” and “text”, CSV with a header, or plain text with one item a line. Sending a file again
					changes nothing.
				</Trans>
			}
		>
			<div className="field">
				<label htmlFor={inputId}>
					<Trans>File</Trans>
				</label>
				<input
					id={inputId}
					className="input"
					type="file"
					accept=".jsonl,.ndjson,.csv,.txt"
					onChange={(event) => setFile(event.currentTarget.files?.[0])}
				/>
			</div>
			<div className="row">
				<Button kind="primary" busy={isPending} whyDisabled={why} onClick={() => file !== undefined && mutate(file)}>
					<Trans>Import</Trans>
				</Button>
				{isPending ? (
					<Button onClick={() => stop.current?.abort()}>
						<Trans>Stop</Trans>
					</Button>
				) : null}
			</div>
			{isPending && progress !== undefined ? (
				<Meter
					label={<Trans>Sent</Trans>}
					value={progress.sent}
					max={progress.total}
					text={t`${i18n.number(progress.sent)} of ${i18n.number(progress.total)} lines`}
				/>
			) : null}
			<Status>{data === undefined ? null : <ReportWords report={data} />}</Status>
			{error === null ? null : (
				<Trouble>
					{stop.current?.signal.aborted ? t`Stopped. What was sent is kept.` : problemWords(error, i18n)}
				</Trouble>
			)}
			<Disclosure summary={<Trans>By program</Trans>}>
				<CopyField label={<Trans>Command</Trans>} value={`utu items import FILE --project ${project.id}`} />
			</Disclosure>
		</Panel>
	);
};

const ReportWords = ({ report }: { readonly report: ImportReport }) => {
	const { t, i18n } = useLingui();
	const number = (value: number): string => i18n.number(value);
	return (
		<div className="stack">
			<Notice kind={report.refused === 0 ? 'good' : 'plain'}>
				<Trans>
					{number(report.accepted)} taken in, {number(report.alreadyThere)} were there already,{' '}
					{number(report.duplicates)} are exact duplicates, {number(report.refused)} refused.
				</Trans>
			</Notice>
			{report.faults.length === 0 ? null : (
				<Table label={t`Refused lines`} head={[t`Line`, t`Key`, t`Why`]}>
					{report.faults.map((fault) => (
						<tr key={fault.line}>
							<td>{number(fault.line)}</td>
							<td>{fault.key ?? ''}</td>
							<td lang="en">{fault.message}</td>
						</tr>
					))}
				</Table>
			)}
		</div>
	);
};
