// Every page that the demo's people can reach by links, each looked at by axe on a desk and on a phone.
import assert from 'node:assert/strict';
import { assertAccessible, assertFitsPhone, desktop, isInstalled, launch, openAs, phone, screenshot } from './lib/browser.mjs';
import { County } from './lib/server.mjs';
import { claim, finish, note, skipAll } from './lib/tap.mjs';

if (!isInstalled()) skipAll('there is no Chromium (package chromium)');

const PASSWORD = 'minsheng-2013';
const PEOPLE = ['supervisor', 'dibao1', 'finance1', 'auditor', 'admin'];
const PAGES_MAX = 300; // more would be a walk without an end: it fails

// "/runs/3/items?village=7" and "/runs/4/items" are one page; its look depends on neither. So are one user's and another's.
const patternOf = (url) => new URL(url).pathname.replace(/\/\d+(?=\/|$)/g, '/N').replace(/^\/projects\/P\d+/, '/projects/N').replace(/^\/(indicators|users|funds)\/[^/]+(?=\/|$)/, '/$1/N');
const isPage = (url) => !/\.(csv|xlsx|pdf|docx|tsv)$|\/(remittances|errors|attachments|photos)\//.test(new URL(url).pathname);

async function linksOf(page) {
    const all = await page.$$eval('a[href]', (links) => links.map((a) => a.href));
    return [...new Set(all)].filter((href) => href.startsWith(page.url().split('/').slice(0, 3).join('/')));
}

async function visit(page, url, user) {
    await page.setViewportSize(desktop);
    const answer = await page.goto(url);
    assert.equal(answer.status(), 200, url);
    await assertAccessible(page);
    const links = await linksOf(page);
    await screenshot(page, `${user}${patternOf(url).replaceAll('/', '-')}`);
    await page.setViewportSize(phone);
    await assertAccessible(page);
    await assertFitsPhone(page);
    return links;
}

async function walk(page, start, user, seen) {
    const queue = [start];
    const queued = new Set([patternOf(start)]);
    while (queue.length > 0) {
        assert.ok(queued.size < PAGES_MAX, 'too many pages');
        const url = queue.shift();
        await claim(`${user}_sees_${patternOf(url)}`, async () => {
            for (const link of await visit(page, url, user)) {
                const pattern = patternOf(link);
                if (queued.has(pattern) || !isPage(link)) continue;
                queued.add(pattern);
                if (!seen.has(pattern)) queue.push(link);
            }
        });
        seen.add(patternOf(url));
    }
}

const county = new County();
const browser = await launch();
try {
    county.run('init', '--plan', 'plans/jingxian-2013.yaml');
    county.run('demo', '--households', '150');
    county.env.MINSHENG_TODAY = '2013-07-09';
    await county.start();
    const seen = new Set(); // a page that one has seen the next need not see again, but for the first
    for (const user of PEOPLE) {
        const page = await openAs(browser, county.url, { user, password: PASSWORD });
        seen.delete('/');
        await walk(page, `${county.url}/`, user, seen);
        await claim(`nothing_went_wrong_in_the_background_of_${user}`, () => assert.deepEqual(page.trouble, []));
        await page.context().close();
    }
    // The picture of the README: copy it from the screenshots to docs/images when the page has changed.
    const page = await openAs(browser, county.url, { user: 'dibao1', password: PASSWORD });
    await page.goto(`${county.url}/runs/1`);
    await screenshot(page, 'run-page');
    note(`pages: ${[...seen].join(' ')}`);
    finish();
} finally {
    await browser.close();
    await county.stop();
    county.remove();
}
