import { type InputHTMLAttributes, type ReactNode, useId } from 'react';
import { KeyHint } from './key-hint.tsx';

export type ChoiceProps = Omit<InputHTMLAttributes<HTMLInputElement>, 'id' | 'type'> & {
	readonly kind: 'radio' | 'checkbox';
	readonly label: ReactNode;
	readonly help?: ReactNode;
	readonly keyHint?: string | undefined;
};

/** One radio or checkbox as a target of its own, over the whole width. */
export const Choice = ({ kind, label, help, keyHint, ...input }: ChoiceProps) => {
	const id = useId();
	return (
		<label className="choice" htmlFor={id}>
			<input {...input} id={id} type={kind} aria-describedby={help === undefined ? undefined : `${id}-help`} />
			<span className="choice-text">
				<span>{label}</span>
				{help === undefined ? null : (
					<span id={`${id}-help`} className="hint">
						{help}
					</span>
				)}
			</span>
			{keyHint === undefined ? null : <KeyHint>{keyHint}</KeyHint>}
		</label>
	);
};

export type ChoiceGroupProps = {
	readonly legend: ReactNode;
	readonly hint?: ReactNode;
	readonly error?: ReactNode;
	/** Side by side where there is room. */
	readonly inline?: boolean;
	readonly children: ReactNode;
};

/** A question with its choices. */
export const ChoiceGroup = ({ legend, hint, error, inline, children }: ChoiceGroupProps) => {
	const id = useId();
	const describedBy = [hint === undefined ? '' : `${id}-hint`, error === undefined ? '' : `${id}-error`]
		.join(' ')
		.trim();
	return (
		<fieldset className="choice-group" aria-describedby={describedBy === '' ? undefined : describedBy}>
			<legend>{legend}</legend>
			{hint === undefined ? null : (
				<p id={`${id}-hint`} className="hint">
					{hint}
				</p>
			)}
			<div className={inline ? 'choices choices-inline' : 'choices'}>{children}</div>
			{error === undefined ? null : (
				<p id={`${id}-error`} className="field-error" role="alert">
					{error}
				</p>
			)}
		</fieldset>
	);
};
