/** What the work page holds, for who ends a shift from another place: cover it, and give it back with the draft kept. */
export type InHand = { readonly cover: () => void; readonly giveBack: () => Promise<void> };

let inHand: InHand | undefined;

/** @returns how to take it back. */
export const setInHand = (held: InHand): (() => void) => {
	inHand = held;
	return () => {
		if (inHand === held) inHand = undefined;
	};
};

export const coverInHand = (): void => inHand?.cover();
export const giveBackInHand = async (): Promise<void> => inHand?.giveBack();
