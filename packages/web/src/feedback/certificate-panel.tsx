import { Trans, useLingui } from '@lingui/react/macro';
import { type FormEvent, useEffect, useState } from 'react';
import { useMe } from '../api/use-me.ts';
import { problemWords } from '../app/problem-words.ts';
import { saveFile } from '../support/save-file.ts';
import { Button } from '../ui/button.tsx';
import { CopyField } from '../ui/copy-field.tsx';
import { TextField } from '../ui/field.tsx';
import { Notice, Status } from '../ui/notice.tsx';
import { Panel } from '../ui/panel.tsx';
import { type CertificateFile, useMakeCertificate } from './certificate-api.ts';
import { CertificateView } from './certificate-view.tsx';
import './certificate.css';

const nameCharsMax = 100;

/** What a worker takes along of their work: made at a click, shown first, then downloaded or printed. */
export const CertificatePanel = () => {
	const { t, i18n } = useLingui();
	const me = useMe();
	const [name, setName] = useState(me.displayName.slice(0, nameCharsMax));
	const { mutate, isPending, error, data } = useMakeCertificate();
	const submit = (event: FormEvent): void => {
		event.preventDefault();
		if (name.trim() !== '' && !isPending) mutate(name.trim());
	};
	return (
		<div className="certificate-panel">
			<Panel
				title={<Trans>Certificate of work</Trans>}
				lede={
					<Trans>
						What can be said of your work here, to take along: signed, so that anybody can check it. The server keeps
						nothing of it.
					</Trans>
				}
			>
				<form className="stack no-print" onSubmit={submit}>
					<TextField
						label={<Trans>Name on the certificate</Trans>}
						hint={<Trans>As you want to be called. Nobody checks it.</Trans>}
						autoComplete="name"
						dir="auto"
						maxLength={nameCharsMax}
						value={name}
						onInput={(event) => setName(event.currentTarget.value)}
					/>
					<p className="hint">
						<Trans>
							It holds the months of your work, how many answers counted, their languages, and what verdicts say of
							them. It never holds what you saw or chose not to see, breaks, skips, how fast you were, projects, teams,
							or a comparison with anybody by name.
						</Trans>
					</p>
					<div className="row">
						<Button
							type="submit"
							kind="primary"
							busy={isPending}
							whyDisabled={name.trim() === '' ? t`Write a name first.` : undefined}
						>
							<Trans>Make my certificate</Trans>
						</Button>
					</div>
				</form>
				<Status>
					{error !== null ? (
						<Notice kind="trouble">{problemWords(error, i18n)}</Notice>
					) : data === undefined ? null : (
						<p className="no-print">
							<Trans>Your certificate is made. Keep it: when you leave this page, it is here no more.</Trans>
						</p>
					)}
				</Status>
				{data === undefined ? null : <Made file={data} />}
			</Panel>
		</div>
	);
};

const Made = ({ file }: { readonly file: CertificateFile }) => {
	const { certificate, payload, verify } = file;
	// While there is one, it is what the page prints, whichever way printing is asked for.
	useEffect(() => {
		document.documentElement.dataset.prints = 'certificate';
		return () => {
			delete document.documentElement.dataset.prints;
		};
	}, []);
	return (
		<>
			<article className="certificate">
				<CertificateView payload={payload} />
				<div className="certificate-proof">
					<p>
						<Trans>
							Whoever is handed this can check it: at <bdi>{verify}</bdi>, with these letters. Spaces and line breaks do
							not matter.
						</Trans>
					</p>
					<p className="certificate-letters">{certificate}</p>
				</div>
			</article>
			<div className="row">
				<Button kind="primary" onClick={() => saveFile(`certificate-${payload.issuedAt.slice(0, 10)}.json`, file)}>
					<Trans>Download</Trans>
				</Button>
				<Button onClick={() => window.print()}>
					<Trans>Print</Trans>
				</Button>
			</div>
			<div className="no-print">
				<CopyField
					label={<Trans>Link that checks it</Trans>}
					hint={<Trans>It holds the whole certificate. Whoever opens it can read what it says.</Trans>}
					value={`${verify}#${certificate}`}
				/>
			</div>
		</>
	);
};
