// A township's clerk writes June's return with a photograph and without scripts, its lead signs it, and the supervisor sees the
// county on the plan's line; with one bed less behind it. A site is moved and the original target stays.
import assert from 'node:assert/strict';
import { assertReadable, isInstalled, launch, openAs, phone, screenshot } from './lib/browser.mjs';
import { County } from './lib/server.mjs';
import { claim, finish, skipAll } from './lib/tap.mjs';

if (!isInstalled()) skipAll('there is no Chromium (package chromium)');

const PASSWORD = 'minsheng-2013';
const BOARD = '/projects?book=city&on=2013-06-30';
// Sixty per cent of each project but the first, which the clerk of 泾川镇 writes on the site.
const OTHERS = { P02: [101, 30], P03: [102, 30], P04: [103, 30], P05: [104, 24], P06: [108, 30], P07: [106, 30] };

const county = new County();
const json = (...args) => JSON.parse(county.run(...args, '--json'));

async function open(browser, user, options = {}) {
    const page = await openAs(browser, county.url, { user, password: PASSWORD, ...options });
    page.on('dialog', (question) => question.accept());
    return page;
}

const press = (page, selector) => Promise.all([page.waitForNavigation(), page.click(selector)]);
const pressIn = (page, action) => press(page, `form[action="${action}"] button[type=submit] >> nth=0`);
const told = (page) => page.textContent('main [role=status]');

async function fill(page, values) {
    for (const [name, value] of Object.entries(values)) {
        const field = page.locator(`main form [name="${name}"]:visible`);
        if ((await field.evaluate((f) => f.tagName)) === 'SELECT') await field.selectOption(value);
        else await field.fill(value);
    }
}

function writtenAndSigned(code, township, beds) {
    const clerk = ['--as', `township${township}.clerk`];
    county.run('project', 'return', 'write', code, '--month', '2013-06', '--beds', String(beds), '--invested', '100000',
        '--progress', '主体二层', ...clerk);
    const rows = json('project', 'return', 'list', code);
    const id = String(rows[0].id ?? rows[0].return);
    county.run('project', 'return', 'submit', id, ...clerk);
    county.run('project', 'return', 'sign', id, '--as', `township${township}.lead`);
}

const bedsShown = (page) => page.textContent('main .figures > div >> nth=0');

