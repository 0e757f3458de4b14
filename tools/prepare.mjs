// Makes a fresh clone ready: node tools/prepare.mjs start|test|tools
// Runs before the npm scripts, under the machine's own Node, perhaps 20, with nothing installed: so it is the one source
// that is not TypeScript, and it imports nothing. What the tests need besides is in prepare-test.ts, under our Node.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
	existsSync,
	mkdirSync,
	readdirSync,
	readFileSync,
	realpathSync,
	statSync,
	symlinkSync,
	writeFileSync,
} from 'node:fs';
import { basename, delimiter, dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const nodeMajor = 24;
const nodeMajorMin = 20;

const say = (text) => console.log(`prepare: ${text}`);

class Unprepared extends Error {}

const readJson = (path) => (existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : undefined);

/**
 * Why `npm ci` is due, or undefined. npm writes what it installed to node_modules/.package-lock.json at its end, so an
 * install that was cut off shows as well. A package for another system is absent by right.
 */
const whyInstall = (root) => {
	const wanted = readJson(join(root, 'package-lock.json'))?.packages ?? {};
	const installed = readJson(join(root, 'node_modules/.package-lock.json'))?.packages;
	if (installed === undefined) return 'node_modules is missing or unfinished';
	for (const [path, { version, integrity, optional, link }] of Object.entries(wanted)) {
		if (!path.includes('node_modules/')) continue;
		const here = installed[path];
		if (here === undefined) {
			if (optional !== true) return `${path} is missing`;
		} else if (link === true ? here.link !== true : here.version !== version || differs(here.integrity, integrity)) {
			return `${path} is another version`;
		}
	}
	return undefined;
};

/** The lock file has no integrity for packages of other systems than its writer's. */
const differs = (here, wanted) => here !== undefined && wanted !== undefined && here !== wanted;

const ourNode = (root) => join(root, 'node_modules/.bin/node');

/** The Node that called us: ours is not there yet, or about to be replaced. */
const theirNode = () => process.env.npm_node_execpath ?? process.execPath;

/** The npm that called us, or the one on the PATH, under the Node that is given. */
const npm = (root, { node, args }) => {
	const places = (process.env.PATH ?? '').split(delimiter).map((place) => join(place, 'npm'));
	const program = [process.env.npm_execpath, ...places].find((path) => path !== undefined && existsSync(path)) ?? 'npm';
	const script =
		existsSync(program) && basename(realpathSync(program)) === 'npm-cli.js' ? [realpathSync(program)] : undefined;
	const [command, ...rest] = script === undefined ? ['npm', ...args] : [node, ...script, ...args];
	// What npm starts finds the same Node first.
	const env = { ...process.env, PATH: [dirname(node), process.env.PATH].join(delimiter) };
	say(`npm ${args.join(' ')}`);
	return spawnSync(command, rest, { cwd: root, env, stdio: ['ignore', 'inherit', 'inherit'] }).status === 0;
};

// NODE_ENV=production would leave our Node out. npm warns of each package that needs a newer Node than its own.
const installOptions = ['--include=dev', '--include=optional', '--no-audit', '--no-fund', '--loglevel=error'];

const install = (root) => {
	const why = whyInstall(root);
	if (why === undefined) return;
	say(why);
	if (npm(root, { node: theirNode(), args: ['ci', ...installOptions] })) return;
	// It refuses a lock file that is not complete for every system; a plain install takes it as it is.
	if (!npm(root, { node: theirNode(), args: ['install', '--no-save', ...installOptions] })) {
		throw new Unprepared('npm installed nothing: see above. Is the package registry in reach?');
	}
};

const majorOf = (node) => {
	const { stdout } = spawnSync(node, ['--version'], { encoding: 'utf8' });
	return Number(/^v(\d+)\./.exec(stdout ?? '')?.[1] ?? 0);
};

/** The package `node` fetches the program in an install script, which npm may have been told not to run. */
const installNode = (root) => {
	const program = ourNode(root);
	if (majorOf(program) === nodeMajor) return;
	const folder = join(root, 'node_modules/node');
	if (!existsSync(folder)) throw new Unprepared('the package "node" is not installed. Run: npm ci --include=dev');
	say(`Node ${nodeMajor} is missing: running the install script of the package "node"`);
	const env = { ...process.env, npm_config_ignore_scripts: 'false' };
	spawnSync(theirNode(), ['installArchSpecificPackage.js'], {
		cwd: folder,
		env,
		stdio: ['ignore', 'inherit', 'inherit'],
	});
	if (!existsSync(program)) {
		mkdirSync(dirname(program), { recursive: true });
		symlinkSync('../node/bin/node', program);
	}
	if (majorOf(program) !== nodeMajor) {
		throw new Unprepared(`Node ${nodeMajor} was not installed. Run: npm rebuild node --ignore-scripts=false`);
	}
};

const fits = (list, value) =>
	list === undefined ||
	list.includes(value) ||
	(list.every((one) => one.startsWith('!')) && !list.includes(`!${value}`));

const libc = () => (process.report.getReport().header.glibcVersionRuntime === undefined ? 'musl' : 'glibc');

/** Programs for this very system that the lock file has and node_modules has not. */
const missingPrograms = (root) => {
	const installed = readJson(join(root, 'node_modules/.package-lock.json'))?.packages ?? {};
	return Object.entries(readJson(join(root, 'package-lock.json'))?.packages ?? {})
		.filter(
			([path, { optional, os, cpu }]) =>
				optional === true && (os ?? cpu) !== undefined && installed[path] === undefined,
		)
		.filter(([, { os, cpu }]) => fits(os, process.platform) && fits(cpu, process.arch))
		.filter(([, entry]) => entry.libc === undefined || entry.libc.includes(libc()))
		.map(([path]) => path.split('node_modules/').at(-1));
};

/** npm under an older Node silently skips optional programs that ask for a newer one: so a second round, under ours. */
const installPrograms = (root) => {
	const lock = createHash('sha256')
		.update(readFileSync(join(root, 'package-lock.json')))
		.digest('hex');
	const stamp = join(root, 'node_modules/.cache/utu/installed.json');
	const missing = missingPrograms(root);
	if (missing.length === 0 || readJson(stamp)?.lock === lock) return;
	say(`${missing.join(', ')} missing: once more under Node ${nodeMajor}`);
	if (!npm(root, { node: ourNode(root), args: ['install', '--no-save', ...installOptions] })) {
		throw new Unprepared('npm installed nothing: see above. Is the package registry in reach?');
	}
	// What is missing still is not to be had: it is not asked for again.
	writeStamp(stamp, { lock });
};

const writeStamp = (path, content) => {
	mkdirSync(dirname(path), { recursive: true });
	writeFileSync(path, JSON.stringify(content));
};

/** What the web client is built from. */
const webSources = [
	'packages/web',
	'packages/sdk/src',
	'packages/contract/src',
	'packages/core/src',
	'package-lock.json',
];
const notSources = new Set(['node_modules', 'dist', 'tests', '.cache']);

const filesBelow = (path) => {
	if (!existsSync(path)) return [];
	if (!statSync(path).isDirectory()) return [path];
	return readdirSync(path, { withFileTypes: true })
		.filter(({ name }) => !notSources.has(name) && !/\.test\.tsx?$/.test(name))
		.flatMap(({ name }) => filesBelow(join(path, name)))
		.sort();
};

/** Contents, not times: a checkout sets times as it likes, and a file that was deleted has none. */
const fingerprint = (root) => {
	const hash = createHash('sha256');
	for (const path of webSources.flatMap((source) => filesBelow(join(root, source)))) {
		hash.update(path.slice(root.length)).update('\0').update(readFileSync(path)).update('\0');
	}
	return hash.digest('hex');
};

/** Why the web client must be built, or undefined. The stamp names the very build that it was written after. */
const whyBuild = (root) => {
	const page = join(root, 'packages/web/dist/index.html');
	if (!existsSync(page)) return 'the web client is not built';
	const stamp = readJson(stampOf(root));
	if (stamp?.sources !== fingerprint(root)) return 'the web client is older than its sources';
	return stamp.builtAt === statSync(page).mtimeMs ? undefined : 'the web client was built by hand';
};

const stampOf = (root) => join(root, 'node_modules/.cache/utu/web.json');

const buildWeb = (root) => {
	if (readJson(join(root, 'packages/web/package.json'))?.scripts?.build === undefined) return;
	const why = whyBuild(root);
	if (why === undefined) return;
	say(why);
	const sources = fingerprint(root);
	if (!npm(root, { node: ourNode(root), args: ['run', 'build', '--workspace=packages/web', '--silent'] })) {
		throw new Unprepared('the web client was not built: see above');
	}
	const builtAt = statSync(join(root, 'packages/web/dist/index.html')).mtimeMs;
	writeStamp(stampOf(root), { sources, builtAt });
};

const prepareTests = (root) => {
	const { status } = spawnSync(ourNode(root), [join(root, 'tools/prepare-test.ts')], {
		cwd: root,
		stdio: ['ignore', 'inherit', 'inherit'],
	});
	if (status !== 0) throw new Unprepared('what the tests need was not found: see above');
};

const steps = {
	start: [install, installNode, installPrograms, buildWeb],
	test: [install, installNode, installPrograms, buildWeb, prepareTests],
	tools: [install, installNode, installPrograms],
};

const main = (goal) => {
	const root = dirname(dirname(fileURLToPath(import.meta.url)));
	if (!Object.hasOwn(steps, goal ?? '')) throw new Unprepared(`node tools/prepare.mjs ${Object.keys(steps).join('|')}`);
	if (majorOf(process.execPath) < nodeMajorMin) {
		throw new Unprepared(
			`this is Node ${process.versions.node}; Node ${nodeMajorMin} or newer is needed to begin with. See https://nodejs.org/en/download`,
		);
	}
	for (const step of steps[goal]) step(root);
};

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
	try {
		main(process.argv[2]);
	} catch (error) {
		if (!(error instanceof Unprepared)) throw error;
		console.error(`prepare: ${error.message}`);
		process.exitCode = 1;
	}
}
