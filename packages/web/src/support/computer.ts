/** Whose computer this is, as the person says: kept while the tab is open, and asked again in another. */
export type Computer = 'own' | 'shared';

const computerKey = 'utu.computer';

export const saidComputer = (): Computer | undefined => {
	try {
		const said = sessionStorage.getItem(computerKey);
		return said === 'own' || said === 'shared' ? said : undefined;
	} catch {
		return undefined;
	}
};

export const sayComputer = (computer: Computer | undefined): void => {
	try {
		if (computer === undefined) sessionStorage.removeItem(computerKey);
		else sessionStorage.setItem(computerKey, computer);
	} catch {
		// Then it is asked on the next visit.
	}
};