const browser = await launch();
try {
    county.env.MINSHENG_TODAY = '2013-06-30';
    county.run('init', '--plan', 'plans/jingxian-2013.yaml');
    county.run('demo', '--households', '30', '--no-cases', '--no-pay');
    for (const [code, [township, beds]] of Object.entries(OTHERS)) writtenAndSigned(code, township, beds);
    await county.start();
    const plain = await open(browser, 'township100.clerk', { javaScriptEnabled: false, viewport: phone });
    const clerk = await open(browser, 'township100.clerk');
    const lead = await open(browser, 'township100.lead');
    const supervisor = await open(browser, 'supervisor');
    const officer = await open(browser, 'wubao1');
    const everybody = { plain, clerk, lead, supervisor, officer };
    let written;

    await claim('the_supervisor_sees_the_county_behind_while_a_return_lacks', async () => {
        await supervisor.goto(BOARD);
        assert.match(await bedsShown(supervisor), /144 \/ 300[^]*未达序时[^]*应完成 180/);
        await assertReadable(supervisor);
    });
    await claim('the_clerk_writes_junes_return_with_a_photograph_and_no_scripts', async () => {
        await plain.goto('/');
        await press(plain, '.tasks a[href="/projects/P01/returns/new"]');
        assert.match(await plain.textContent('main .facts'), /计划床位\s*60/);
        await fill(plain, { invested: '300000', central: '100800', progress: '二层楼面浇筑完成' });
        await pressIn(plain, '/projects/P01/returns/new');
        assert.equal(await plain.getAttribute('#f-beds', 'aria-invalid'), 'true');
        assert.equal(await plain.inputValue('#f-progress'), '二层楼面浇筑完成');
        await fill(plain, { beds: '36' });
        const picture = await plain.screenshot({ type: 'jpeg' });
        await plain.setInputFiles('#file', { name: '现场.jpg', mimeType: 'image/jpeg', buffer: picture });
        await pressIn(plain, '/projects/P01/returns/new');
        written = new URL(plain.url()).pathname;
        assert.match(written, /^\/projects\/P01\/returns\/\d+$/, await plain.textContent('main'));
        assert.equal(await plain.locator('.paper-picture img').count(), 1);
        await pressIn(plain, `${written}/submit`);
        assert.match(await plain.textContent('#now'), /待签发/);
    });
    await claim('the_forms_are_readable_on_a_desk_and_on_a_phone', async () => {
        for (const path of ['/projects/P01', written, '/projects/P01/returns/new', '/projects/P01/changes/new', '/projects/P01/problems/new']) {
            await clerk.goto(path);
            await assertReadable(clerk);
        }
    });
    await claim('what_is_not_signed_does_not_count_and_the_lead_signs', async () => {
        await supervisor.goto(BOARD);
        assert.match(await bedsShown(supervisor), /144 \/ 300/);
        await lead.goto('/');
        await assertReadable(lead);
        await press(lead, `.tasks a[href="${written}"]`);
        await assertReadable(lead);
        await pressIn(lead, `${written}/sign`);
        assert.match(await lead.textContent('#now'), /已签发/);
    });
    await claim('the_supervisor_sees_180_of_300_on_the_line_and_no_bed_of_the_other_book', async () => {
        await supervisor.goto(BOARD);
        assert.match(await bedsShown(supervisor), /180 \/ 300[^]*达序时[^]*60\.00%/);
        assert.doesNotMatch(await bedsShown(supervisor), /未达序时/);
        const all = await supervisor.textContent('main');
        assert.doesNotMatch(all, /350|210|云岭镇敬老院/);
        assert.match(await supervisor.textContent('[aria-labelledby=by-township]'), /本口径没有项目：只看入住率和集中供养率/);
        await supervisor.waitForSelector('.chart canvas, .chart svg');
        await assertReadable(supervisor);
        await screenshot(supervisor, 'projects-city', { fullPage: true });
        await supervisor.goto('/projects?book=county&on=2013-06-30');
        assert.match(await bedsShown(supervisor), /210 \/ 350[^]*达序时/);
        assert.doesNotMatch(await supervisor.textContent('main'), / 300\b/);
    });
    await claim('with_one_bed_less_the_county_is_behind', async () => {
        await clerk.goto(written);
        await press(clerk, 'a[href="/projects/P01/returns/new?month=2013-06"]');
        assert.equal(await clerk.inputValue('#f-beds'), '36');
        await fill(clerk, { beds: '35' });
        await pressIn(clerk, '/projects/P01/returns/new');
        const corrected = new URL(clerk.url()).pathname;
        await pressIn(clerk, `${corrected}/submit`);
        await lead.goto(corrected);
        await pressIn(lead, `${corrected}/sign`);
        await supervisor.goto(BOARD);
        assert.match(await bedsShown(supervisor), /179 \/ 300[^]*未达序时/);
    });
    await claim('a_moved_site_is_decided_by_another_and_the_original_target_stays', async () => {
        await clerk.goto('/projects/P01/changes/new');
        await fill(clerk, { change: 'SITE', reason: '原址地质不合格', document: '泾川政〔2013〕18号', site: '城东新址' });
        await pressIn(clerk, '/projects/P01/changes/new');
        assert.match(await told(clerk), /等待审批/, await clerk.textContent('main'));
        await officer.goto('/');
        await press(officer, '.tasks a[href="/projects/P01/changes/2"]');
        await assertReadable(officer);
        await fill(officer, { decision: 'APPROVE', document: '泾民〔2013〕66号' });
        await pressIn(officer, '/projects/P01/changes/2');
        assert.match(await officer.textContent('[aria-labelledby=scope]'), /城东新址/);
        assert.match(await officer.textContent('[aria-labelledby=changes]'), /原址地质不合格[^]*五保股经办/);
        await assertReadable(officer);
        await screenshot(officer, 'project', { fullPage: true });
    });
    await claim('an_overdue_problem_stands_first_for_the_supervisor', async () => {
        for (const [problem, due_on] of [['连日降雨', '2013-07-31'], ['电力未接通', '2013-06-20']]) {
            await clerk.goto('/projects/P01/problems/new');
            await fill(clerk, { problem, due_on, raised_on: '2013-06-10' });
            await pressIn(clerk, '/projects/P01/problems/new');
        }
        await supervisor.goto('/projects/problems');
        assert.match(await supervisor.textContent('tbody tr >> nth=0'), /电力未接通[^]*超期/);
        await assertReadable(supervisor);
        assert.equal(await supervisor.locator('a[href$="/close"]').count(), 0);
    });
    await claim('papers_and_tables_are_there_for_the_supervisor', async () => {
        for (const path of [`${written}/paper.pdf`, `${written}/paper.docx`, '/projects/report.pdf?book=city&month=2013-06',
            '/projects.xlsx?book=county&on=2013-06-30']) {
            const answer = await supervisor.request.get(path);
            assert.equal(answer.status(), 200, path);
            assert.ok((await answer.body()).length > 1000, path);
        }
        const table = await (await supervisor.request.get('/projects.csv?book=city&on=2013-06-30')).text();
        assert.match(table, /市对县考核/);
        assert.doesNotMatch(table, /云岭/);
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
