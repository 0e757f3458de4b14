import { useQueryClient } from '@tanstack/react-query';
import { type ComponentType, useEffect, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { coverInHand } from '../worker/in-hand.ts';
import { loadSupportMessages } from './i18n.ts';

type Opened = ComponentType<{ readonly onClose: () => void }>;

const loadDialog = () => Promise.all([import('../support/help-dialog.tsx'), loadSupportMessages()]);
/** Once the page stands, what help needs is fetched: it has to be there when the line is not. */
const prefetchAfterMs = 4_000;

/** F1, also while typing and with single letters off: covers what is in sight and says whom one can turn to. */
export const helpKey = 'F1';

export const HelpKey = () => {
	const cache = useQueryClient();
	const [Dialog, setDialog] = useState<{ readonly component: Opened }>();
	const open = useRef(false);
	open.current = Dialog !== undefined;
	useEffect(() => {
		// Where the line is lost before it was fetched, what is in sight is covered at least.
		const show = (): Promise<void> =>
			loadDialog().then(
				([{ HelpDialog }]) => setDialog({ component: HelpDialog }),
				() => undefined,
			);
		const onKeyDown = (event: KeyboardEvent): void => {
			if (event.key !== helpKey || event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return;
			event.preventDefault();
			// Drawn at once, as Esc is: when the handler returns, the text is out of the page.
			flushSync(coverInHand);
			if (!open.current && !event.repeat) void show();
		};
		const timer = setTimeout(() => {
			Promise.all([loadDialog(), import('../support/support-api.ts')])
				.then(([, { prefetchSupport }]) => prefetchSupport(cache))
				.catch(() => undefined);
		}, prefetchAfterMs);
		addEventListener('keydown', onKeyDown, true);
		return () => {
			clearTimeout(timer);
			removeEventListener('keydown', onKeyDown, true);
		};
	}, [cache]);
	return Dialog === undefined ? null : <Dialog.component onClose={() => setDialog(undefined)} />;
};
