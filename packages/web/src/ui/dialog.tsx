import { type ReactNode, useEffect, useId, useRef } from 'react';

export type DialogProps = {
	readonly title: ReactNode;
	/** Esc, or a click beside it. */
	readonly onClose: () => void;
	readonly children: ReactNode;
	readonly actions: ReactNode;
};

/**
 * A modal dialog: drawn while it is open, gone when it is not.
 * The browser's own element traps the focus and makes the rest inert. The focus starts at the title,
 * or at the control with `data-focus-first`, and goes back to where it was.
 */
export const Dialog = ({ title, onClose, children, actions }: DialogProps) => {
	const element = useRef<HTMLDialogElement>(null);
	const id = useId();
	useEffect(() => {
		const dialog = element.current;
		const before = document.activeElement;
		dialog?.showModal();
		// Where the element itself would put the focus may be far down, and scroll there.
		const first = dialog?.querySelector<HTMLElement>('[data-focus-first]') ?? dialog?.querySelector('h2');
		first?.focus({ preventScroll: true });
		return () => {
			dialog?.close();
			if (before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true });
		};
	}, []);
	return (
		// biome-ignore lint/a11y/useKeyWithClickEvents: the keyboard's way out is Esc, which `cancel` brings.
		<dialog
			ref={element}
			className="dialog"
			aria-labelledby={id}
			onCancel={(event) => {
				event.preventDefault();
				onClose();
			}}
			onClick={(event) => {
				if (event.target === element.current) onClose();
			}}
		>
			<div className="dialog-body">
				<h2 id={id} tabIndex={-1}>
					{title}
				</h2>
				{children}
				<div className="row row-end">{actions}</div>
			</div>
		</dialog>
	);
};
