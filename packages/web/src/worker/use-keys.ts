import { useEffect, useRef } from 'react';
import { flushSync } from 'react-dom';
import { commandFor, type FocusKind, type KeyContext, type WorkCommand } from './keymap.ts';

const focusKind = (element: Element | null): FocusKind => {
	if (element === null) return 'none';
	if (element.matches('input[type="radio"], input[type="checkbox"]')) return 'choice';
	if (element.matches('input, textarea, select, [contenteditable]')) return 'text';
	return element.matches('button, a, summary, [role="button"]') ? 'button' : 'none';
};

/**
 * Keys of the work page, caught before any control sees them. Esc runs at once and draws at once:
 * when the handler returns, the text is out of the page.
 */
export const useKeys = (options: {
	readonly context: () => Omit<KeyContext, 'focus'>;
	readonly run: (command: WorkCommand) => void;
}): void => {
	const latest = useRef(options);
	latest.current = options;
	useEffect(() => {
		const onKeyDown = (event: KeyboardEvent): void => {
			const command = commandFor(
				{
					key: event.key,
					code: event.code,
					shift: event.shiftKey,
					chord: event.ctrlKey || event.altKey || event.metaKey,
					control: (event.ctrlKey || event.metaKey) && !event.altKey,
					composing: event.isComposing,
					repeat: event.repeat,
				},
				{ ...latest.current.context(), focus: focusKind(document.activeElement) },
			);
			if (command === undefined) return;
			if (command.kind === 'hide') {
				flushSync(() => latest.current.run(command));
				return;
			}
			// A dialog has keys of its own.
			if (document.querySelector('dialog[open]') !== null) return;
			event.preventDefault();
			latest.current.run(command);
		};
		window.addEventListener('keydown', onKeyDown, true);
		return () => window.removeEventListener('keydown', onKeyDown, true);
	}, []);
};
