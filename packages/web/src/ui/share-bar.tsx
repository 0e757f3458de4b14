export type ShareBarProps = {
	readonly whole: number;
	/** How much of the whole is drawn dark. */
	readonly part: number;
	/** What a full bar stands for. */
	readonly most: number;
};

const percent = (share: number): string => `${Math.min(1, Math.max(0, share)) * 100}%`;

/** A number as a bar, a part of it darker. For eyes only: the numbers stand beside it. */
export const ShareBar = ({ whole, part, most }: ShareBarProps) => (
	<span className="share-bar" aria-hidden="true">
		<span className="share-bar-whole" style={{ inlineSize: percent(whole / most) }} />
		<span className="share-bar-part" style={{ inlineSize: percent(part / most) }} />
	</span>
);
