import { useLingui } from '@lingui/react/macro';
import type { ReactNode } from 'react';
import { TextField } from '../ui/field.tsx';
import { type LimitName, limitNames, limitWord } from './limit-names.ts';

type LimitFieldsProps = {
	readonly values: Readonly<Record<LimitName, string>>;
	readonly onInput: (values: Readonly<Record<LimitName, string>>) => void;
	readonly hintOf: (name: LimitName) => ReactNode;
	readonly errorOf?: (name: LimitName) => string | undefined;
	/** Where the browser itself says that a number is too high. */
	readonly maxOf?: (name: LimitName) => number;
};

/** A number for each limit, in the units that people speak of: minutes, items, days. */
export const LimitFields = ({ values, onInput, hintOf, errorOf, maxOf }: LimitFieldsProps) => {
	const { i18n } = useLingui();
	return limitNames.map((name) => (
		<TextField
			key={name}
			type="number"
			inputMode="numeric"
			min={0}
			max={maxOf?.(name)}
			step={1}
			label={limitWord(name, i18n)}
			hint={hintOf(name)}
			error={errorOf?.(name)}
			value={values[name]}
			onInput={(event) => onInput({ ...values, [name]: event.currentTarget.value })}
		/>
	));
};
