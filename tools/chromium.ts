import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** What playwright-core's `chromium.launch` takes. */
export type Chromium = { readonly executablePath: string; readonly args: string[] };

const systemNames = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
/** A container gives /dev/shm 64 MB, and nobody root a sandbox. */
const args = ['--no-sandbox', '--disable-dev-shm-usage'];
const cache = fileURLToPath(new URL('../node_modules/.cache/utu/chromium', import.meta.url));

/** $UTU_CHROMIUM, or one of the system that answers. */
export const findSystemChromium = (): Chromium | undefined => {
	const named = process.env.UTU_CHROMIUM;
	if (named !== undefined && named !== '') return { executablePath: named, args };
	const places = (process.env.PATH ?? '').split(':').filter((place) => place.startsWith('/'));
	const found = systemNames
		.flatMap((name) => places.map((place) => join(place, name)))
		.find((path) => existsSync(path) && answers(path));
	return found === undefined ? undefined : { executablePath: found, args };
};

/** Ubuntu's is an empty shell that asks for a snap. */
const answers = (path: string): boolean =>
	spawnSync(path, ['--version', '--no-sandbox'], { stdio: 'ignore', timeout: 20_000 }).status === 0;

/**
 * The Chromium that browser tests use: $UTU_CHROMIUM, else the system's, else the headless one that npm brought (Linux,
 * x64), unpacked once below node_modules.
 * @throws with the command to run where there is none.
 */
export const findChromium = async (): Promise<Chromium> => {
	const system = findSystemChromium();
	if (system !== undefined) return system;
	if (process.platform === 'linux' && process.arch === 'x64') {
		const executablePath = await unpack();
		if (answers(executablePath)) return { executablePath, args };
	}
	throw new Error(`Browser tests need Chromium. ${chromiumAdvice}`);
};

export const chromiumAdvice =
	process.platform === 'darwin'
		? 'Install Chromium or Chrome and name its program in UTU_CHROMIUM.'
		: 'Run: sudo apt-get install -y chromium';

const archives = ['chromium.br', 'fonts.tar.br', 'swiftshader.tar.br', 'al2023.tar.br'];

/** The package unpacks into TMPDIR and keeps what it finds there: a folder of our own, renamed when it is complete. */
const unpack = async (): Promise<string> => {
	const program = join(cache, 'start');
	if (existsSync(program)) return program;
	const unfinished = `${cache}.${process.pid}`;
	mkdirSync(unfinished, { recursive: true });
	const entry = import.meta.resolve('@sparticuz/chromium');
	const bin = join(dirname(dirname(fileURLToPath(entry))), 'bin');
	const script = `import { inflate } from ${JSON.stringify(entry)};
		await Promise.all(${JSON.stringify(archives.map((name) => join(bin, name)))}.map((path) => inflate(path)));`;
	const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
		env: { ...process.env, TMPDIR: unfinished },
		stdio: ['ignore', 'inherit', 'inherit'],
	});
	const code = await new Promise((resolve) => {
		child.once('exit', resolve);
	});
	if (code !== 0) throw new Error(`@sparticuz/chromium was not unpacked (exit code ${code})`);
	writeFileSync(join(unfinished, 'start'), startScript, { mode: 0o755 });
	rmSync(cache, { recursive: true, force: true });
	renameSync(unfinished, cache);
	return program;
};

/** Its own libraries and fonts come last: the system's, where they are, fit the system. */
const startScript = `#!/bin/sh
here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)
export LD_LIBRARY_PATH="\${LD_LIBRARY_PATH:+$LD_LIBRARY_PATH:}$here:$here/al2023/lib"
[ -e /etc/fonts/fonts.conf ] || export FONTCONFIG_PATH="$here/fonts"
exec "$here/chromium" "$@"
`;
