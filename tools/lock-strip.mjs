// Removes funding addresses from package-lock.json: they are other projects' pages, and `npm install` copies
// them in again whenever it rewrites the file. Run it after changing a dependency: node tools/lock-strip.mjs
import { readFileSync, writeFileSync } from 'node:fs';

const path = new URL('../package-lock.json', import.meta.url);
const lock = JSON.parse(readFileSync(path, 'utf8'));
for (const entry of Object.values(lock.packages)) {
    delete entry.funding;
    delete entry.resolved;
}
writeFileSync(path, JSON.stringify(lock, null, 2) + '\n');
