// A home's money in the browser: the accountant allocates it, several orders take a step together, the director claims on a phone,
// with a receipt; another approves, the accountant pays.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { assertFitsPhone, assertReadable, isInstalled, launch, openAs, phone, screenshot } from './lib/browser.mjs';
import { County } from './lib/server.mjs';
import { claim, finish, skipAll } from './lib/tap.mjs';

if (!isInstalled()) skipAll('there is no Chromium (package chromium)');

const PASSWORD = 'minsheng-2013';
const HOME = 7; // 云岭镇敬老院
const county = new County();
const press = (page, selector) => Promise.all([page.waitForNavigation(), page.click(selector)]);
const state = (page) => page.textContent('[aria-labelledby=now] .state >> nth=0');

async function open(browser, user, options = {}) {
    const page = await openAs(browser, county.url, { user, password: PASSWORD, ...options });
    page.on('dialog', (question) => question.accept());
    return page;
}

const browser = await launch();
try {
    county.env.MINSHENG_TODAY = '2013-07-05';
    county.run('init', '--plan', 'plans/jingxian-2013.yaml');
    county.run('demo', '--households', '20', '--no-cases', '--no-pay');
    await county.start();
    const accountant = await open(browser, 'accountant');
    const officer = await open(browser, 'wubao1');
    const director = await open(browser, 'home106.director', { viewport: phone });

    await claim('a_sum_of_the_other_fund_is_refused_and_what_was_typed_stays', async () => {
        await accountant.goto('/allocations/new');
        await assertReadable(accountant);
        await accountant.selectOption('[name=payee]', { label: '云岭镇敬老院 · 敬老院工作管理经费账户' });
        await accountant.fill('form[action="/allocations/new"] [name=month]', '2013-06');
        await accountant.fill('form[action="/allocations/new"] [name=document]', '泾民〔2013〕6号');
        await accountant.fill('[name="amount.HOME_RUNNING"]', '4986.00');
        await accountant.fill('[name="amount.INSTITUTION_CARE"]', '100.00');
        await press(accountant, 'form[action="/allocations/new"] button[type=submit]');
        assert.match(await accountant.textContent('main'), /互相挪用/);
        assert.equal(await accountant.inputValue('[name="amount.HOME_RUNNING"]'), '4986.00');
        await accountant.fill('[name="amount.INSTITUTION_CARE"]', '');
        await press(accountant, 'form[action="/allocations/new"] button[type=submit]');
        assert.match(await accountant.textContent('[aria-labelledby=now]'), /4,986\.00/);
        await assertReadable(accountant);
        await screenshot(accountant, 'allocation', { fullPage: true });
    });
    await claim('orders_of_a_state_are_ticked_and_checked_together', async () => {
        await officer.goto('/transfers?state=DRAFT');
        await assertReadable(officer);
        await officer.check('[name=transfer][value="1"]');
        await press(officer, '#many button[type=submit] >> nth=0');
        assert.match(await officer.textContent('main'), /没有这样的拨付单/);
        county.run('transfer', 'approve', '1', '--as', 'finance1');
        county.run('transfer', 'fund', '1', '--as', 'finance2');
        county.run('transfer', 'pay', '1', '--reference', 'HD1', '--on', '2013-07-04', '--as', 'finance2');
        await officer.goto('/allocations?month=2013-06');
        assert.match(await officer.textContent('main'), /敬老院公用经费/);
        await assertReadable(officer);
        await screenshot(officer, 'allocations', { fullPage: true });
    });
    await claim('the_home_takes_its_money_in_and_gets_a_budget', async () => {
        await accountant.goto(`/homes/${HOME}/books`);
        await press(accountant, `form[action="/homes/${HOME}/books/gather"] button`);
        await accountant.goto(`/homes/${HOME}/books?book=management&month=2013-07`);
        assert.match(await accountant.textContent('[aria-labelledby=journal]'), /4,986\.00/);
        await assertReadable(accountant);
        await screenshot(accountant, 'home-books', { fullPage: true });
        await officer.goto(`/homes/${HOME}/budget?year=2013`);
        await officer.selectOption('[name=line]', '35413');
        await officer.fill('[name=amount]', '1000.00');
        await officer.fill('[name=document]', '泾民〔2013〕7号');
        await press(officer, `form[action="/homes/${HOME}/budget"] button`);
        assert.match(await officer.textContent('main'), /1,000\.00/);
        await assertReadable(officer);
    });
    await claim('the_director_claims_on_a_phone_with_a_receipt', async () => {
        await director.goto(`/homes/${HOME}/claims/new`);
        await assertFitsPhone(director);
        await assertReadable(director);
        await director.selectOption('[name=book]', 'management');
        await director.fill('[name=payee_name]', '云岭文具店');
        await director.selectOption('[name="lines.1.line"]', 'office');
        await director.fill('[name="lines.1.amount"]', '120.50');
        await director.fill('[name="lines.1.detail"]', '复印纸');
        await screenshot(director, 'claim-form', { fullPage: true });
        await press(director, `form[action="/homes/${HOME}/claims/new"] button[type=submit]`);
        assert.equal(await state(director), '草稿');
        const paper = join(county.dir, 'r.pdf');
        writeFileSync(paper, '%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n');
        await director.setInputFiles('[name=file]', paper);
        await press(director, 'form[action$="/receipts"] button');
        assert.match(await director.textContent('[aria-labelledby=receipts]'), /票据/);
        await assertFitsPhone(director);
        await assertReadable(director);
        await press(director, 'form[action$="/submit"] button');
        assert.equal(await state(director), '待审批');
        await screenshot(director, 'claim', { fullPage: true });
    });
    await claim('another_approves_and_the_accountant_pays', async () => {
        await officer.goto(`/homes/${HOME}/claims/1`);
        await assertReadable(officer);
        await press(officer, 'form[action$="/approve"] button');
        assert.equal(await state(officer), '待支付');
        await accountant.goto(`/homes/${HOME}/claims/1`);
        await accountant.fill('[name=bank_reference]', 'HD9');
        await press(accountant, 'form[action$="/pay"] button');
        assert.equal(await state(accountant), '已支付');
        await director.goto(`/homes/${HOME}/statements?month=2013-07`);
        assert.match(await director.textContent('main'), /4,865\.50/);
        await assertFitsPhone(director);
        await assertReadable(director);
        assert.match(county.run('audit'), /全部相符/);
    });
} finally {
    await browser.close();
    await county.stop();
    county.remove();
}
finish();
