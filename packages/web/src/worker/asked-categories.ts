import { type HazardCategory, unscreened } from '@utu/core/safety/hazards.ts';
import type { WorkProject } from '../api/queries.ts';

/** What a person is asked about in a project. Any project may hold what no machine has looked at, so that is always asked, last. */
export const askedCategories = (project: Pick<WorkProject, 'hazardCategories'>): readonly HazardCategory[] => [
	...project.hazardCategories.filter((category) => category !== unscreened),
	unscreened,
];
