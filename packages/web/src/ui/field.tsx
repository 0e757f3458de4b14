import {
	type InputHTMLAttributes,
	type ReactNode,
	type SelectHTMLAttributes,
	type TextareaHTMLAttributes,
	useId,
} from 'react';

type FieldFrame = {
	readonly label: ReactNode;
	readonly hint?: ReactNode;
	/** What is wrong, in words, and what to do. */
	readonly error?: ReactNode;
};

const Frame = ({
	id,
	label,
	hint,
	error,
	children,
}: FieldFrame & { readonly id: string; readonly children: ReactNode }) => (
	<div className="field">
		<label htmlFor={id}>{label}</label>
		{hint === undefined ? null : (
			<p id={`${id}-hint`} className="hint">
				{hint}
			</p>
		)}
		{children}
		{error === undefined ? null : (
			<p id={`${id}-error`} className="field-error" role="alert">
				{error}
			</p>
		)}
	</div>
);

const described = (id: string, { hint, error }: Omit<FieldFrame, 'label'>) => ({
	'aria-describedby':
		[hint === undefined ? '' : `${id}-hint`, error === undefined ? '' : `${id}-error`].join(' ').trim() || undefined,
	'aria-invalid': error === undefined ? undefined : true,
});

export type TextFieldProps = FieldFrame & Omit<InputHTMLAttributes<HTMLInputElement>, 'id'>;

export const TextField = ({ label, hint, error, ...input }: TextFieldProps) => {
	const id = useId();
	return (
		<Frame id={id} label={label} hint={hint} error={error}>
			<input type="text" {...input} {...described(id, { hint, error })} id={id} className="input" />
		</Frame>
	);
};

export type TextAreaProps = FieldFrame & Omit<TextareaHTMLAttributes<HTMLTextAreaElement>, 'id'>;

export const TextArea = ({ label, hint, error, ...input }: TextAreaProps) => {
	const id = useId();
	return (
		<Frame id={id} label={label} hint={hint} error={error}>
			<textarea rows={4} dir="auto" {...input} {...described(id, { hint, error })} id={id} className="input" />
		</Frame>
	);
};

export type SelectFieldProps = FieldFrame & Omit<SelectHTMLAttributes<HTMLSelectElement>, 'id'>;

/** The browser's own select: it speaks every language, works on every old machine and costs nothing. */
export const SelectField = ({ label, hint, error, children, ...select }: SelectFieldProps) => {
	const id = useId();
	return (
		<Frame id={id} label={label} hint={hint} error={error}>
			<select {...select} {...described(id, { hint, error })} id={id} className="input">
				{children}
			</select>
		</Frame>
	);
};
