import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/**
 * Completes package-lock.json after an install from a registry that lacks packages for other systems: npm leaves those
 * out, and then `npm ci` refuses the file on every machine. Run: node tools/complete-lock.ts
 * The new entries have no integrity, since their packages could not be had; the entries that npm wrote stay as they are.
 */

type Entry = {
	readonly version?: string;
	readonly link?: boolean;
	readonly dev?: boolean;
	readonly optional?: boolean;
	readonly optionalDependencies?: Readonly<Record<string, string>>;
};

export type Lock = { readonly packages: Readonly<Record<string, Entry>> };

/** The entry that `name` is found at from the package at `from`, as Node looks it up. */
const entryFrom = (lock: Lock, from: string, name: string): Entry | undefined => {
	for (let folder = from; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf('/node_modules/')))) {
		const found = lock.packages[`${folder === '' ? '' : `${folder}/`}node_modules/${name}`];
		if (found !== undefined || folder === '') return found;
	}
};

const systems =
	/(android|darwin|freebsd|linux|openharmony|win32)-(arm64|arm|x64|ia32|ppc64|riscv64|s390x)(?:-(gnu|musl)\w*|-\w+)?$/;

/**
 * @returns the same lock with an entry for each optional dependency that has none, and their names.
 * @throws where a missing one is not of an exact version, or is not named after its system: only npm can resolve that.
 */
export const completeLock = (lock: Lock): { readonly lock: Lock; readonly added: readonly string[] } => {
	const added: Record<string, Entry> = {};
	for (const [from, { optionalDependencies = {}, dev }] of Object.entries(lock.packages)) {
		for (const [name, version] of Object.entries(optionalDependencies)) {
			if (entryFrom(lock, from, name) !== undefined) continue;
			const [, os, cpu, libc] = systems.exec(name) ?? [];
			if (os === undefined || cpu === undefined || !/^\d+\.\d+\.\d+/.test(version)) {
				throw new Error(`package-lock.json lacks ${name}@${version}, which ${from} may use: only npm can resolve it`);
			}
			added[`node_modules/${name}`] = {
				version,
				cpu: [cpu],
				...(dev === true ? { dev } : {}),
				...(os === 'linux' && libc !== undefined ? { libc: [libc === 'musl' ? 'musl' : 'glibc'] } : {}),
				optional: true,
				os: [os],
			} as Entry;
		}
	}
	const entries = Object.entries({ ...lock.packages, ...added });
	const packages = Object.fromEntries(entries.sort(([a], [b]) => a.localeCompare(b, 'en')));
	return { lock: { ...lock, packages }, added: Object.keys(added) };
};

if (import.meta.main) {
	const file = fileURLToPath(new URL('../package-lock.json', import.meta.url));
	const { lock, added } = completeLock(JSON.parse(readFileSync(file, 'utf8')) as Lock);
	if (added.length > 0) writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
	console.log(`${added.length} packages of other systems were added to package-lock.json`);
}
