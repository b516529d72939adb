// A villager with an old phone and no scripts: what is due, what is posted, where her application stands, a complaint that
// she follows, a survey answered once, what her slip says. Then she mistypes. Another window, with scripts, lets axe look.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { assertReadable, isInstalled, launch, openAs, phone } from './lib/browser.mjs';
import { County } from './lib/server.mjs';
import { claim, finish, skipAll } from './lib/tap.mjs';

if (!isInstalled()) skipAll('there is no Chromium (package chromium)');

const TOWNSHIP = '341823100000';
const VILLAGE = '341823100201';
const CLERK = ['--as', 'township100.clerk'];
const LOOKED_AT = ['/public', '/public/standards', '/public/notices', '/public/complaint', '/public/survey'];
const county = new County();
const told = (...args) => JSON.parse(county.run(...args, '--json'));
const press = (page, selector) => Promise.all([page.waitForNavigation(), page.click(selector)]);

// What the townships and the county did before she looks: answers her receipt, two codes of slips and her slip's code.
function prepare() {
    const application = join(county.dir, 'application.json');
    const slip = join(county.dir, 'slip.pdf');
    const dibao = ['--programme', 'dibao', '--month', '2013-07'];
    county.run('init', '--plan', 'plans/jingxian-2013.yaml');
    county.run('demo', '--households', '30', '--no-cases', '--no-pay');
    county.run('notice', 'long-term', ...dibao, '--division', TOWNSHIP, '--place', '村务公开栏', ...CLERK);
    writeFileSync(application, JSON.stringify({
        'members.1.name': '高一宝', 'members.1.id_number': '34252919700303601X', 'members.1.relation': 'HEAD',
        'members.1.is_protected': '1', address: '高村3组', is_authorised: '1', is_promised: '1',
        bank: '泾县农村商业银行', account_holder: '高一宝', account_number: '6228480000000000210' }));
    const [{ receipt }] = told('case', 'apply', '--kind', 'dibao', '--division', VILLAGE, '--file', application, ...CLERK);
    county.run('survey', 'create', '民生工程百姓测评', '--month', '2013-06', '--until', '2013-07-31', '--frame', 'RECIPIENTS',
        '--each', '1', '--question', 'OVERALL:您对民生工程满意吗？', '--as', 'supervisor');
    const [{ code }] = told('survey', 'draw', '1', '--as', 'supervisor');
    county.run('slip', 'print', ...dibao, '--township', TOWNSHIP, '-o', slip, ...CLERK);
    const paper = execFileSync('pdftotext', ['-layout', slip, '-'], { encoding: 'utf8' });
    const [card] = paper.match(/[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{4}/);
    return { receipt, code, card };
}

const browser = await launch();
try {
    county.env.MINSHENG_TODAY = '2013-07-10';
    const { receipt, code, card } = prepare();
    await county.start();
    const villager = await openAs(browser, county.url, { viewport: phone, javaScriptEnabled: false });
    const looker = await openAs(browser, county.url, { viewport: phone });
    const main = () => villager.textContent('main');
    const ask = async (path, name, value) => {
        await press(villager, `.places a[href="${path}"]`);
        await villager.fill(`[name=${name}]`, value);
        await press(villager, 'main button[type=submit]');
    };

    await claim('the_first_page_and_the_standards_are_read_on_an_old_phone', async () => {
        await villager.goto('/login');
        await press(villager, 'a[href="/public"]');
        assert.equal(await villager.locator('script').count(), 0);
        assert.match(await main(), /农村低保/);
        await press(villager, 'a[href="/public/standards#dibao"]');
        assert.match(await main(), /工作日/);
        assert.match(await main(), /要带什么/);
        const html = (await (await fetch(`${county.url}/public`)).text());
        const css = await (await fetch(county.url + html.match(/href="([^"]*public\.css[^"]*)"/)[1])).text();
        assert.ok(html.length + css.length < 60_000);
    });
    await claim('a_notice_in_force_is_opened_with_masked_names', async () => {
        await press(villager, '.places a[href="/public/notices"]');
        assert.match(await villager.textContent('h1'), /正在公示/);
        await press(villager, 'main a[href="/public/notices/1"]');
        assert.match(await main(), /农村低保.*长期公示/s);
        assert.match(await villager.textContent('tbody th'), /\*/);
        assert.doesNotMatch(await main(), /\d{17}[\dX]/);
        assert.match(await main(), /0563-5000000/); // where to object
    });
    await claim('the_receipt_tells_where_the_application_stands_and_a_wrong_one_nothing', async () => {
        await ask('/public/case', 'receipt', receipt);
        assert.match(await main(), /案号/);
        assert.match(await main(), /2013-07-10/);
        assert.doesNotMatch(await main(), /高一宝/);
        await ask('/public/case', 'receipt', 'WRONG-CODE');
        assert.match(await main(), /没有这个查询码/);
    });
    await claim('a_complaint_is_sent_and_followed_by_its_receipt', async () => {
        await press(villager, '.places a[href="/public/complaint"]');
        await villager.selectOption('[name=category]', 'AMOUNT');
        await villager.fill('[name=text]', '上个月少发了');
        await press(villager, 'main button[type=submit]');
        const followed = (await villager.textContent('main dd strong')).trim();
        await ask('/public/complaint/status', 'receipt', followed);
        assert.match(await main(), /正在看是否受理/);
    });
    await claim('a_survey_is_answered_once_by_its_code', async () => {
        await ask('/public/survey', 'code', code);
        await villager.check('[name=q1][value="1"]');
        await press(villager, 'main button[type=submit]');
        assert.match(await main(), /谢谢您/);
        await ask('/public/survey', 'code', code);
        assert.match(await main(), /已经答过/);
        assert.equal(told('survey', 'result', '1').reduce((n, row) => Math.max(n, row.answered), 0), 1);
    });
    await claim('the_slip_opens_by_its_code_and_says_what_is_due_and_why', async () => {
        await ask('/public/slip', 'code', card);
        assert.match(await main(), /本月金额/);
        assert.match(await main(), /\d+\.\d\d 元/);
        assert.match(await main(), /这笔钱是怎么算的/);
        assert.match(await main(), /\*\*/);
    });
    await claim('a_code_that_is_none_opens_neither_survey_nor_slip', async () => {
        await ask('/public/survey', 'code', '2222-2222-22222');
        assert.match(await main(), /没有这个答题码/);
        await ask('/public/slip', 'code', '0000000000000000');
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
