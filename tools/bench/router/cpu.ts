import { readdirSync, readFileSync } from 'node:fs';

/** Processor time used so far, in milliseconds: by a process, and by all that it started. */
type CpuTime = { readonly own: number; readonly below: number };

const ticksPerSecond = 100;

/** Where other work runs beside the bench, a clock on the wall says little, and this still something. Linux only. */
export const cpuTimeOf = (pid: number): CpuTime | undefined => {
	const processes = readAll();
	const own = processes.get(pid);
	if (own === undefined) return undefined;
	const isBelow = (one: Stat): boolean => {
		for (let at: Stat | undefined = one; at !== undefined; at = processes.get(at.parent)) {
			if (at.parent === pid) return true;
		}
		return false;
	};
	const below = [...processes.values()].filter(isBelow).reduce((sum, { ms }) => sum + ms, 0);
	return { own: own.ms, below };
};

type Stat = { readonly parent: number; readonly ms: number };

const readAll = (): ReadonlyMap<number, Stat> => {
	const found = new Map<number, Stat>();
	if (process.platform !== 'linux') return found;
	for (const name of readdirSync('/proc')) {
		if (!/^\d+$/.test(name)) continue;
		try {
			// The name, in brackets, may hold blanks.
			const fields = readFileSync(`/proc/${name}/stat`, 'utf8').split(') ').at(-1)!.split(' ');
			const ticks = Number(fields[11]) + Number(fields[12]);
			found.set(Number(name), { parent: Number(fields[1]), ms: (ticks * 1_000) / ticksPerSecond });
		} catch {
			// It ended meanwhile.
		}
	}
	return found;
};
