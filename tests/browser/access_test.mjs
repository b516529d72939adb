// The steps of a login, one's own account, users and a whole number, without scripts, on a desk and on a phone.
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { assertReadable, isInstalled, launch, openAs, screenshot } from './lib/browser.mjs';
import { County } from './lib/server.mjs';
import { claim, finish, skipAll } from './lib/tap.mjs';

if (!isInstalled()) skipAll('there is no Chromium (package chromium)');

const GIVEN = 'minsheng-2013';
const OWN = 'three blind mice';
const STEP_S = 30;

// What the authenticator on the telephone shows (RFC 6238).
function code(secret, at = Date.now() / 1000) {
    const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
    const bits = [...secret].map((c) => letters.indexOf(c).toString(2).padStart(5, '0')).join('');
    const key = Buffer.from(bits.match(/.{8}/g).map((b) => parseInt(b, 2)));
    const counter = Buffer.alloc(8);
    counter.writeBigUInt64BE(BigInt(Math.floor(at / STEP_S)));
    const digest = createHmac('sha1', key).update(counter).digest();
    const number = digest.readUInt32BE(digest[19] & 15) & 0x7fffffff;
    return String(number % 1_000_000).padStart(6, '0');
}

const county = new County();
const browser = await launch();
const secrets = {};

async function password(page, user, word) {
    await page.goto('/login');
    await page.fill('#name', user);
    await page.fill('#password', word);
    await page.click('main form button[type=submit]');
}

async function enter(page, user) {
    await password(page, user, GIVEN);
    await page.fill('#password', OWN);
    await page.fill('#again', OWN);
    await page.click('main form button[type=submit]');
    secrets[user] = (await page.innerText('code')).replaceAll(' ', '');
    await page.fill('#code', code(secrets[user]));
    await page.click('main form button[type=submit]');
    await page.click('main a.btn');
}

try {
    county.run('init', '--plan', 'plans/jingxian-2013.yaml');
    county.run('demo', '--households', '60', '--no-pay');
    for (const setting of ['totp', 'first_password']) county.run('user', 'setting', setting, 'on');
    await county.start({ loginSteps: true });
    const officer = await openAs(browser, county.url, { javaScriptEnabled: false });
    const admin = await openAs(browser, county.url);

    await claim('an_officer_sets_a_password_of_his_own_and_binds_an_authenticator', async () => {
        await password(admin, 'dibao2', GIVEN);
        await admin.getByRole('heading', { name: '设自己的密码' }).waitFor();
        await assertReadable(admin);
        await admin.fill('#password', OWN);
        await admin.fill('#again', 'another');
        await admin.click('main form button[type=submit]');
        await admin.goto('/');
        assert.equal(new URL(admin.url()).pathname, '/login');
        await password(admin, 'dibao2', GIVEN);
        await admin.fill('#password', OWN);
        await admin.fill('#again', OWN);
        await admin.click('main form button[type=submit]');
        await admin.getByRole('heading', { name: '绑定验证器' }).waitFor();
        await assertReadable(admin);
        await screenshot(admin, 'login-enrol');
        await admin.fill('#code', '000000');
        await admin.click('main form button[type=submit]');
        await admin.getByRole('alert').waitFor();
    });
    await claim('without_scripts_it_is_the_same', async () => {
        await enter(officer, 'dibao1');
        assert.equal(new URL(officer.url()).pathname, '/');
    });
    await claim('the_next_login_asks_for_a_code_and_takes_it_once', async () => {
        const again = await openAs(browser, county.url);
        await password(again, 'dibao1', OWN);
        await again.getByRole('heading', { name: '输入验证码' }).waitFor();
        await assertReadable(again);
        await again.fill('#code', code(secrets.dibao1, Date.now() / 1000 + STEP_S));
        await again.click('main form button[type=submit]');
        await again.waitForURL((u) => u.pathname === '/');
        await again.goto('/account');
        await assertReadable(again);
        assert.equal(await again.locator('form[action="/account/sessions"] input[name=key]').count(), 1);
        await again.getByRole('button', { name: '结束其他全部登录' }).click();
        await officer.goto('/account');
        assert.equal(new URL(officer.url()).pathname, '/login');
        await again.fill('#label', '报表');
        await again.click('form[action="/account/tokens"] button');
        assert.equal((await again.innerText('code')).length, 43);
        await assertReadable(again);
        await again.goto('/households');
        await again.goto(`${await again.getAttribute('main tbody a', 'href')}`);
        await again.goto(`${new URL(again.url()).pathname}/reveal`);
        await again.fill('#purpose', '银行退回，与存折核对');
        await again.click('main form button[type=submit]');
        assert.match(await again.innerText('[role=status]'), /^\d{17}[\dX]$/);
        await assertReadable(again);
    });
    await claim('the_administrator_unbinds_a_lost_telephone', async () => {
        const root = await openAs(browser, county.url);
        await enter(root, 'admin');
        await root.goto('/users');
        await assertReadable(root);
        await root.goto('/users/dibao1');
        await assertReadable(root);
        await root.getByRole('button', { name: '解除验证器' }).click();
        await root.getByRole('status').waitFor();
        await password(officer, 'dibao1', OWN);
        await officer.getByRole('heading', { name: '绑定验证器' }).waitFor();
    });
    await claim('the_audit_agrees', async () => {
        assert.match(county.run('audit'), /全部相符/);
    });
} finally {
    await browser.close();
    await county.stop();
    county.remove();
}
finish();
