import { createLink } from '@tanstack/react-router';
import { type AnchorHTMLAttributes, type ButtonHTMLAttributes, type ReactNode, type Ref, useId } from 'react';
import { KeyHint } from './key-hint.tsx';

export type ButtonKind = 'primary' | 'plain' | 'quiet';

export type ButtonProps = Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'disabled'> & {
	readonly kind?: ButtonKind;
	readonly icon?: ReactNode;
	/** The key that does the same, shown where there is a keyboard. */
	readonly keyHint?: string | undefined;
	/** Disabled, and this is why: shown under the button, read with it. */
	readonly whyDisabled?: ReactNode;
	/** At work: clicks do nothing until it is done. */
	readonly busy?: boolean;
	/** In a dialog: where the focus starts. */
	readonly 'data-focus-first'?: boolean;
	readonly ref?: Ref<HTMLButtonElement>;
};

/** A button that stays focusable when it is disabled, so that everybody can learn why. */
export const Button = ({
	kind = 'plain',
	icon,
	keyHint,
	whyDisabled,
	busy,
	className,
	children,
	onClick,
	ref,
	...rest
}: ButtonProps) => {
	const whyId = useId();
	const off = whyDisabled !== undefined && whyDisabled !== null && whyDisabled !== false;
	const button = (
		<button
			type="button"
			{...rest}
			ref={ref ?? null}
			className={`button button-${kind}${className === undefined ? '' : ` ${className}`}`}
			aria-disabled={off || busy ? true : undefined}
			aria-busy={busy ? true : undefined}
			aria-describedby={off ? whyId : rest['aria-describedby']}
			onClick={(event) => {
				if (off || busy) {
					event.preventDefault();
					return;
				}
				onClick?.(event);
			}}
		>
			{icon}
			<span>{children}</span>
			{keyHint === undefined ? null : <KeyHint>{keyHint}</KeyHint>}
		</button>
	);
	if (!off) return button;
	return (
		<span className="button-with-why">
			{button}
			<span id={whyId} className="hint">
				{whyDisabled}
			</span>
		</span>
	);
};

type AnchorProps = AnchorHTMLAttributes<HTMLAnchorElement> & {
	readonly kind?: ButtonKind;
	readonly ref?: Ref<HTMLAnchorElement>;
};

const ButtonAnchor = ({ kind = 'plain', className, children, ref, ...rest }: AnchorProps) => (
	<a {...rest} ref={ref ?? null} className={`button button-${kind}${className === undefined ? '' : ` ${className}`}`}>
		<span>{children}</span>
	</a>
);

/** A link that looks like a button: it goes to a page, and takes a route's `to`, `params` and `search`. */
export const ButtonLink = createLink(ButtonAnchor);
