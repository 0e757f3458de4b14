/** The board is for those who look and for whom they elected; nobody who manages, pays or judges them hears it. */
const hearing: readonly string[] = ['worker', 'representative'];
const deaf: readonly string[] = ['operator', 'admin', 'client', 'analyst'];

/** Whether a person with these roles in an organisation reads and writes on its board. */
export const hearsVoice = (roles: readonly string[]): boolean =>
	roles.some((role) => hearing.includes(role)) && !roles.some((role) => deaf.includes(role));

/** Whether they show and withdraw anonymous testimony. */
export const moderatesVoice = (roles: readonly string[]): boolean =>
	hearsVoice(roles) && roles.includes('representative');
