import type { Rule } from './rule.ts';
import {
	importEndings,
	inlineImportTypes,
	kebabNames,
	namedExports,
	noBarrels,
	reachingAcross,
	testsBesideSubjects,
} from './rules/imports.ts';
import { fileLength, functionLength } from './rules/length.ts';
import { docsLinks, docsNamePlaces, namedRooms, numberedDecisions } from './rules/places.ts';
import { clockAndChance, safeAssignmentMaker, seededTests, uiNeverFetches } from './rules/purity.ts';
import { appendOnlyMigrations, boundValues } from './rules/sql.ts';
import { fewExceptions, machinePaths, silencedChecks, testsRun, unfinishedWork } from './rules/words.ts';

export const rules: readonly Rule[] = [
	fileLength,
	functionLength,
	unfinishedWork,
	machinePaths,
	silencedChecks,
	fewExceptions,
	testsRun,
	importEndings,
	reachingAcross,
	inlineImportTypes,
	namedExports,
	noBarrels,
	kebabNames,
	testsBesideSubjects,
	clockAndChance,
	seededTests,
	safeAssignmentMaker,
	uiNeverFetches,
	boundValues,
	appendOnlyMigrations,
	namedRooms,
	docsNamePlaces,
	docsLinks,
	numberedDecisions,
];
