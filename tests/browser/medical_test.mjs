// Help before, during and after treatment: an advance, a stay settled at the counter, a claim decided; then the hospital's month
// compared and paid by people who are not the same.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fenOf } from './lib/bank.mjs';
import { assertReadable, isInstalled, launch, openAs, phone, screenshot } from './lib/browser.mjs';
import { County } from './lib/server.mjs';
import { claim, finish, skipAll } from './lib/tap.mjs';

if (!isInstalled()) skipAll('there is no Chromium (package chromium)');

const PASSWORD = 'minsheng-2013';
const TOWNSHIP = '341823106000';
const CLERK = 'township106.clerk';
// Rural dibao of the plan: 70% of what insurance leaves of the 33,120.00 in scope, up to 20,000.00 a year.
const FIGURES = { discharged_on: '2013-09-26', total: '38562.40', in_scope: '33120', insurance: '19872', critical: '2500' };
const AID = 752_360;
const PERSONAL = 866_680;
const ADVANCE = 150_000;

const county = new County();
const file = (name) => join(county.dir, name);
const json = (...args) => JSON.parse(county.run(...args, '--json'));

async function open(browser, user, options = {}) {
    const page = await openAs(browser, county.url, { user, password: PASSWORD, ...options });
    page.on('dialog', (question) => question.accept());
    return page;
}

const press = (page, selector) => Promise.all([page.waitForNavigation(), page.click(selector)]);
const pressIn = (page, action) => press(page, `form[action="${action}"] button[type=submit] >> nth=0`);
const told = (page) => page.textContent('main [role=status]');
const figures = (page, section) => page.$$eval(`[aria-labelledby=${section}] .figures > div`, (all) =>
    Object.fromEntries(all.map((one) => [one.querySelector('dt').textContent.replace(/^[=+\s]*|（元）$/g, ''), one.querySelector('dd').textContent])));

async function fill(page, values, prefix = '') {
    for (const [name, value] of Object.entries(values)) {
        const field = page.locator(`main form [name="${prefix}${name}"]:visible`);
        const kind = await field.evaluate((f) => (f.tagName === 'SELECT' ? 'select' : f.type));
        if (kind === 'select') await field.selectOption(value);
        else if (kind === 'checkbox') await field.check({ force: true });
        else await field.fill(value);
    }
}

// Opens an application in the patient's village, fills it in and hands it in; answers the case's number.
async function apply(page, kind, patient, values) {
    await page.goto(`/cases/new?township=${TOWNSHIP}`);
    await page.selectOption('#kind', kind);
    await page.selectOption('#division', { label: patient.village });
    await pressIn(page, '/cases/new');
    await fill(page, {
        'members.1.name': patient.name, 'members.1.id_number': patient.number, address: '一组', illness_code: 'C34.1',
        illness_name: '肺恶性肿瘤', is_authorised: '1', is_promised: '1', ...values,
    }, 'f.');
    await assertReadable(page);
    await press(page, '.entry-go button[value=""]');
    const found = new URL(page.url()).pathname.match(/^\/cases\/(\d+)$/);
    assert.ok(found, await page.textContent('main'));
    return Number(found[1]);
}

async function step(page, id, action, values, state) {
    await page.goto(`/cases/${id}`);
    await press(page, `.actions a[href="/cases/${id}/${action}"]`);
    await fill(page, values, 'f.');
    await press(page, '.entry-go button[value=""]');
    assert.equal(await page.textContent('[aria-labelledby=now] .state'), state, await page.textContent('main'));
}

// Who is entitled, then the stay is filed; ends on the stay's page, whose path is answered.
async function admit(page, patient, number) {
    await page.goto('/counter');
    await fill(page, { id_number: patient.number, name: patient.name });
    await pressIn(page, '/counter/check');
    await assertEntitled(page, patient);
    await fill(page, {
        admission_no: number, admitted_on: '2013-09-18', department: '呼吸内科', disease: 'C34.1', disease_name: '肺恶性肿瘤',
    });
    await pressIn(page, '/counter/admissions');
    return new URL(page.url()).pathname;
}

async function assertEntitled(page, patient) {
    assert.match(await page.textContent('[aria-labelledby=entitled]'), new RegExp(`${patient.name}[^]*低保`));
}

// A dibao household's head of the township with whole number, household and village.
async function patientsOf(page) {
    const { rows } = await (await page.request.get(`/runs/1/items?township=${TOWNSHIP}&format=json`)).json();
    const items = json('pay', 'items', '1');
    const found = rows.map((row) => ({ ...row, number: items.find((item) => item.id_number.endsWith(row.id_tail)).id_number }));
    return found.filter((one, i) => found.findIndex((other) => other.id_tail === one.id_tail) === i);
}

