import type { I18n } from '@lingui/core';
import { msg, plural } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { purposeRules } from '@utu/core/safety/purpose.ts';
import { useEffect, useId, useRef } from 'react';
import { severityWord } from '../app/words.ts';
import { Button } from '../ui/button.tsx';
import {
	isOpen,
	nextCovered,
	pageCount,
	pageOf,
	type RevealRequest,
	type SentenceView,
	sentencesPerPage,
} from './cover.ts';
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
	const averageChars = lease.told.sentences === 0 ? 0 : lease.told.chars / lease.told.sentences;
	const busy = cover.asked > 0;
	const next = nextCovered(shown);
	return (
		<section className="content" aria-label={t`The text`} aria-busy={busy}>
			<ol className="sentences plain-list" start={page * sentencesPerPage + 1}>
				{shown.map((sentence) =>
					sentence.text === undefined ? (
						<li key={sentence.index}>
							<Cover sentence={sentence} averageChars={averageChars} onUncover={() => reveal([sentence.index])} />
						</li>
					) : (
						<li
							key={sentence.index}
							ref={sentence.index === first.index ? first.ref : null}
							tabIndex={-1}
							className="sentence"
							dir="auto"
							lang={lease.told.language ?? undefined}
						>
							{sentence.text}
						</li>
					),
				)}
			</ol>
			<Pages item={item} turnPage={turnPage} />
			<div className="content-tools">
				{next === undefined ? (
					<Button keyHint="Esc" onClick={hide}>
						<Trans>Cover everything</Trans>
					</Button>
				) : (
					<UncoverTools
						busy={busy}
						several={shown.length > 1}
						onNext={() => reveal([next.index])}
						onMilder={() => reveal('told')}
						onAll={() => reveal('all')}
					/>
				)}
			</div>
			<div className="content-time">
				{busy || !isOpen(cover) ? (
					<p className="hint">
						{busy ? (
							<Trans>Uncovering…</Trans>
						) : purposeRules[lease.purpose].takesPlace ? (
							<Trans>Everything is covered. You can answer without looking; the answer is then marked so.</Trans>
						) : (
							<Trans>Everything is covered. A review rests on a look: uncover what you need, or skip.</Trans>
						)}
					</p>
				) : (
					<>
						<p className="hint">{staysWords(lease.reservedMs, i18n)}</p>
						<Button kind="quiet" keyHint="E" onClick={extend}>
							<Trans>Take more time</Trans>
						</Button>
					</>
				)}
			</div>
		</section>
	);
};

/** Steps through a text of several pages; turning covers what was open. */
const Pages = ({ item: { cover, page }, turnPage }: Pick<SentencesProps, 'item' | 'turnPage'>) => {
	const { t } = useLingui();
	const pages = pageCount(cover);
	if (pages === 1) return null;
	const from = page * sentencesPerPage + 1;
	const to = from + pageOf(cover, page).length - 1;
	const whyNoEarlier = page === 0 ? t`This is the first page.` : undefined;
	const whyNoLater = page === pages - 1 ? t`This is the last page.` : undefined;
	return (
		<nav className="row" aria-label={t`Pages of this text`}>
			<Button kind="quiet" whyDisabled={whyNoEarlier} onClick={() => turnPage(page - 1)}>
				<Trans>Page before</Trans>
			</Button>
			<span className="hint">
				<Trans>
					Sentences {from} to {to} of {cover.sentences.length}
				</Trans>
			</span>
			<Button kind="quiet" whyDisabled={whyNoLater} onClick={() => turnPage(page + 1)}>
				<Trans>Page after</Trans>
			</Button>
		</nav>
	);
};

/** For how long it stays in sight. No clock runs: what is told does not change while one reads. */
const staysWords = (reservedMs: number, i18n: I18n): string => {
	const seconds = Math.max(5, Math.round(reservedMs / 5_000) * 5);
	const time =
		seconds < 120
			? i18n._(msg`${seconds} seconds`)
			: i18n._(msg`${plural(Math.round(seconds / 60), { one: '# minute', other: '# minutes' })}`);
	return i18n._(msg`It covers itself after ${time} in sight.`);
};

type UncoverToolsProps = {
	readonly busy: boolean;
	readonly several: boolean;
	readonly onNext: () => void;
	readonly onMilder: () => void;
	readonly onAll: () => void;
};

const UncoverTools = ({ busy, several, onNext, onMilder, onAll }: UncoverToolsProps) => {
	const { t } = useLingui();
	const id = useId();
	return (
		<div role="group" aria-labelledby={id} className="uncover">
			<span id={id} className="hint">
				<Trans>Uncover</Trans>
			</span>
			<Button keyHint={t`Space`} busy={busy} onClick={onNext}>
				<Trans>Next</Trans>
			</Button>
			{several ? (
				<>
					<Button keyHint={t`Shift+Space`} busy={busy} onClick={onMilder}>
						<Trans>Milder ones</Trans>
					</Button>
					<Button busy={busy} onClick={onAll}>
						<Trans>All</Trans>
					</Button>
				</>
			) : null}
		</div>
	);
};

const Cover = ({
	sentence,
	averageChars,
	onUncover,
}: {
	readonly sentence: SentenceView;
	readonly averageChars: number;
	readonly onUncover: () => void;
}) => {
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
	const before = useRef<ReadonlySet<number>>(
		new Set(shown.filter((one) => one.text !== undefined).map((one) => one.index)),
	);
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
