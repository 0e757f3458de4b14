import type { ReactNode } from 'react';

/** A short word beside a name: a state, a role. Always the same quiet colour. */
export const Tag = ({ children }: { readonly children: ReactNode }) => <span className="tag">{children}</span>;
