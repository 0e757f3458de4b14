import { createRequire } from 'node:module';
import { Command, CommanderError, Option } from 'commander';
import { withConnection } from './connection.ts';
import { addConsensusOptions, consensusExamples, runConsensus } from './consensus/consensus.ts';
import { describeError } from './errors.ts';
import { exitCodes, exitCodesHelp } from './exit-codes.ts';
import { addImportOptions, importExamples, importItems } from './items/import.ts';
import { listOf, wholeNumber } from './options.ts';
import { addPlanOptions, planExamples, runPlan } from './planning/plan.ts';
import { addExportOptions, exportExamples, exportProject } from './projects/export.ts';
import {
	addCreateOptions,
	createProject,
	listProjects,
	listTemplates,
	setProjectState,
	showProgress,
} from './projects/projects.ts';
import { serve, serverRoles } from './serve.ts';
import { note, say, type Terminal } from './terminal.ts';
import { createUser, listUsers, roles, setRoles, showJoinCode } from './users/users.ts';

/** Runs one command line; returns the exit code. Whatever fails is one line on stderr. */
export const run = async (args: readonly string[], terminal: Terminal): Promise<number> => {
	let code: number = exitCodes.done;
	const program = buildProgram(terminal, (given) => {
		code = given;
	});
	try {
		await program.parseAsync([...args], { from: 'user' });
		return code;
	} catch (error) {
		if (error instanceof CommanderError) {
			const asked =
				error.code === 'commander.helpDisplayed' ||
				error.code === 'commander.version' ||
				(error.code === 'commander.help' && error.exitCode === 0);
			return asked ? exitCodes.done : exitCodes.usage;
		}
		const { exitCode, message } = describeError(error);
		note(terminal, `utu: ${message}`);
		if (terminal.env['UTU_DEBUG'] && error instanceof Error) note(terminal, debugText(error));
		return exitCode;
	}
};

const debugText = (error: Error): string => {
	const own = error.stack ?? error.message;
	return error.cause instanceof Error ? `${own}\nCaused by ${debugText(error.cause)}` : own;
};

type Given = (code: number) => void;

const version: string = createRequire(import.meta.url)('../package.json').version;

const buildProgram = (terminal: Terminal, given: Given): Command => {
	const program = new Command('utu')
		.description('Human in the loop, without harm to the human: serve, fill, and read a project.')
		.version(version)
		.option('--json', 'print the result as JSON on stdout')
		.configureHelp({ showGlobalOptions: true })
		.exitOverride()
		.addHelpText('after', programExamples);
	addServe(program, terminal, given);
	addUsers(program, terminal, given);
	addProjects(program, terminal, given);
	addItems(program, terminal, given);
	addConsensus(program, terminal, given);
	addPlan(program, terminal, given);
	program
		.command('exit-codes')
		.description('what the exit codes mean')
		.configureHelp({ formatHelp: () => `${exitCodesHelp}\n` })
		.action(() => say(terminal, exitCodesHelp));
	oneLineFaults(program, terminal, 'utu');
	return program;
};

/** A wrong command line is answered by one line that names where its help is. */
const oneLineFaults = (command: Command, terminal: Terminal, path: string): void => {
	command.configureOutput({
		writeOut: (text) => void terminal.stdout.write(text),
		writeErr: (text) => void terminal.stderr.write(text),
		outputError: (text, write) => write(`utu: ${sentence(text.replace(/^error: /, ''))} See: ${path} --help\n`),
	});
	for (const sub of command.commands) oneLineFaults(sub, terminal, `${path} ${sub.name()}`);
};

const sentence = (text: string): string => {
	const line = text.replace(/\s*\n\s*/g, ' ').trim();
	return /[.?!)]$/.test(line) ? line : `${line}.`;
};

const programExamples = `
Examples:
  utu serve --demo
  utu projects create --template text-moderation --name "Reported posts"
  utu items import posts.jsonl --project 0198…
  utu export --project 0198… --out decisions.jsonl
  utu consensus labels.csv --truth truth.csv
  utu plan --severe-per-day 500 --people 20

UTU_URL and UTU_API_KEY stand for --url and --api-key. Exit codes: utu help exit-codes`;

const addServe = (program: Command, terminal: Terminal, given: Given): void => {
	program
		.command('serve')
		.description('run Utu on this machine: pages, API, and the work behind them')
		.option('--demo', 'with an example organisation, people and items', false)
		.option('--fresh', 'begin with an empty data folder; what is in it is deleted', false)
		.addOption(dataOption(terminal))
		.option('--host <address>', 'where to listen', '127.0.0.1')
		.option('--port <n>', 'where to listen', wholeNumber(0, 65_535), 4600)
		.option('--roles <roles>', `what this process does: ${serverRoles.join(', ')}`, listOf(serverRoles), serverRoles)
		.addHelpText(
			'after',
			'\nExamples:\n  utu serve --demo\n  utu serve --data /var/lib/utu --host 0.0.0.0 --port 4600\n  DATABASE_URL=postgres://… utu serve --roles web',
		)
		.action(async (options) => {
			const { demo, fresh, data, host, port } = options;
			given(await serve({ demo, fresh, dataFolder: data, host, port, roles: options.roles }));
		});
};

const dataOption = (terminal: Terminal): Option => {
	const folder = terminal.env['UTU_DATA'] || '.utu';
	return new Option('--data <folder>', 'where the data is kept [env UTU_DATA]').default(folder);
};

