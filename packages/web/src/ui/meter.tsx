import { type ReactNode, useId } from 'react';

export type MeterProps = {
	readonly label: ReactNode;
	readonly value: number;
	readonly max: number;
	/** The same in words: “12 of 60 minutes”. */
	readonly text: string;
	/** A sentence below, where there is one to say. */
	readonly note?: ReactNode;
};

/** A quiet bar with its words. Its colour never changes: a full bar is no fault of anybody. */
export const Meter = ({ label, value, max, text, note }: MeterProps) => {
	const id = useId();
	const share = max <= 0 ? 1 : Math.min(1, Math.max(0, value / max));
	return (
		<div className="meter">
			<div className="meter-words">
				<span id={id}>{label}</span>
				<span className="meter-text">{text}</span>
			</div>
			<div
				className="meter-bar"
				role="meter"
				aria-labelledby={id}
				aria-valuemin={0}
				aria-valuemax={Math.max(max, 0)}
				aria-valuenow={Math.min(Math.max(value, 0), Math.max(max, 0))}
				aria-valuetext={text}
			>
				<span className="meter-fill" style={{ inlineSize: `${share * 100}%` }} />
			</div>
			{note === undefined ? null : <div className="hint">{note}</div>}
		</div>
	);
};
