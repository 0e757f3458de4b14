import type { ReactNode } from 'react';

export type TableProps = { readonly label: string; readonly head: readonly ReactNode[]; readonly children: ReactNode };

/** A table that scrolls inside itself on a narrow screen; `children` are its rows. */
export const Table = ({ label, head, children }: TableProps) => (
	// biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls has to be reachable by keyboard.
	<section className="table-scroll" aria-label={label} tabIndex={0}>
		<table>
			<thead>
				<tr>
					{head.map((cell, index) => (
						// biome-ignore lint/suspicious/noArrayIndexKey: a table's columns do not move.
						<th key={index} scope="col">
							{cell}
						</th>
					))}
				</tr>
			</thead>
			<tbody>{children}</tbody>
		</table>
	</section>
);
