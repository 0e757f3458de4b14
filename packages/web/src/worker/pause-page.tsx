import { Page } from '../ui/page.tsx';

export const PausePage = () => <Page title="PausePage">…</Page>;
