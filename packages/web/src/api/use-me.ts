import { useSuspenseQuery } from '@tanstack/react-query';
import { type Me, meQuery } from './queries.ts';

/** Who is signed in; only inside the shell, whose route has loaded it. */
export const useMe = (): Me => useSuspenseQuery(meQuery).data;
