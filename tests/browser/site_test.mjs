// The site's door: what everybody meets first, on a desk and on a phone, with scripts and without.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { assertAccessible, desktop, isInstalled, launch, login, openAs, phone, screenshot } from './lib/browser.mjs';
import { County } from './lib/server.mjs';
import { claim, finish, skipAll } from './lib/tap.mjs';

if (!isInstalled()) skipAll('there is no Chromium (package chromium)');

const county = new County();
const password = 'three blind mice';
const browser = await launch();
try {
    county.run('init', '--plan', 'plans/jingxian-2013.yaml');
    writeFileSync(join(county.dir, 'password'), `${password}\n`);
    county.run('user', 'add', 'officer', '--role', 'bureau_officer', '--title', '低保科 王',
        '--password-file', join(county.dir, 'password'));
    await county.start();
    const page = await openAs(browser, county.url);

    await claim('a_stranger_is_sent_to_the_login_page', async () => {
        await page.goto('/');
        assert.equal(new URL(page.url()).pathname, '/login');
    });
    for (const [name, viewport] of [['desk', desktop], ['phone', phone]])
        for (const theme of ['light', 'dark'])
            await claim(`login_page_is_accessible_on_a_${name}_in_${theme}`, async () => {
                await page.setViewportSize(viewport);
                await page.goto(`/login?theme=${theme}`);
                await assertAccessible(page);
                await screenshot(page, `login-${name}-${theme}`);
            });
    await claim('login_page_speaks_english_by_switch', async () => {
        await page.goto('/login?lang=en');
        assert.equal(await page.getAttribute('html', 'lang'), 'en');
        assert.equal(await page.innerText('h1'), 'Log in');
        await page.goto('/login?lang=zh');
    });
    await claim('a_wrong_password_is_told_and_the_name_is_kept', async () => {
        await page.goto('/login');
        await page.fill('input[name=name]', 'officer');
        await page.fill('input[name=password]', 'wrong');
        await page.click('main form button[type=submit]');
        assert.match(await page.innerText('main'), /用户名或密码不对/);
        assert.equal(await page.inputValue('input[name=name]'), 'officer');
    });
    await claim('the_right_password_opens_the_first_page', async () => {
        await login(page, 'officer', password);
        assert.equal(new URL(page.url()).pathname, '/');
        assert.match(await page.innerText('header'), /低保科 王/);
        await assertAccessible(page);
    });
    await claim('logging_out_closes_every_page', async () => {
        await page.click('form[action="/logout"] button');
        await page.goto('/');
        assert.equal(new URL(page.url()).pathname, '/login');
    });
    await claim('login_works_without_scripts', async () => {
        const plain = await openAs(browser, county.url, { user: 'officer', password, javaScriptEnabled: false });
        assert.equal(new URL(plain.url()).pathname, '/');
        await plain.context().close();
    });
    await claim('nothing_went_wrong_in_the_background', () => assert.deepEqual(page.trouble, []));
    await browser.close();
    await claim('ctrl_c_ends_the_server_without_error', async () => assert.equal(await county.stop(), 0, county.output));
    finish();
} finally {
    await browser.close();
    await county.stop();
    county.remove();
}
