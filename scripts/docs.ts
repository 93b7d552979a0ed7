import { mkdir, writeFile } from 'node:fs/promises';
import { docPages } from './docs/pages.js';

// npm run docs: writes the pages that follow from the code.
await mkdir('docs', { recursive: true });
for (const { path, content } of docPages()) {
  await writeFile(path, content);
  console.log(`${path} is written.`);
}