const addUsers = (program: Command, terminal: Terminal, given: Given): void => {
	const users = program.command('users').description('people of the organisation');
	users
		.command('create')
		.description('make a person in a data folder that no server uses; the first admin is made so')
		.requiredOption('--email <address>', 'to sign in with')
		.requiredOption('--name <name>', 'how others see the person')
		.requiredOption('--role <role...>', roles.join(', '))
		.requiredOption('--organisation <name>', 'made if there is none of that name')
		.addOption(dataOption(terminal))
		.addHelpText(
			'after',
			'\nExamples:\n  utu users create --email amina@example.org --name Amina --role admin operator --organisation "Our house"\n\nThe password is taken from UTU_PASSWORD; without it one is made and shown once.\nWhile a server runs: let people sign up, join with the code of utu users join-code, and use utu users set-role.',
		)
		.action(async (_, command: Command) => given(await createUser(terminal, command.optsWithGlobals())));
	withConnection(users.command('list').description('members and their roles'), terminal.env)
		.addHelpText('after', '\nExamples:\n  utu users list\n  utu users list --json')
		.action(async (_, command: Command) => given(await listUsers(terminal, command.optsWithGlobals())));
	withConnection(users.command('set-role').description('give a member these roles, and no others'), terminal.env)
		.argument('<person>', 'the id that utu users list shows')
		.argument('<role...>', roles.join(', '))
		.addHelpText('after', '\nExamples:\n  utu users set-role 0198… worker\n  utu users set-role 0198… operator admin')
		.action(async (person: string, wanted: readonly string[], _, command: Command) =>
			given(await setRoles(terminal, { person, roles: wanted }, command.optsWithGlobals())),
		);
	withConnection(users.command('join-code').description('the code with which workers join'), terminal.env)
		.addHelpText('after', '\nExamples:\n  utu users join-code')
		.action(async (_, command: Command) => given(await showJoinCode(terminal, command.optsWithGlobals())));
};

const states = [
	['open', 'open', 'let people be given its items'],
	['pause', 'paused', 'give out no more items; leases in hand may be finished'],
	['close', 'closed', 'take in and give out nothing more'],
] as const;

const addProjects = (program: Command, terminal: Terminal, given: Given): void => {
	const projects = program.command('projects').description('projects of the organisation');
	withConnection(projects.command('list').description('projects with their ids'), terminal.env)
		.addHelpText('after', '\nExamples:\n  utu projects list\n  utu projects list --json')
		.action(async (_, command: Command) => given(await listProjects(terminal, command.optsWithGlobals())));
	withConnection(projects.command('templates').description('templates to start from'), terminal.env)
		.addHelpText('after', '\nExamples:\n  utu projects templates')
		.action(async (_, command: Command) => given(await listTemplates(terminal, command.optsWithGlobals())));
	addCreateOptions(projects.command('create').description('make a project; it starts as a draft'), terminal.env)
		.addHelpText(
			'after',
			'\nExamples:\n  utu projects create --template text-moderation --name "Reported posts"\n  utu projects create --definition project.json --name "Cats and trees"',
		)
		.action(async (_, command: Command) => given(await createProject(terminal, command.optsWithGlobals())));
	for (const [name, state, description] of states) {
		withConnection(projects.command(name).description(description), terminal.env)
			.argument('<project>', 'the id that utu projects list shows')
			.addHelpText('after', `\nExamples:\n  utu projects ${name} 0198…`)
			.action(async (project: string, _, command: Command) =>
				given(await setProjectState(terminal, project, { ...command.optsWithGlobals(), state })),
			);
	}
	withConnection(projects.command('progress').description('how far the work is; counts only'), terminal.env)
		.argument('<project>', 'the id that utu projects list shows')
		.addHelpText('after', '\nExamples:\n  utu projects progress 0198…\n  utu projects progress 0198… --json')
		.action(async (project: string, _, command: Command) =>
			given(await showProgress(terminal, project, command.optsWithGlobals())),
		);
};

const addItems = (program: Command, terminal: Terminal, given: Given): void => {
	const items = program.command('items').description('what is to be judged');
	addImportOptions(items.command('import').description('send the lines of a file of any size as items'), terminal.env)
		.addHelpText('after', importExamples)
		.action(async (file: string, _, command: Command) =>
			given(await importItems(terminal, file, command.optsWithGlobals())),
		);
	addExportOptions(
		program.command('export').description('the data set of a project as a file, with its datasheet'),
		terminal.env,
	)
		.addHelpText('after', exportExamples)
		.action(async (_, command: Command) => given(await exportProject(terminal, command.optsWithGlobals())));
};

const addConsensus = (program: Command, terminal: Terminal, given: Given): void => {
	addConsensusOptions(program.command('consensus').description('decide from labels of several people; needs no server'))
		.addHelpText('after', consensusExamples)
		.action(async (file: string, _, command: Command) =>
			given(await runConsensus(terminal, file, command.optsWithGlobals())),
		);
};

const addPlan = (program: Command, terminal: Terminal, given: Given): void => {
	addPlanOptions(
		program.command('plan').description('how many people a week’s work takes so that nobody exceeds a limit'),
	)
		.addHelpText('after', planExamples)
		.action(async (_, command: Command) => given(await runPlan(terminal, command.optsWithGlobals(), Date.now())));
};
