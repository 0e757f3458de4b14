import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { chromiumAdvice, findChromium, findSystemChromium } from './chromium.ts';
import { debianPostgresAdvice, findDebianPostgres } from './debian-postgres.ts';

/**
 * Finds what the tests use besides npm's packages: Chromium, and the system's PostgreSQL. As root on Debian it installs
 * what is missing; elsewhere it says how, and the tests that need it skip with the same words.
 */

const say = (text: string): void => console.log(`prepare: ${text}`);

const systemId = existsSync('/etc/os-release')
	? /^ID="?([a-z]+)/m.exec(readFileSync('/etc/os-release', 'utf8'))?.[1]
	: undefined;
const mayInstall = process.getuid?.() === 0 && (systemId === 'debian' || systemId === 'ubuntu');

const apt = (args: readonly string[]): boolean => {
	say(`apt-get ${args.join(' ')}`);
	const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', UCF_FORCE_CONFFOLD: '1' };
	return (
		spawnSync('apt-get', ['-q', ...args], { env, stdio: ['ignore', 'ignore', 'inherit'], timeout: 600_000 }).status ===
		0
	);
};

let listsAreFresh = false;

const install = (name: string): boolean => {
	if (!mayInstall) return false;
	if (!listsAreFresh) listsAreFresh = apt(['update']);
	// A configuration file that is here already stays as it is, and nobody is asked.
	const keep = ['-o', 'Dpkg::Options::=--force-confdef', '-o', 'Dpkg::Options::=--force-confold'];
	return apt(['install', '-y', '--no-install-recommends', ...keep, name]);
};

/** Debian would start a server of its own, on a port that is somebody else's. */
const withoutMainCluster = (): void => {
	const folder = '/etc/postgresql-common';
	const file = `${folder}/createcluster.conf`;
	if (existsSync(file)) return;
	mkdirSync(folder, { recursive: true });
	writeFileSync(file, 'create_main_cluster = false\n');
};

const prepareChromium = async (): Promise<void> => {
	// Ubuntu's package only asks for a snap.
	if (findSystemChromium() === undefined && systemId === 'debian') install('chromium');
	try {
		say(`Chromium: ${(await findChromium()).executablePath}`);
	} catch (error) {
		say(error instanceof Error ? error.message : chromiumAdvice);
	}
};

const preparePostgres = (): void => {
	if (findDebianPostgres() === undefined && mayInstall) {
		withoutMainCluster();
		install('postgresql');
	}
	const bin = findDebianPostgres();
	say(
		bin === undefined
			? `${debianPostgresAdvice} (tests of races and faults on it skip)`
			: `PostgreSQL of the system: ${bin}`,
	);
};

await prepareChromium();
preparePostgres();
