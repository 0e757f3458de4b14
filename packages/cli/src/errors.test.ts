import { ApiError } from '@utu/sdk/client.ts';
import { describe, expect, it } from 'vitest';
import { CliError, describeError, fileError, serverError } from './errors.ts';
import { exitCodes } from './exit-codes.ts';

const api = (status: number, detail?: string): ApiError =>
	new ApiError({
		type: 'about:blank',
		title: 'A title.',
		status,
		code: 'a-code',
		...(detail === undefined ? {} : { detail }),
	});

describe('describeError', () => {
	it('gives one line and the exit code of what is known', () => {
		expect(describeError(new CliError(exitCodes.usage, 'two\n  lines'))).toEqual({ exitCode: 2, message: 'two lines' });
		expect(describeError(api(404))).toEqual({ exitCode: 3, message: 'A title.' });
		expect(describeError(Object.assign(new TypeError('x is undefined')))).toMatchObject({
			exitCode: 70,
			message: expect.stringContaining('UTU_DEBUG'),
		});
	});
});

describe('serverError', () => {
	it('says what to do', () => {
		expect(serverError('http://a', api(0, 'Detail.')).message).toMatch(
			/No answer from http:\/\/a\..*--url.*A title\. Detail\./,
		);
		expect(serverError('http://a', api(401)).message).toContain('--api-key');
		expect(serverError('http://a', api(403)).message).toContain('scope');
		expect(serverError('http://a', api(409, 'Open it.')).message).toBe(
			'http://a refused (409 a-code): A title. Open it.',
		);
	});
});

describe('fileError', () => {
	it('says in words what the system says in codes', () => {
		const cause = Object.assign(new Error('ENOSPC: no space'), { code: 'ENOSPC' });
		expect(fileError('a.csv', cause)).toMatchObject({ exitCode: 4, message: 'a.csv: the disk is full.' });
		expect(fileError('a.csv', new Error('odd')).message).toContain('odd');
	});
});
