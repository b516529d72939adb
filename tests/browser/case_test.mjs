// From a knock on the door to the month's run, by eight people; a second family is refused in writing.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { assertReadable, isInstalled, launch, openAs, phone, screenshot } from './lib/browser.mjs';
import { idNumber } from './lib/idno.mjs';
import { County } from './lib/server.mjs';
import { claim, finish, skipAll } from './lib/tap.mjs';

if (!isInstalled()) skipAll('there is no Chromium (package chromium)');

const PASSWORD = 'minsheng-2013';
const VILLAGE = '341823106201';
const TOWNSHIP = '341823106';
const SEED = 'public-lottery-20131021';
// Two clerks of one township; the second is played without scripts.
const CLERKS = ['township106.clerk', 'clerk2'];

const county = new County();
const file = (name) => join(county.dir, name);
const json = (...args) => JSON.parse(county.run(...args, '--json'));
const tokens = {};
const applicants = { 方有田: idNumber('1950-03-05'), 方宽裕: idNumber('1955-07-01') };

/* ---- what people do ---- */

async function open(browser, user, options = {}) {
    const page = await openAs(browser, county.url, { user, password: PASSWORD, ...options });
    page.on('dialog', (question) => question.accept());
    return page;
}

// Fills "members.1.name" and the like by what kind of field the page has for it.
async function fill(page, values) {
    for (const [name, value] of Object.entries(values)) {
        const field = page.locator(`[name="f.${name}"]`);
        const kind = await field.evaluate((f) => (f.tagName === 'SELECT' ? 'select' : f.type));
        if (kind === 'select') await field.selectOption(value);
        else if (kind === 'checkbox') await field.check({ force: true }); // a long page scrolls on while it is looked at
        else await field.fill(value);
    }
}

const submit = (page) => Promise.all([page.waitForNavigation(), page.click('.entry-go button[value=""]')]);
const stateOf = (page) => page.textContent('[aria-labelledby=now] .state');
const caseOf = (page) => Number(new URL(page.url()).pathname.match(/^\/cases\/(\d+)$/)[1]);
const addRow = (page, section) => Promise.all([page.waitForNavigation(), page.click(`button[value="add:${section}"]`)]);

// One step of a case as the page offers it; ends on the case's page in that state.
async function step(page, id, action, values, state) {
    await page.goto(`/cases/${id}`);
    await Promise.all([page.waitForNavigation(), page.click(`.actions a[href="/cases/${id}/${action}"]`)]);
    await fill(page, values);
    await submit(page);
    assert.equal(await stateOf(page), state, await page.textContent('main'));
}

const investigators = { 'investigators.1.name': '张三', 'investigators.2.name': '李四' };
const survey = (on) => ({ visited_on: on, is_home_visit: '1', is_applicant_signed: '1', finding: '房屋三间，子女在外务工，情况属实' });
const vote = (on) => ({
    held_on: on, place: '村部', chair: '赵主任', expected: '18', present: '15', villagers: '12', agree: '13', disagree: '1', abstain: '1',
});
const application = (name, income) => ({
    address: '一组 3 号', 'members.1.name': name, 'members.1.id_number': applicants[name], 'members.1.relation': 'HEAD',
    bank: '泾县农村商业银行', account_holder: name, account_number: '6229001234567890123', mgmt_class: 'B', is_authorised: '1', is_promised: '1',
    ...(income && { 'incomes.1.class': 'WAGE', 'incomes.1.amount_year': income }),
});

// The same through /api/v1, as another program of the office would.
async function call(user, path, body) {
    tokens[user] ??= json('user', 'token', 'add', user, '--label', 'story')[0].token;
    const answer = await fetch(`${county.url}/api/v1${path}`, {
        method: body ? 'POST' : 'GET', body: body && JSON.stringify(body),
        headers: { authorization: `Bearer ${tokens[user]}`, ...(body && { 'content-type': 'application/json' }) },
    });
    const text = await answer.text();
    return { status: answer.status, body: text.startsWith('{') ? JSON.parse(text) : text };
}

async function act(user, path, body) {
    const { status, body: answer } = await call(user, path, body);
    assert.equal(status, 200, `${user} ${path}: ${JSON.stringify(answer)}`);
    return answer;
}

