// docs/clauses.md is true: every clause of the plan has a story that is registered and a page that the site serves (TAP).
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { claim, finish, skipAll } from '../browser/lib/tap.mjs';

const root = new URL('../../', import.meta.url).pathname;
const [program, build] = process.argv.slice(2);
const registered = `${build}/meson-info/intro-tests.json`;
const STORIES = /^(scenario|browser|property|office)-/;

if (!existsSync(registered)) skipAll('no list of tests: not run from a build folder');

const clauses = [...readFileSync(`${root}plans/jingxian-2013.yaml`, 'utf8').matchAll(/^ {2}- id: (P[0-9.]+)$/gm)].map((m) => m[1]);
const tests = new Set(JSON.parse(readFileSync(registered, 'utf8')).map((test) => test.name.replace(/-(sqlite|postgresql)$/, '')));
const pages = new Set(execFileSync(program, ['api', 'routes', '--format', 'csv'], { encoding: 'utf8' }).split('\n')
    .map((line) => line.split(',')).filter(([method]) => method === 'GET').map(([, pattern]) => pattern));
const marked = (cell) => [...cell.matchAll(/`([^`]+)`/g)].map((m) => m[1]);
const rows = readFileSync(`${root}docs/clauses.md`, 'utf8').split('\n').filter((line) => /^\| P\d/.test(line)).map((line) => {
    const cells = line.split('|').map((cell) => cell.trim());
    return { name: cells[1], clause: cells[1].split(' ')[0], asks: cells[2], stories: marked(cells[3] ?? ''), pages: marked(cells[4] ?? ''), cells: cells.length };
});
const none = (against) => {
    if (against.length > 0) throw `docs/clauses.md: ${against.join('\n')}`;
};

await claim('the plan has its clauses', () => none(clauses.length >= 13 ? [] : [`${clauses.length} clauses read`]));
await claim('the site has its pages', () => none(pages.has('/') && pages.size > 100 ? [] : [`${pages.size} pages read`]));
await claim('every row has its five columns', () => none(rows.filter((row) => row.cells !== 7 || row.asks === '').map((row) => row.name)));
await claim('every clause of the plan is told', () => none(clauses.filter((id) => !rows.some((row) => row.clause === id))));
await claim('every row is a clause of the plan', () => none(rows.filter((row) => !clauses.includes(row.clause)).map((row) => row.name)));
await claim('every row has a story', () => none(rows.filter((row) => row.stories.length === 0).map((row) => row.name)));
await claim('every row has a page', () => none(rows.filter((row) => row.pages.length === 0).map((row) => row.name)));
await claim('every story is a registered test of the whole program', () => none(rows.flatMap((row) =>
    row.stories.filter((story) => !STORIES.test(story) || !tests.has(story)).map((story) => `${row.name}: ${story}`))));
await claim('every page is one that the site serves', () => none(rows.flatMap((row) =>
    row.pages.filter((page) => !pages.has(page)).map((page) => `${row.name}: ${page}`))));
finish();
