// A list of vehicles and one of those in need: handed in at a desk, answered by the township, looked at by axe on a desk and on a phone.
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { assertAccessible, assertFitsPhone, desktop, isInstalled, launch, openAs, phone, screenshot } from './lib/browser.mjs';
import { County } from './lib/server.mjs';
import { claim, finish, skipAll } from './lib/tap.mjs';

if (!isInstalled()) skipAll('there is no Chromium (package chromium)');

const PASSWORD = 'minsheng-2013';

async function look(page, address, name) {
    await page.setViewportSize(desktop);
    const answer = await page.goto(address);
    assert.equal(answer.status(), 200, address);
    await page.waitForLoadState('networkidle');
    await assertAccessible(page);
    await screenshot(page, name, { fullPage: true });
    await page.setViewportSize(phone);
    await assertAccessible(page);
    await assertFitsPhone(page);
    await page.setViewportSize(desktop);
}

async function handIn(page, county, kind, file) {
    await page.goto(`${county.url}/match`);
    await page.selectOption('#kind', kind);
    await page.setInputFiles('#file', file);
    await page.click('form[action="/match/import"] button[type=submit]');
    await page.waitForSelector('[data-job-state=DONE]');
}

const county = new County();
const browser = await launch();
try {
    county.run('init', '--plan', 'plans/jingxian-2013.yaml');
    county.run('demo', '--households', '120');
    county.env.MINSHENG_TODAY = '2013-07-05';
    const roster = join(county.dir, 'roster.csv');
    county.run('roster', 'export', '--programme', 'dibao', '--month', '2013-06', '-o', roster);
    const rows = readFileSync(roster, 'utf8').split('\n').slice(1).map((line) => line.split(','));
    const own = rows.find((row) => row[1] === '云岭镇');
    const cars = join(county.dir, 'cars.csv');
    writeFileSync(cars, `车主姓名,身份证号,号牌号码,车辆类型\n${own[4]},${own[5]},皖P12345,小型轿车\n坏号,1234,皖P1,货车\n`);
    const need = join(county.dir, 'need.csv');
    writeFileSync(need, '乡镇,姓名,身份证号,残疾等级\n云岭镇,没人知,342529197002020040,一级\n');
    await county.start();
    const officer = await openAs(browser, county.url, { user: 'dibao1', password: PASSWORD });
    await claim('a_list_is_handed_in_and_its_bad_row_comes_back', async () => {
        await handIn(officer, county, 'vehicle', cars);
        assert.equal(await officer.locator('a[href^="/jobs/"][href*="/errors/"]').count(), 1);
        await officer.click('a[href^="/match/hits"]');
        assert.match(await officer.textContent('tbody'), /皖P12345/);
    });
    await claim('those_in_need_are_named', async () => {
        await handIn(officer, county, 'disability', need);
        await officer.goto(`${county.url}/match/candidates`);
        assert.match(await officer.textContent('main'), /没人知/);
    });
    await claim('the_registry_is_looked_through', async () => {
        await officer.goto(`${county.url}/match/candidates`);
        await officer.click('form[action="/match/sweep"] button');
        await officer.waitForLoadState('networkidle');
        assert.match(await officer.textContent('main'), /独自一户的低保老人/);
    });
    for (const [address, name] of [['/match', 'match'], ['/match/hits', 'match-hits'], ['/match/candidates', 'match-candidates']])
        await claim(`axe_finds_nothing_on_${name}`, () => look(officer, county.url + address, name));
    const clerk = await openAs(browser, county.url, { user: 'township106.clerk', password: PASSWORD });
    await claim('the_township_answers', async () => {
        await clerk.goto(`${county.url}/match/hits?state=open`);
        await clerk.click('tbody th a');
        await look(clerk, clerk.url(), 'match-hit');
        await clerk.selectOption('#conclusion', 'no-effect');
        await clerk.fill('#text', '残疾人代步车，看过行驶证');
        await clerk.click('form[action$="/explain"] button[type=submit]');
        await clerk.waitForLoadState('networkidle');
        assert.match(await clerk.textContent('main'), /残疾人代步车，看过行驶证/);
    });
    await claim('the_township_writes_down_a_visit', async () => {
        await clerk.goto(`${county.url}/match/candidates?kind=disability`);
        await clerk.click('tbody th a');
        await look(clerk, clerk.url(), 'match-candidate');
        await clerk.selectOption('#result', 'declined');
        await clerk.fill('#text', '儿子赡养，本人不愿申请');
        await clerk.click('form[action$="/close"] button[type=submit]');
        await clerk.waitForLoadState('networkidle');
        assert.match(await clerk.textContent('main'), /本人不愿申请/);
    });
    await claim('nothing_went_wrong_in_the_background', () => assert.deepEqual([...officer.trouble, ...clerk.trouble], []));
    finish();
} finally {
    await browser.close();
    await county.stop();
    county.remove();
}
