import { readFile } from 'node:fs/promises';
import { projectDefinition } from '@utu/contract/projects.ts';
import type { ResponseBody } from '@utu/contract/routes.ts';
import type { Command } from 'commander';
import { type ConnectionOptions, call, checkedId, connect, withConnection } from '../connection.ts';
import { fileError, usageError } from '../errors.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { count, percent, say, sayJson, type Terminal, table } from '../terminal.ts';

type Common = ConnectionOptions & { readonly json?: true };

export const listProjects = async (terminal: Terminal, options: Common): Promise<ExitCode> => {
	const answer = await call(connect(terminal, options), (client) => client.request('GET /api/v1/projects', {}));
	if (options.json) sayJson(terminal, answer);
	else if (answer.projects.length === 0)
		say(terminal, 'No projects yet. Make one: utu projects create --template ID --name NAME');
	else
		say(
			terminal,
			table(
				['ID', 'STATE', 'VERSION', 'NAME'],
				answer.projects.map(({ id, state, version, name }) => [id, state, String(version), name]),
			),
		);
	return exitCodes.done;
};

export const listTemplates = async (terminal: Terminal, options: Common): Promise<ExitCode> => {
	const answer = await call(connect(terminal, options), (client) => client.request('GET /api/v1/templates', {}));
	if (options.json) sayJson(terminal, answer);
	else
		say(
			terminal,
			table(
				['TEMPLATE', 'NAME'],
				answer.templates.map(({ id, name }) => [id, name.en ?? Object.values(name)[0] ?? '']),
			),
		);
	return exitCodes.done;
};

export type CreateOptions = Common & {
	readonly name: string;
	readonly template?: string;
	readonly definition?: string;
};

export const addCreateOptions = (command: Command, env: Terminal['env']): Command =>
	withConnection(
		command
			.requiredOption('--name <name>', 'how people will call it')
			.option('--template <id>', 'a ready definition; see utu projects templates')
			.option('--definition <file>', 'a definition of your own, as JSON'),
		env,
	);

export const createProject = async (terminal: Terminal, options: CreateOptions): Promise<ExitCode> => {
	if ((options.template === undefined) === (options.definition === undefined)) {
		throw usageError('Name either --template or --definition; templates are listed by: utu projects templates');
	}
	const definition = options.definition === undefined ? undefined : await readDefinition(options.definition);
	const { name, template } = options;
	const project = await call(connect(terminal, options), (client) =>
		client.request('POST /api/v1/projects', {
			body: {
				name,
				...(template === undefined ? {} : { templateId: template }),
				...(definition === undefined ? {} : { definition }),
			},
		}),
	);
	if (options.json) sayJson(terminal, project);
	else say(terminal, `${project.id}  ${project.name} (${project.state}). Open it: utu projects open ${project.id}`);
	return exitCodes.done;
};

const readDefinition = async (path: string) => {
	const text = await readFile(path, 'utf8').catch((cause: unknown) => {
		throw fileError(path, cause);
	});
	let value: unknown;
	try {
		value = JSON.parse(text);
	} catch (cause) {
		throw usageError(`${path} is not JSON: ${cause instanceof Error ? cause.message : String(cause)}`);
	}
	const parsed = projectDefinition.safeParse(value);
	if (parsed.success) return parsed.data;
	const faults = parsed.error.issues.map((issue) => `${issue.path.join('.') || 'definition'}: ${issue.message}`);
	throw usageError(`${path} is no project definition: ${faults.join('; ')}`);
};

type State = ResponseBody<'POST /api/v1/projects/:projectId/state'>['state'];

export const setProjectState = async (
	terminal: Terminal,
	project: string,
	options: Common & { readonly state: State },
): Promise<ExitCode> => {
	const projectId = checkedId(project, { what: 'The project', listedBy: 'utu projects list' });
	const answer = await call(connect(terminal, options), (client) =>
		client.request('POST /api/v1/projects/:projectId/state', { params: { projectId }, body: { state: options.state } }),
	);
	if (options.json) sayJson(terminal, answer);
	else say(terminal, `${answer.name} is ${answer.state}.`);
	return exitCodes.done;
};

export const showProgress = async (terminal: Terminal, project: string, options: Common): Promise<ExitCode> => {
	const projectId = checkedId(project, { what: 'The project', listedBy: 'utu projects list' });
	const answer = await call(connect(terminal, options), (client) =>
		client.request('GET /api/v1/projects/:projectId/progress', { params: { projectId } }),
	);
	if (options.json) sayJson(terminal, answer);
	else say(terminal, progressText(answer));
	return exitCodes.done;
};

type ProjectProgress = ResponseBody<'GET /api/v1/projects/:projectId/progress'>;

const progressText = (progress: ProjectProgress): string => {
	const { items, bySeverity, screening, firstPass } = progress;
	const rows = [
		[
			'items',
			`${count(items.total)}: ${count(items.firstPass)} in first pass, ${count(items.open)} open, ${count(items.decided)} decided, ${count(items.duplicates)} duplicates`,
		],
		['answers', count(progress.answers)],
		['views per decision', progress.viewsPerDecision?.toFixed(2) ?? 'none yet'],
		['mean certainty', progress.certaintyMean === null ? 'none yet' : percent(progress.certaintyMean)],
		['undecided at the cap', count(progress.undecidedAtCap)],
		['surprises', count(progress.surprises)],
		...bySeverity.map(({ severity, open, decided }) => [
			`severity ${severity}`,
			`${count(open)} open, ${count(decided)} decided`,
		]),
		...screening.map(({ category, looked, found, needed, cleared }) => [
			`screening ${category}`,
			cleared
				? `cleared (${count(found)} found in ${count(looked)})`
				: `${count(looked)} of ${count(needed)} looked at, ${count(found)} found`,
		]),
		[
			'first pass',
			firstPass === null
				? 'none yet'
				: `version ${firstPass.version}, learnt from ${count(firstPass.trainedOn)} decisions`,
		],
		['people who may be given it', progress.capacity],
	];
	return rows.map(([name = '', value = '']) => `${name.padEnd(28)}${value}`).join('\n');
};
