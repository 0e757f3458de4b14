import { Page } from '../ui/page.tsx';

export const ExposurePage = () => <Page title="ExposurePage">…</Page>;
