/** What the rows of the world have in common. */
export type Query = (text: string, values?: readonly unknown[]) => Promise<readonly Record<string, unknown>[]>;

export type LookOptions = {
	readonly personId: string;
	/** Without one, a fresh item that may hold the same. */
	readonly itemId?: string;
	readonly at: number;
	readonly hazards?: Readonly<Record<string, number>>;
	readonly purpose?: string;
	readonly state?: string;
	/** How long it is held, how long visible, how much reserved; milliseconds. */
	readonly heldMs?: number;
	readonly visibleMs?: number;
	readonly reservedMs?: number;
	readonly extensions?: number;
	readonly revealed?: boolean;
	/** An answer counted that long after the end of a lease that ran out. */
	readonly lateMs?: number;
	readonly chargedAs?: number;
	readonly known?: boolean;
	/** False where no shift is to be put around it. */
	readonly shift?: boolean;
};

export const second = 1_000;
export const minute = 60 * second;
export const hour = 60 * minute;
export const day = 24 * hour;
/** A Monday morning, UTC. */
export const start = Date.UTC(2026, 2, 2, 8);

/** The nth id of a kind: the world is the same each time. */
export const idOf = (kind: number, n: number): string =>
	`${kind.toString(16).padStart(8, '0')}-0000-4000-8000-${n.toString(16).padStart(12, '0')}`;

export const organisationId = idOf(1, 1);
export const projectId = idOf(2, 1);
export const batchId = idOf(3, 1);
export const otherBatchId = idOf(3, 2);
export const viewsMax = 3;