// Puts up what waits in the village; answers the notice's number.
async function post(page) {
    await page.goto('/notices/new');
    await Promise.all([page.waitForNavigation(), page.click(`main a[href^="/notices/new?village=${VILLAGE}"]`)]);
    await page.fill('input[name=place]', '村务公开栏');
    return page;
}

async function postNow(page) {
    await post(page);
    await Promise.all([page.waitForNavigation(), page.click('form[action="/notices"] button[type=submit]')]);
    return Number(new URL(page.url()).pathname.split('/').pop());
}

async function takeDown(page, notice) {
    await page.goto(`/notices/${notice}`);
    await page.fill('input[name=result]', '公示期间没有异议');
    await Promise.all([page.waitForNavigation(), page.click(`form[action="/notices/${notice}/close"] button`)]);
}

const browser = await launch();
try {
    county.env.MINSHENG_TODAY = '2013-09-13';
    county.run('init', '--plan', 'plans/jingxian-2013.yaml');
    county.run('demo', '--households', '40', '--no-cases', '--no-pay');
    writeFileSync(file('password'), PASSWORD);
    const people = [['village', 'village_clerk', VILLAGE], ['clerk2', 'township_clerk', TOWNSHIP]];
    for (const [name, role, scope] of people)
        county.run('user', 'add', name, '--role', role, '--scope', scope, '--password-file', file('password'));
    await county.start();
    const village = await open(browser, 'village');
    const clerk = await open(browser, CLERKS[0]);
    const plain = await open(browser, CLERKS[1], { javaScriptEnabled: false });
    const lead = await open(browser, 'township106.lead');
    const checker = await open(browser, 'dibao1');
    const decider = await open(browser, 'dibao2');
    const everybody = { village, clerk, lead, checker, decider };
    let id, other, notice;

    await claim('a_village_clerk_helps_to_apply', async () => {
        await village.goto('/cases/new');
        await assertReadable(village);
        await Promise.all([village.waitForNavigation(), village.click('form[action="/cases/new"] button[type=submit]')]);
        await assertReadable(village);
        await submit(village);
        assert.ok((await village.locator('.field-error').count()) > 3, 'all faults are told at once');
        await assertReadable(village);
        await screenshot(village, 'case-application-faults', { fullPage: true });
        await addRow(village, 'incomes');
        await fill(village, application('方有田', '1200'));
        await village.setViewportSize(phone);
        await screenshot(village, 'case-application-phone', { fullPage: true });
        await submit(village);
        id = caseOf(village);
        assert.equal(await stateOf(village), '已申请');
        await assertReadable(village);
    });
    await claim('another_family_is_entered_by_a_program', async () => {
        const [wrong] = [await call('village', '/cases', { kind: 'dibao', division: VILLAGE, on: '2013-09-13', f: { address: '二组' } })];
        assert.equal(wrong.status, 422);
        assert.ok(wrong.body.error.faults.some((fault) => fault.field === 'is_promised'), JSON.stringify(wrong.body));
        const name = '方宽裕';
        const { location } = await act('village', '/cases', {
            kind: 'dibao', division: VILLAGE, on: '2013-09-13',
            f: {
                address: '二组 8 号', members: [{ name, id_number: applicants[name], relation: 'HEAD' }],
                incomes: [{ class: 'WAGE', amount_year: '9600' }], bank: '泾县农村商业银行', account_holder: name,
                account_number: '6229001234567890124', mgmt_class: 'C', is_authorised: true, is_promised: true,
            },
        });
        other = Number(location.split('/').pop());
        assert.notEqual(other, id);
    });
    await claim('of_two_clerks_the_second_is_told_and_loses_nothing', async () => {
        await county.setToday('2013-09-16');
        await clerk.goto('/');
        await assertReadable(clerk);
        await screenshot(clerk, 'case-my-work', { fullPage: true });
        await clerk.goto(`/cases/${id}/accept`);
        await plain.goto(`/cases/${id}/accept`);
        await fill(plain, { papers: '户口簿、身份证各一份' });
        await submit(plain);
        assert.equal(await stateOf(plain), '已受理');
        await fill(clerk, { papers: '户口簿、残疾证、病历' });
        await submit(clerk);
        assert.match(await clerk.textContent('main'), /刚被别人办过/);
        assert.match(await clerk.textContent('main'), new RegExp(CLERKS[1]));
        assert.equal(await clerk.inputValue('[name="f.papers"]'), '户口簿、残疾证、病历');
        await assertReadable(clerk);
        await screenshot(clerk, 'case-conflict', { fullPage: true });
        const late = await call(CLERKS[0], `/cases/${id}/accept`, { version: 1, on: '2013-09-16', f: {} });
        assert.equal(late.status, 409, JSON.stringify(late.body));
        await act(CLERKS[0], `/cases/${other}/accept`, { on: '2013-09-16', f: { papers: '户口簿' } });
    });
    await claim('the_bureau_checks_the_means', async () => {
        await county.setToday('2013-09-18');
        await step(checker, id, 'check', { result: 'CLEAR', report_no: '核〔2013〕12 号' }, '已核对');
        await assertReadable(checker);
        await act('dibao1', `/cases/${other}/check`, { on: '2013-09-18', f: { result: 'DOUBT' } });
    });
    await claim('an_expired_session_keeps_what_was_typed', async () => {
        await county.setToday('2013-09-30');
        await plain.goto(`/cases/${id}/survey`);
        await addRow(plain, 'investigators');
        await fill(plain, { ...survey('2013-09-30'), ...investigators });
        for (const what of ['lock', 'unlock']) county.run('user', what, CLERKS[1]); // ends his sessions
        await submit(plain);
        assert.match(await plain.textContent('main, body'), /登录已过期/);
        await plain.fill('input[name=name]', CLERKS[1]);
        await plain.fill('input[name=password]', PASSWORD);
        await Promise.all([plain.waitForNavigation(), plain.click('form[action^="/login"] button[type=submit]')]);
        assert.equal(await plain.inputValue('[name="f.finding"]'), survey('').finding);
        assert.equal(await plain.inputValue('[name="f.investigators.2.name"]'), '李四');
        assert.ok(await plain.isChecked('[name="f.is_applicant_signed"]'));
    });
    await claim('two_investigators_survey_without_scripts', async () => {
        await submit(plain);
        assert.equal(await stateOf(plain), '已入户调查', await plain.textContent('main'));
        await clerk.goto(`/cases/${id}`);
        await assertReadable(clerk);
        await act(CLERKS[0], `/cases/${other}/survey`, {
            on: '2013-09-30',
            f: { ...survey('2013-09-30'), investigators: [{ name: '张三' }, { name: '李四' }], is_doubtful: true },
        });
    });
    await claim('the_village_deliberates', async () => {
        await county.setToday('2013-10-08');
        await step(village, id, 'deliberate', vote('2013-10-08'), '已民主评议');
        await village.goto(`/cases/${other}/deliberate`);
        await assertReadable(village);
        await act('village', `/cases/${other}/deliberate`, { on: '2013-10-08', f: vote('2013-10-08') });
    });
    await claim('the_lead_reviews_what_he_did_not_make', async () => {
        await county.setToday('2013-10-09');
        await lead.goto(`/cases/${id}/review`);
        await assertReadable(lead);
        await step(lead, id, 'review', { opinion: 'AGREE' }, '乡镇已审核');
        await assertReadable(lead);
        await step(lead, other, 'review', { opinion: 'AGREE' }, '乡镇已审核');
    });
    await claim('the_village_posts_both_and_the_web_hides_the_names', async () => {
        await county.setToday('2013-10-10');
        await post(village);
        await assertReadable(village);
        await Promise.all([village.waitForNavigation(), village.click('form[action="/notices"] button[type=submit]')]);
        notice = Number(new URL(village.url()).pathname.split('/').pop());
        assert.match(await village.textContent('main'), /方有田/);
        await assertReadable(village);
        await screenshot(village, 'case-notice', { fullPage: true });
        const stranger = await openAs(browser, county.url, { viewport: phone });
        await stranger.goto(`/public/notices/${notice}`);
        assert.match(await stranger.textContent('main'), /方\*\*/);
        assert.doesNotMatch(await stranger.content(), /有田|宽裕/);
        await assertReadable(stranger);
        await stranger.context().close();
    });
    await claim('a_notice_hangs_its_days', async () => {
        assert.equal(await village.locator(`form[action="/notices/${notice}/close"]`).count(), 0);
        await county.setToday('2013-10-18');
        await takeDown(village, notice);
        await village.goto(`/cases/${id}`);
        assert.equal(await stateOf(village), '待县级审批');
    });
    await claim('the_bureau_draws_by_a_public_seed_and_looks', async () => {
        await county.setToday('2013-10-21');
        await checker.goto('/samples');
        await assertReadable(checker);
        await checker.fill('input[name=seed]', SEED);
        await Promise.all([checker.waitForNavigation(), checker.click('form[action="/samples"] button')]);
        assert.match(await checker.textContent('main'), new RegExp(SEED));
        await assertReadable(checker);
        await screenshot(checker, 'case-sample', { fullPage: true });
        const drawn = await checker.$$eval('main a[href$="/spot_check"]', (all) => all.map((a) => a.getAttribute('href')));
        assert.equal(drawn.length, 1, 'thirty of a hundred of two');
        await checker.goto(drawn[0]);
        await addRow(checker, 'investigators');
        await fill(checker, { visited_on: '2013-10-21', result: 'TRUE', ...investigators });
        await assertReadable(checker);
        await submit(checker);
        assert.match(await checker.textContent('main'), /已入户抽查/);
    });
    await claim('another_officer_decides_and_sees_why_so_much', async () => {
        await county.setToday('2013-10-22');
        await checker.goto(`/cases/${id}`);
        assert.equal(await checker.locator(`.actions a[href="/cases/${id}/approve"]`).count(), 0, 'who checked does not decide');
        await decider.goto(`/cases/${id}`);
        assert.match(await decider.textContent('[aria-labelledby=amount] tfoot'), /80\.00/);
        await assertReadable(decider);
        await screenshot(decider, 'case-decision', { fullPage: true });
        await step(decider, id, 'approve', {}, '已批准，待公示');
    });
    await claim('the_other_family_is_refused_in_writing', async () => {
        await step(decider, other, 'refuse', { reason_code: 'INCOME', reason: '家庭人均年收入 9600 元，高于保障标准' }, '不予批准');
        await assertReadable(decider);
        for (const [kind, mark] of [['pdf', '%PDF-'], ['docx', 'PK']]) {
            const paper = await decider.getAttribute(`.step-papers a[href*="refusal"][href$=".${kind}"] >> nth=-1`, 'href');
            const answer = await decider.request.get(paper);
            assert.equal(answer.status(), 200, paper);
            const bytes = await answer.body();
            assert.equal(bytes.toString('latin1', 0, mark.length), mark);
            assert.ok(bytes.length > 3000, `${paper} has ${bytes.length} bytes`);
            writeFileSync(file(`refusal.${kind}`), bytes);
        }
        await county.setToday('2013-10-23');
        await step(clerk, other, 'serve', { method: 'DIRECT', receiver: '方宽裕' }, '不予批准');
        await assertReadable(clerk);
    });
    await claim('the_second_notice_ends_in_the_benefit', async () => {
        const second = await postNow(village);
        await county.setToday('2013-10-31');
        await takeDown(village, second);
        await village.goto(`/cases/${id}`);
        assert.equal(await stateOf(village), '已享受待遇');
        await assertReadable(village);
        await Promise.all([village.waitForNavigation(), village.click('a[href^="/households/"] >> nth=0')]);
        await assertReadable(village);
        await screenshot(village, 'case-household', { fullPage: true });
    });
    await claim('where_it_stands_is_seen_by_the_receipt', async () => {
        const { receipt } = (await call('dibao1', `/cases/${id}`)).body;
        const applicant = await openAs(browser, county.url, { viewport: phone, javaScriptEnabled: false });
        await applicant.goto(`/public/case?receipt=${receipt}`);
        assert.doesNotMatch(await applicant.content(), /方有田/);
        await applicant.context().close();
    });
    await claim('the_household_is_in_the_next_run', () => {
        county.run('pay', 'prepare', '--programme', 'dibao', '--month', '2013-11', '--as', 'dibao1');
        const items = json('pay', 'items', json('pay', 'list')[0].run);
        const mine = items.filter((item) => item.id_number === applicants['方有田']);
        assert.equal(mine.length, 1, JSON.stringify(items.slice(0, 2)));
        assert.equal(mine[0].total_fen, 8000);
        assert.ok(!items.some((item) => item.id_number === applicants['方宽裕']));
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
