// Filling in the forms of casework: drafts while typing, two windows, the number that tells birth and sex, rows without scripts.
import assert from 'node:assert/strict';
import { assertAccessible, assertFitsPhone, desktop, isInstalled, launch, openAs, phone } from './lib/browser.mjs';
import { County } from './lib/server.mjs';
import { claim, finish, skipAll } from './lib/tap.mjs';

if (!isInstalled()) skipAll('there is no Chromium (package chromium)');

const PASSWORD = 'minsheng-2013';
const FORM = '/cases/new?kind=dibao&division=341823106201';
const ADDRESS = '[name="f.address"]';
const STATUS = '[data-draft-status]';
const saved = (page) => page.waitForFunction(() => document.querySelector('[data-draft-status]').textContent.includes('草稿已保存'));

const county = new County();
const browser = await launch();
try {
    county.run('init', '--plan', 'plans/jingxian-2013.yaml');
    county.run('demo', '--households', '60');
    county.env.MINSHENG_TODAY = '2013-07-05';
    await county.start();
    const page = await openAs(browser, county.url, { user: 'township106.clerk', password: PASSWORD });
    await claim('typing_is_kept_as_a_draft', async () => {
        await page.goto(county.url + FORM);
        await page.fill(ADDRESS, '云岭村 8 组');
        await saved(page);
        await page.reload();
        assert.equal(await page.inputValue(ADDRESS), '云岭村 8 组');
        assert.match(await page.textContent(STATUS), /草稿已于/);
    });
    await claim('of_two_windows_the_later_is_told_and_keeps_its_text', async () => {
        const other = await page.context().newPage();
        await other.goto(county.url + FORM);
        await page.fill(ADDRESS, '第一个窗口');
        await saved(page);
        await other.fill(ADDRESS, '第二个窗口');
        await other.waitForSelector('[data-draft-keep]:visible');
        assert.equal(await other.inputValue(ADDRESS), '第二个窗口');
        await assertAccessible(other);
        await other.click('[data-draft-keep]');
        await saved(other);
        await page.reload();
        assert.equal(await page.inputValue(ADDRESS), '第二个窗口');
        await other.close();
    });
    await claim('a_number_tells_birth_and_sex_and_warns_of_a_wrong_digit', async () => {
        await page.fill('[name="f.members.1.id_number"]', '341823195001020138');
        await page.press('[name="f.members.1.id_number"]', 'Tab');
        await page.waitForSelector('#f-members-1-id_number-check .field-warning');
        assert.equal(await page.inputValue('[name="f.members.1.birth"]'), '');
        await page.fill('[name="f.members.1.id_number"]', '341823195001020135');
        await page.press('[name="f.members.1.id_number"]', 'Tab');
        await page.waitForFunction(() => document.querySelector('[name="f.members.1.birth"]').value === '1950-01-02');
        assert.equal(await page.inputValue('[name="f.members.1.sex"]'), '1');
    });
    await claim('faults_are_said_at_the_top_with_a_way_to_the_field', async () => {
        await page.click('.entry-go .btn-primary');
        await page.waitForSelector('#error-summary');
        assert.equal(await page.evaluate(() => document.activeElement.id), 'error-summary');
        await page.click('#error-summary a[href="#f-bank"]');
        assert.equal(await page.getAttribute('#f-bank', 'aria-invalid'), 'true');
        assert.equal(await page.inputValue(ADDRESS), '第二个窗口');
        await assertAccessible(page);
        await page.setViewportSize(phone);
        await assertAccessible(page);
        await assertFitsPhone(page);
        await page.setViewportSize(desktop);
    });
    await claim('nothing_went_wrong_in_the_background', () => assert.deepEqual(page.trouble.filter((t) => !/409|422/.test(t)), []));
    await page.context().close();
    const plain = await openAs(browser, county.url, { user: 'township106.clerk', password: PASSWORD, javaScriptEnabled: false });
    await claim('rows_come_and_go_without_scripts', async () => {
        await plain.goto(county.url + FORM);
        await plain.fill(ADDRESS, '没有脚本');
        await plain.click('button[value="add:incomes"]');
        assert.equal(await plain.inputValue(ADDRESS), '没有脚本');
        await plain.fill('[name="f.incomes.1.amount_year"]', '1200');
        await plain.click('button[value="add:incomes"]');
        await plain.click('button[value="remove:incomes:2"]');
        assert.equal(await plain.inputValue('[name="f.incomes.1.amount_year"]'), '1200');
        assert.equal(await plain.locator('[name="f.incomes.2.amount_year"]').count(), 0);
        await plain.click('button[value="save"]');
        await plain.goto(county.url + FORM);
        assert.equal(await plain.inputValue('[name="f.incomes.1.amount_year"]'), '1200');
    });
} finally {
    await browser.close();
    await county.stop();
    county.remove();
}
finish();
