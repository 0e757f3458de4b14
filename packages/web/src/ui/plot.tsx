import { type ReactNode, useEffect, useRef } from 'react';
import './plot.css';

/** What a library has drawn into an element. */
export type Picture = {
	readonly resize: (width: number) => void;
	readonly redraw: () => void;
	readonly end: () => void;
};

export type PlotKey = {
	readonly name: string;
	/** A name of `tokens.css`. */
	readonly colour: string;
	readonly dash: readonly number[];
	readonly width: number;
};

export type PlotProps = {
	readonly title: ReactNode;
	/** What the picture shows, for whom it is not there. */
	readonly description: string;
	readonly keys: readonly PlotKey[];
	/** Another function is another picture. */
	readonly draw: (into: HTMLElement) => Promise<Picture>;
};

/** A picture that follows the width and the theme, under its title and keys. The same figures stand in a table beside it. */
export const Plot = ({ title, description, keys, draw }: PlotProps) => {
	const place = useRef<HTMLDivElement>(null);
	useEffect(() => {
		const into = place.current;
		if (into === null) return;
		let picture: Picture | undefined;
		let gone = false;
		const watch = new ResizeObserver(() => picture?.resize(into.clientWidth));
		const redraw = (): void => picture?.redraw();
		const theme = new MutationObserver(redraw);
		const dark = matchMedia('(prefers-color-scheme: dark)');
		void draw(into).then((drawn) => {
			if (gone) {
				drawn.end();
				return;
			}
			picture = drawn;
			watch.observe(into);
			theme.observe(document.documentElement, { attributeFilter: ['data-theme'] });
			dark.addEventListener('change', redraw);
		});
		return () => {
			gone = true;
			watch.disconnect();
			theme.disconnect();
			dark.removeEventListener('change', redraw);
			picture?.end();
		};
	}, [draw]);
	return (
		<figure className="plot">
			<figcaption>
				<span className="plot-title">{title}</span>
				<span className="plot-keys">
					{keys.map((key) => (
						<span key={key.name} className="plot-key">
							<svg width="28" height="8" aria-hidden="true">
								<line
									x1="1"
									y1="4"
									x2="27"
									y2="4"
									stroke={`var(${key.colour})`}
									strokeWidth={key.width}
									strokeDasharray={key.dash.join(' ')}
								/>
							</svg>
							{key.name}
						</span>
					))}
				</span>
			</figcaption>
			<div ref={place} className="plot-picture" role="img" aria-label={description} />
		</figure>
	);
};
