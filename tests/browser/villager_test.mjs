// A villager with an old phone and no scripts: what is due, what is posted, where her application stands, a complaint that
// she follows, a survey's questions, a slip. Once she mistypes a code. Another window, with scripts, lets axe look.
import assert from 'node:assert/strict';
import { assertReadable, isInstalled, launch, openAs, phone } from './lib/browser.mjs';
import { County } from './lib/server.mjs';
import { claim, finish, skipAll } from './lib/tap.mjs';

if (!isInstalled()) skipAll('there is no Chromium (package chromium)');

const county = new County();
const LOOKED_AT = ['/public', '/public/standards', '/public/notices', '/public/complaint', '/public/survey'];
const press = (page, selector) => Promise.all([page.waitForNavigation(), page.click(selector)]);

const browser = await launch();
try {
    county.env.MINSHENG_TODAY = '2013-07-10';
    county.run('init', '--plan', 'plans/jingxian-2013.yaml');
    county.run('demo', '--households', '30', '--no-cases', '--no-pay');
    await county.start();
    const villager = await openAs(browser, county.url, { viewport: phone, javaScriptEnabled: false });
    const looker = await openAs(browser, county.url, { viewport: phone });

    await claim('the_first_page_and_the_standards_are_read_on_an_old_phone', async () => {
        await villager.goto('/login');
        await press(villager, 'a[href="/public"]');
        assert.equal(await villager.locator('script').count(), 0);
        assert.match(await villager.textContent('main'), /农村低保/);
        await press(villager, 'a[href="/public/standards#dibao"]');
        assert.match(await villager.textContent('main'), /工作日/);
        assert.match(await villager.textContent('main'), /要带什么/);
        const html = (await (await fetch(`${county.url}/public`)).text());
        const css = await (await fetch(county.url + html.match(/href="([^"]*public\.css[^"]*)"/)[1])).text();
        assert.ok(html.length + css.length < 60_000);
    });
    await claim('notices_are_open_and_a_wrong_receipt_is_told_plainly', async () => {
        await press(villager, '.places a[href="/public/notices"]');
        assert.match(await villager.textContent('h1'), /正在公示/);
        await press(villager, '.places a[href="/public/case"]');
        await villager.fill('[name=receipt]', 'WRONG-CODE');
        await press(villager, 'main button[type=submit]');
        assert.match(await villager.textContent('main'), /没有这个查询码/);
    });
    await claim('a_complaint_is_sent_and_followed_by_its_receipt', async () => {
        await press(villager, '.places a[href="/public/complaint"]');
        await villager.selectOption('[name=category]', 'AMOUNT');
        await villager.fill('[name=text]', '上个月少发了');
        await press(villager, 'main button[type=submit]');
        const receipt = (await villager.textContent('main dd strong')).trim();
        await press(villager, '.places a[href="/public/complaint/status"]');
        await villager.fill('[name=receipt]', receipt);
        await press(villager, 'main button[type=submit]');
        assert.match(await villager.textContent('main'), /正在看是否受理/);
    });
    await claim('a_code_that_is_none_opens_neither_survey_nor_slip', async () => {
        await press(villager, '.places a[href="/public/survey"]');
        await villager.fill('[name=code]', '2222-2222-22222');
        await press(villager, 'main button[type=submit]');
        assert.match(await villager.textContent('main'), /没有这个答题码/);
        await press(villager, '.places a[href="/public/slip"]');
        await villager.fill('[name=code]', '0000000000000000');
        await press(villager, 'main button[type=submit]');
        assert.match(await villager.textContent('h1'), /没有这个页面/);
    });
    await claim('axe_finds_nothing_on_public_pages', async () => {
        for (const path of LOOKED_AT) {
            await looker.goto(path);
            await assertReadable(looker);
        }
        await looker.goto('/public?theme=dark');
        await assertReadable(looker);
    });
    await claim('nothing_went_wrong_in_the_background', () => {
        for (const [name, page] of Object.entries({ villager, looker })) assert.deepEqual(page.trouble, [], name);
    });
    finish();
} finally {
    await browser.close();
    await county.stop();
    county.remove();
}
