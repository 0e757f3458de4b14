import type { Files } from '../rule.ts';

/** A small sound house: every rule must be content with it, and each canary is planted in it. */
export const soundHouse: Files = {
	'packages/core/src/shared/result.ts': 'export type Ok = { ok: true };\n',
	'packages/core/src/intake/take.ts': "import type { Ok } from '../shared/result.ts';\nexport type Taken = Ok;\n",
	'packages/core/src/routing/claim.ts':
		"import type { Taken } from '../intake/take.ts';\nexport const claim = (taken: Taken) => taken;\n",
	'packages/core/src/delivery/export.ts':
		"import { claim } from '../routing/claim.ts';\nexport type Export = typeof claim;\n",
	'packages/core/src/routing/claim.test.ts':
		"import { expect } from 'vitest';\nimport { join } from 'node:path';\nimport { claim } from './claim.ts';\nexpect(claim, join());\n",
	'packages/contract/src/routes.ts':
		"import { z } from 'zod';\nimport type { Taken } from '@utu/core/intake/take.ts';\nexport const route = z;\nexport type Route = Taken;\n",
	'packages/sdk/src/client.ts':
		"import type { Route } from '@utu/contract/routes.ts';\nexport const call = (route: Route) => route;\n",
	'packages/web/src/api/load.ts':
		"import { call } from '@utu/sdk/client.ts';\nimport { type Route } from '@utu/contract/routes.ts';\nexport const load = (route: Route) => call(route);\n",
	'packages/web/src/ui/button.tsx': 'export const Button = () => <button type="button" />;\n',
	'packages/web/src/worker/page.tsx':
		"import { load } from '../api/load.ts';\nimport { Button } from '../ui/button.tsx';\nexport const Page = () => <Button onClick={load} />;\n",
	'packages/cli/src/main.ts': "const serve = await import('./commands/serve.ts');\nexport const main = serve;\n",
	'packages/cli/src/commands/serve.ts':
		"const { main } = await import('@utu/server/main.ts');\nexport const serve = main;\n",
	'packages/server/src/main.ts':
		"import { claim } from './routing/claim.sql.ts';\nimport { score } from './predictors/words.ts';\nexport const main = [claim, score];\n",
	'packages/server/src/platform/clock.ts': 'export const now = () => 0;\n',
	'packages/server/src/safety/grant.ts': "import { now } from '../platform/clock.ts';\nexport const grant = now;\n",
	'packages/server/src/routing/claim.sql.ts':
		"import { claim as decide } from '@utu/core/routing/claim.ts';\nimport { grant } from '../safety/grant.ts';\nimport { now } from '../platform/clock.ts';\nimport type { Predictor } from '../predictors/predictor.port.ts';\nexport const claim = (predictor: Predictor) => [decide, grant, now, predictor];\n",
	'packages/server/src/predictors/predictor.port.ts': 'export type Predictor = unknown;\n',
	'packages/server/src/predictors/words.ts':
		"import type { Predictor } from './predictor.port.ts';\nexport const score = (predictor: Predictor) => predictor;\n",
	'packages/cli/src/file.ts':
		"import { open } from 'node:fs/promises';\nexport const read = async () => {\n\tawait using file = await open('a');\n\tusing other = await import('./main.ts');\n\treturn [file, other];\n};\n",
	'packages/server/tests/fixture.ts': "import { main } from '../src/main.ts';\nexport const fixture = main;\n",
	'tools/help.ts': "import { claim } from '@utu/core/routing/claim.ts';\nexport const help = claim;\n",
};
