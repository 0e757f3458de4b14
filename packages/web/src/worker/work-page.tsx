import { Page } from '../ui/page.tsx';

export const WorkPage = () => <Page title="WorkPage">…</Page>;
