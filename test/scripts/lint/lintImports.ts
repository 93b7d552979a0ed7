import { ESLint } from 'eslint';
import { z } from 'zod';

// Lints [path, import] pairs, given as JSON on the command line, with the rules of this repository; prints the
// messages of each as JSON. A process of its own, because Jest cannot load the ESLint configuration.
const imports = z.array(z.tuple([z.string(), z.string()]));
const eslint = new ESLint({
  ruleFilter: ({ ruleId }) => ruleId === 'imports/one-way',
  // The files do not exist, so there are no types; the rule needs none.
  overrideConfig: { languageOptions: { parserOptions: { projectService: false } } },
});
const messages: string[][] = [];
for (const [filePath, code] of imports.parse(JSON.parse(process.argv[2] ?? ''))) {
  const results = await eslint.lintText(code, { filePath });
  messages.push(results.flatMap((result) => result.messages.map(({ message }) => message)));
}
process.stdout.write(JSON.stringify(messages));