const browser = await launch();
try {
    county.env.MINSHENG_TODAY = '2013-09-16';
    county.run('init', '--plan', 'plans/jingxian-2013.yaml');
    county.run('demo', '--households', '80', '--no-cases', '--no-pay');
    county.run('pay', 'prepare', '--programme', 'dibao', '--month', '2013-09', '--as', 'dibao1');
    await county.start();
    const officer = await open(browser, 'medical1');
    const second = await open(browser, 'medical2');
    const clerk = await open(browser, CLERK);
    const counter = await open(browser, 'hospital1.counter');
    const plain = await open(browser, 'hospital2.counter', { javaScriptEnabled: false });
    const finance1 = await open(browser, 'finance1');
    const finance2 = await open(browser, 'finance2');
    const everybody = { officer, second, clerk, counter, plain, finance1, finance2 };
    const [poor, ill] = await patientsOf(officer);
    let person, stay, bill, advance, claimed, statement, transfer;

    await claim('an_advance_is_asked_for_in_the_village_and_approved_by_the_bureau', async () => {
        const id = await apply(clerk, 'advance', poor, { amount: '1500', reason: '押金付不起' });
        await step(second, id, 'approve', {}, '已批准救助');
        await officer.goto('/medical/advances?state=APPROVED');
        await assertReadable(officer);
        await press(officer, 'tbody td.money a');
        advance = new URL(officer.url()).pathname;
        assert.match(await officer.textContent('[aria-labelledby=now]'), /1,500\.00/);
        await assertReadable(officer);
        await press(officer, 'dd a[href^="/medical/people/"]');
        person = new URL(officer.url()).pathname;
        assert.match(await officer.textContent('[aria-labelledby=advances]'), /1,500\.00/);
    });
    await claim('the_hospital_files_the_stay_and_is_shown_the_advance', async () => {
        await county.setToday('2013-09-18');
        await counter.setViewportSize(phone);
        await counter.goto('/counter');
        await assertReadable(counter);
        await fill(counter, { id_number: poor.number, name: '别的名字' });
        await pressIn(counter, '/counter/check');
        assert.equal(await counter.inputValue('[name=name]'), '别的名字');
        assert.equal(await counter.getAttribute('[name=id_number]', 'aria-invalid'), 'true');
        await assertReadable(counter);
        await fill(counter, { name: poor.name });
        await pressIn(counter, '/counter/check');
        assert.match(await counter.textContent('[aria-labelledby=entitled]'), /1,500\.00/);
        await assertReadable(counter);
        await screenshot(counter, 'counter-admit', { fullPage: true });
        stay = await admit(counter, poor, 'ZY2013-0918');
        assert.match(await counter.textContent('[aria-labelledby=now]'), /1,500\.00[^]*押金/);
    });
    await claim('the_quote_says_what_to_collect_and_why', async () => {
        await county.setToday('2013-09-27');
        await counter.goto(stay);
        await fill(counter, { ...FIGURES, in_scope: '40000' });
        await pressIn(counter, `${stay}/quote`);
        assert.equal(await counter.inputValue('[name=insurance]:visible'), FIGURES.insurance, 'nothing typed is lost');
        assert.equal(await counter.locator(`form[action="${stay}/settle"]`).count(), 0);
        await assertReadable(counter);
        await fill(counter, FIGURES);
        await pressIn(counter, `${stay}/quote`);
        const shown = await figures(counter, 'quote');
        assert.equal(fenOf(shown['医疗救助']), AID);
        assert.equal(fenOf(shown['向病人收取']), PERSONAL);
        assert.equal(fenOf(shown['本次由救助资金垫付']), AID - ADVANCE);
        assert.match(await counter.textContent('[aria-labelledby=quote] tbody'), /P3\.3/);
        await assertReadable(counter);
        await screenshot(counter, 'counter-quote', { fullPage: true });
    });
    await claim('settled_once_whatever_is_pressed_again', async () => {
        const form = await counter.$eval(`form[action="${stay}/settle"]`, (f) => Object.fromEntries(new FormData(f)));
        await pressIn(counter, `${stay}/settle`);
        bill = new URL(counter.url()).pathname;
        assert.match(await told(counter), /8,666\.80/);
        const again = await counter.request.post(`${stay}/settle`, { form, maxRedirects: 0 });
        assert.equal(again.status(), 303);
        assert.match(again.headers().location, new RegExp(`${bill}$`));
        await assertReadable(counter);
        await screenshot(counter, 'counter-bill', { fullPage: true });
        await counter.goto('/counter/bills');
        assert.equal(await counter.locator('tbody tr').count(), 1);
        await assertReadable(counter);
    });
    await claim('another_hospital_does_not_see_it', async () => {
        for (const path of [stay, bill]) assert.equal((await plain.request.get(path)).status(), 404, path);
        assert.equal((await plain.request.get(person)).status(), 403);
    });
    await claim('a_stay_is_settled_reversed_and_settled_right_without_scripts', async () => {
        const other = await admit(plain, ill, 'B-1');
        await fill(plain, { ...FIGURES, total: '30000', in_scope: '20000', insurance: '15000', critical: '' });
        await pressIn(plain, `${other}/quote`);
        await pressIn(plain, `${other}/settle`);
        const wrong = new URL(plain.url()).pathname;
        await plain.click('[aria-labelledby=reverse] summary');
        await fill(plain, { reverse_reason: '费用录错' });
        await pressIn(plain, `${wrong}/reverse`);
        assert.equal(new URL(plain.url()).pathname, other);
        await fill(plain, { ...FIGURES, total: '20000', in_scope: '20000', insurance: '15000', critical: '' });
        await pressIn(plain, `${other}/quote`);
        await pressIn(plain, `${other}/settle`);
        assert.match(await plain.textContent('main'), /费用录错/);
        assert.match(await plain.textContent('[aria-labelledby=why]'), /3,500\.00/);
    });
    await claim('a_claim_after_treatment_is_decided_and_explained', async () => {
        claimed = await apply(clerk, 'medical', ill, {
            'bills.1.hospital_name': '合肥市第一人民医院', 'bills.1.visit': 'inpatient', 'bills.1.scheme': 'ncms', 'bills.1.invoice_no': 'F-1',
            'bills.1.admitted_on': '2013-09-01', 'bills.1.discharged_on': '2013-09-10', 'bills.1.total': '12000', 'bills.1.in_scope': '10000',
            'bills.1.insurance': '6000', has_id: '1', has_certificate: '1', has_diagnosis: '1', has_summary: '1', has_invoice: '1',
            has_settlement: '1',
        });
        await step(clerk, claimed, 'accept', { papers: '发票、结算单、出院小结' }, '待县级审批');
        await officer.goto(`/cases/${claimed}`);
        assert.match(await officer.textContent('main'), /2,800\.00/);
        await step(officer, claimed, 'approve', {}, '已批准救助');
        assert.equal(await officer.locator('main a[href^="/medical/people/"]').count(), 1);
    });
    await claim('each_is_explained_on_its_person_s_page', async () => {
        await clerk.goto(`/households/${poor.household}`);
        await press(clerk, `[aria-labelledby=people] a[href="${person}"]`);
        assert.match(await clerk.textContent('[aria-labelledby=caps]'), /7,523\.60[^]*12,476\.40/);
        await assertReadable(clerk);
        await screenshot(clerk, 'medical-person', { fullPage: true });
        await press(clerk, '[aria-labelledby=bills] td.money a');
        const parts = await figures(clerk, 'now');
        const { 总费用: total, ...rest } = parts;
        assert.equal(Object.values(rest).reduce((sum, amount) => sum + fenOf(amount), 0), fenOf(total));
        assert.equal(fenOf(parts['医疗救助']), AID);
        assert.match(await clerk.textContent('[aria-labelledby=why]'), /7,523\.60/);
        await assertReadable(clerk);
        await screenshot(clerk, 'medical-bill', { fullPage: true });
        await clerk.goto(`/households/${ill.household}`);
        await press(clerk, `[aria-labelledby=people] a[href^="/medical/people/"]`);
        const bills = await clerk.textContent('[aria-labelledby=bills]');
        assert.match(bills, /合肥市第一人民医院[^]*2,800\.00|2,800\.00[^]*合肥市第一人民医院/);
        assert.match(bills, /3,500\.00/);
        await press(clerk, '[aria-labelledby=bills] tr:has-text("合肥") td.money a');
        assert.match(await clerk.textContent('[aria-labelledby=owed]'), /2,800\.00/);
        assert.match(await clerk.textContent('[aria-labelledby=why]'), /P3\.3/);
        await clerk.goto(advance);
        assert.equal(await clerk.locator(`a[href="${bill.replace('/counter', '/medical')}"]`).count(), 1);
    });
    await claim('the_month_is_gathered_and_differs_from_the_hospital_s_list', async () => {
        await county.setToday('2013-10-08');
        await officer.goto('/medical');
        assert.match(await officer.textContent('[aria-labelledby=waits]'), /没有归集[^]*11,023\.60/);
        await assertReadable(officer);
        await screenshot(officer, 'medical-home', { fullPage: true });
        await press(officer, '.page-actions a[href="/medical/statements"]');
        await officer.selectOption('[name=hospital]', { label: '泾县医院' });
        await assertReadable(officer);
        await fill(officer, { month: '2013-09' });
        await pressIn(officer, '/medical/statements');
        statement = new URL(officer.url()).pathname.replace('/medical', '');
        assert.match(await officer.textContent('[aria-labelledby=now]'), /7,523\.60/);
        await assertReadable(officer);
        const list = (amount) => writeFileSync(file('list.csv'), `住院号,金额\nZY2013-0918,${amount}\n`);
        list('7523.61');
        await counter.goto(`/counter${statement}`);
        await assertReadable(counter);
        await counter.setInputFiles('input[type=file]', file('list.csv'));
        await pressIn(counter, `/counter${statement}/compare`);
        assert.match(await counter.textContent('[aria-labelledby=matches]'), /7,523\.61/);
        await assertReadable(counter);
        list('7523.60');
        await counter.setInputFiles('input[type=file]', file('list.csv'));
        await pressIn(counter, `/counter${statement}/compare`);
        assert.match(await counter.textContent('[aria-labelledby=matches]'), /逐笔一致/);
        await screenshot(counter, 'counter-statement', { fullPage: true });
    });
    await claim('its_transfer_is_checked_approved_and_paid_by_three_others', async () => {
        await officer.goto(`/medical${statement}`);
        await pressIn(officer, `/medical${statement}/transfer`);
        transfer = new URL(officer.url()).pathname;
        assert.match(await officer.textContent('[aria-labelledby=next]'), /这一步要换人办/);
        await assertReadable(officer);
        await second.goto('/transfers?state=DRAFT');
        await assertReadable(second);
        await press(second, `tbody a[href="${transfer}"] >> nth=0`);
        await pressIn(second, `${transfer}/check`);
        await finance1.goto('/');
        await assertReadable(finance1);
        await press(finance1, `.tasks a[href="${transfer}"]`);
        await pressIn(finance1, `${transfer}/approve`);
        assert.match(await finance1.textContent('[aria-labelledby=next]'), /这一步要换人办/);
        county.run('ledger', 'appropriate', '--fund', 'medical', '--source', 'county', '--amount', '50000', '--month', '2013-10',
            '--document', '财社〔2013〕8号', '--as', 'accountant');
        await finance2.goto(transfer);
        await fill(finance2, { bank_reference: 'NSH-20131008-1' });
        await pressIn(finance2, `${transfer}/pay`);
        assert.match(await finance2.textContent('[aria-labelledby=now]'), /已拨付[^]*NSH-20131008-1/);
        await assertReadable(finance2);
        await screenshot(finance2, 'transfer-paid', { fullPage: true });
        await counter.goto(bill);
        assert.match(await counter.textContent('[aria-labelledby=now]'), /已付清/);
    });
    await claim('the_premium_list_shows_each_township_who_is_not_enrolled', async () => {
        await officer.goto('/medical/premiums');
        await pressIn(officer, '/medical/premiums');
        await assertReadable(officer);
        const list = new URL(officer.url()).pathname;
        writeFileSync(file('enrolled.csv'), `身份证号,险种\n${poor.number},新农合\n`);
        await officer.setInputFiles('input[type=file]', file('enrolled.csv'));
        await pressIn(officer, `${list}/enrolment`);
        await clerk.goto(list);
        await assertReadable(clerk);
        const missing = await clerk.textContent('[aria-labelledby=people]');
        assert.match(missing, new RegExp(ill.name));
        assert.equal(await clerk.locator(`[aria-labelledby=people] a[href="${person}"]`).count(), 0);
    });
    await claim('the_independent_audit_finds_nothing', () => county.run('audit')); // throws unless it exits with 0
    await claim('nothing_went_wrong_in_the_background', () => {
        for (const [name, page] of Object.entries(everybody)) assert.deepEqual(page.trouble, [], name);
    });
    finish();
} finally {
    await browser.close();
    await county.stop();
    county.remove();
}
