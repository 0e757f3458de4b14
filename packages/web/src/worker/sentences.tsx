import { Trans, useLingui } from '@lingui/react/macro';
import { useEffect, useRef } from 'react';
import { severityWord } from '../app/words.ts';
import { Button } from '../ui/button.tsx';
import { isOpen, nextCovered, pageCount, pageOf, sentencesPerPage, type RevealRequest, type SentenceView } from './cover.ts';
import type { ItemState } from './session-state.ts';

/** How wide a character is drawn on a cover, rem; covers are never shorter than a finger. */
const remPerChar = 0.42;

type SentencesProps = {
	readonly item: ItemState;
	readonly reveal: (request: RevealRequest) => void;
	readonly hide: () => void;
	readonly turnPage: (page: number) => void;
	readonly extend: () => void;
};

/** The text of an item, sentence by sentence: covered ones have no text anywhere in the page. */
export const Sentences = ({ item, reveal, hide, turnPage, extend }: SentencesProps) => {
	const { t, i18n } = useLingui();
	const { cover, lease, page } = item;
	const shown = pageOf(cover, page);
	const first = useFirstUncovered(shown);
	const pages = pageCount(cover);
	const averageChars = lease.told.sentences === 0 ? 0 : lease.told.chars / lease.told.sentences;
	const open = isOpen(cover);
	const next = nextCovered(shown);
	const from = page * sentencesPerPage + 1;
	const to = from + shown.length - 1;
	return (
		<section className="content" aria-label={t`The text`} aria-busy={cover.asked > 0}>
			<ol className="sentences plain-list" start={from}>
				{shown.map((sentence) =>
					sentence.text === undefined ? (
						<li key={sentence.index}>
							<Cover sentence={sentence} averageChars={averageChars} onUncover={() => reveal([sentence.index])} />
						</li>
					) : (
						<li key={sentence.index} ref={sentence.index === first.index ? first.ref : null} tabIndex={-1} className="sentence" dir="auto" lang={lease.told.language ?? undefined}>
							{sentence.text}
						</li>
					),
				)}
			</ol>
			{pages > 1 ? (
				<nav className="row" aria-label={t`Pages of this text`}>
					<Button kind="quiet" whyDisabled={page === 0 ? t`This is the first page.` : undefined} onClick={() => turnPage(page - 1)}>
						<Trans>Page before</Trans>
					</Button>
					<span className="hint">
						<Trans>
							Sentences {from} to {to} of {cover.sentences.length}
						</Trans>
					</span>
					<Button kind="quiet" whyDisabled={page === pages - 1 ? t`This is the last page.` : undefined} onClick={() => turnPage(page + 1)}>
						<Trans>Page after</Trans>
					</Button>
				</nav>
			) : null}
			<div className="content-tools">
				{next === undefined ? null : (
					<>
						<Button keyHint={t`Space`} busy={cover.asked > 0} onClick={() => reveal([next.index])}>
							<Trans>Uncover next</Trans>
						</Button>
						{shown.length > 1 ? (
							<>
								<Button kind="quiet" keyHint={t`Shift+Space`} busy={cover.asked > 0} onClick={() => reveal('told')}>
									<Trans>Uncover the milder ones</Trans>
								</Button>
								<Button kind="quiet" busy={cover.asked > 0} onClick={() => reveal('all')}>
									<Trans>Uncover all</Trans>
								</Button>
							</>
						) : null}
					</>
				)}
				{open && next === undefined ? (
					<Button keyHint="Esc" onClick={hide}>
						<Trans>Cover everything</Trans>
					</Button>
				) : null}
			</div>
			{open && cover.coverAt !== undefined ? (
				<p className="hint content-time">
					<Trans>It covers itself at {i18n.date(new Date(cover.coverAt), { timeStyle: 'medium' })}.</Trans>{' '}
					<Button kind="quiet" keyHint="E" onClick={extend}>
						<Trans>Take more time</Trans>
					</Button>
				</p>
			) : null}
			<p className="visually-hidden" role="status">
				{cover.asked > 0 ? <Trans>Uncovering…</Trans> : null}
			</p>
			<p className="visually-hidden">{open ? null : severityWord(lease.told.severity, i18n)}</p>
		</section>
	);
};

const Cover = ({ sentence, averageChars, onUncover }: { readonly sentence: SentenceView; readonly averageChars: number; readonly onUncover: () => void }) => {
	const { t, i18n } = useLingui();
	const { index, chars, severity } = sentence;
	const number = index + 1;
	const width = `clamp(5rem, ${(chars ?? averageChars) * remPerChar}rem, 100%)`;
	const word = severity === undefined || severity === 0 ? undefined : severityWord(severity, i18n);
	const label =
		chars === undefined
			? t`Covered sentence ${number}`
			: word === undefined
				? t`Covered sentence ${number}, ${chars} characters`
				: t`Covered sentence ${number}, ${chars} characters, ${word}`;
	return (
		<button type="button" className="cover" aria-label={label} onClick={onUncover}>
			<span className="cover-bar" style={{ inlineSize: width }} />
			<span className="cover-words">{[chars, word].filter((part) => part !== undefined).join(' · ')}</span>
		</button>
	);
};

/** After a reveal the focus goes to the first sentence that is new, so that it is read, and in sight. */
const useFirstUncovered = (shown: readonly SentenceView[]) => {
	const ref = useRef<HTMLLIElement>(null);
	const before = useRef<ReadonlySet<number>>(new Set(shown.filter((one) => one.text !== undefined).map((one) => one.index)));
	const openNow = shown.filter((one) => one.text !== undefined).map((one) => one.index);
	const fresh = openNow.find((index) => !before.current.has(index));
	const key = openNow.join();
	// biome-ignore lint/correctness/useExhaustiveDependencies: runs when what is open changes, not on every drawing.
	useEffect(() => {
		before.current = new Set(openNow);
		if (fresh === undefined) return;
		const typing = document.activeElement?.matches('input, textarea, select') ?? false;
		if (!typing) ref.current?.focus();
	}, [key]);
	return { ref, index: fresh };
};
