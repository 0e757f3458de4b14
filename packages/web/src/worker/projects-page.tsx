import { Page } from '../ui/page.tsx';

export const ProjectsPage = () => <Page title="ProjectsPage">…</Page>;
