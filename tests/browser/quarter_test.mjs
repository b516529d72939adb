// The supervisor's quarter: the plan's targets are split, issued and signed for; a meeting is held and a problem of it is put
// right; the quarter's bulletin is drafted, refuses a percentage that is typed, is issued, and every number in it opens.
import assert from 'node:assert/strict';
import { assertAccessible, isInstalled, launch, openAs, screenshot } from './lib/browser.mjs';
import { County } from './lib/server.mjs';
import { claim, finish, skipAll } from './lib/tap.mjs';

if (!isInstalled()) skipAll('there is no Chromium (package chromium)');

const PASSWORD = 'minsheng-2013';
const county = new County();

async function open(browser, user) {
    const page = await openAs(browser, county.url, { user, password: user && PASSWORD });
    page.on('dialog', (question) => question.accept());
    page.on('console', (m) => m.type() === 'error' && !m.text().includes('422') && page.trouble.push(`console: ${m.text()}`));
    return page;
}

const press = (page, selector) => Promise.all([page.waitForNavigation(), page.click(selector)]);
const pressIn = (page, action) => press(page, `form[action="${action}"] button[type=submit] >> nth=0`);
const text = (page) => page.textContent('main');
const pathOf = (page) => new URL(page.url()).pathname;

async function fill(page, values) {
    for (const [name, value] of Object.entries(values)) {
        const field = page.locator(`main form [name="${name}"]:visible`);
        if ((await field.evaluate((f) => f.tagName)) === 'SELECT') await field.selectOption(value);
        else await field.fill(value);
    }
}

async function go(page, path) {
    const answer = await page.goto(path);
    assert.equal(answer.status(), 200, path);
    await assertAccessible(page);
}

// From the first screen, by what it says is waiting.
async function goToWaiting(page, label) {
    await page.goto('/');
    await press(page, `.tasks a >> text=${label}`);
    await assertAccessible(page);
}

async function assertPdf(page, path) {
    const answer = await page.request.get(path);
    assert.equal(answer.status(), 200, path);
    assert.equal((await answer.body()).subarray(0, 5).toString(), '%PDF-');
}

const browser = await launch();
try {
    county.env.MINSHENG_TODAY = '2013-10-08';
    county.run('init', '--plan', 'plans/jingxian-2013.yaml');
    county.run('demo', '--households', '40', '--wubao', '30', '--month', '2013-07', '--no-cases');
    await county.start();
    const supervisor = await open(browser, 'supervisor');
    const director = await open(browser, 'director');
    const clerk = await open(browser, 'township100.clerk');
    const lead = await open(browser, 'township100.lead');
    const visitor = await open(browser);
    const everybody = { supervisor, director, clerk, lead, visitor };
    let meeting, problem, bulletin;

    await claim('the_board_opens_on_the_rows_behind_a_figure', async () => {
        await go(supervisor, '/');
        await press(supervisor, '.page-actions a[href="/board"]');
        await assertAccessible(supervisor);
        await screenshot(supervisor, 'quarter-board');
        await press(supervisor, 'main a[href*="/indicators/pay.on_time_dibao/rows"] >> nth=0');
        await assertAccessible(supervisor);
    });
    await claim('targets_are_split_from_the_plan_and_issued_by_the_director', async () => {
        await go(supervisor, '/targets');
        await pressIn(supervisor, '/targets/plan');
        await assertAccessible(supervisor);
        assert.equal(await supervisor.locator('form[action^="/targets/issue"]').count(), 0);
        await goToWaiting(director, '目标分解待下达');
        await fill(director, { document: '泾民〔2013〕1号' });
        await pressIn(director, '/targets/issue?year=2013');
        assert.equal(await director.locator('.state-wait').count(), 0);
        await assertAccessible(director);
    });
    await claim('letters_are_issued_and_a_townships_lead_signs_his', async () => {
        await goToWaiting(director, '目标责任书待签发');
        await fill(director, { document: '泾民责〔2013〕' });
        await pressIn(director, '/targets/letters?year=2013');
        await assertAccessible(director);
        await goToWaiting(lead, '目标责任书待签订');
        const letter = pathOf(lead);
        assert.equal(await lead.locator('.state-wait').count(), 1);
        await fill(lead, { signer: '王某' });
        await pressIn(lead, `${letter}/sign`);
        assert.match(await text(lead), /王某/);
        await assertPdf(lead, `${letter}/paper.pdf`);
        await lead.goto('/');
        assert.doesNotMatch(await text(lead), /目标责任书待签订/);
    });
    await claim('the_months_meeting_goes_through_what_is_behind_and_is_recorded', async () => {
        await go(supervisor, '/meetings');
        assert.match(await text(supervisor), /本月待召开/);
        await press(supervisor, 'main a[href="/meetings/new"]');
        await assertAccessible(supervisor);
        await fill(supervisor, { place: '三楼会议室', chair: '局长', recorder: '李某' });
        await pressIn(supervisor, '/meetings');
        meeting = pathOf(supervisor);
        await assertAccessible(supervisor);
        assert.ok((await supervisor.locator('main table >> nth=0 >> a[href*="/indicators/"]').count()) > 0);
        assert.doesNotMatch(await text(supervisor), /inst_rate_bp/);
        await fill(supervisor, { present: '各股室、各乡镇', summary: '逐项分析了进度。', decisions: '九月底前补发\n逐户核对账号' });
        await pressIn(supervisor, `${meeting}/record`);
        assert.match(await supervisor.inputValue('#decisions'), /逐户核对账号/);
        await assertAccessible(supervisor);
    });
    await claim('a_problem_of_it_is_reported_by_the_township_and_closed_by_another', async () => {
        await press(supervisor, `main a[href="/problems/new?meeting=${meeting.split('/').pop()}"]`);
        await assertAccessible(supervisor);
        await fill(supervisor, { title: '三户账号未更正', cause: '换卡未报', measure: '逐户核对', township: '341823100000', owner: '泾川镇民政办', due_on: '2013-10-20' });
        await pressIn(supervisor, '/problems');
        problem = pathOf(supervisor);
        assert.match(problem, /^\/problems\/\d+$/);
        await assertAccessible(supervisor);
        await goToWaiting(clerk, '问题清单未解决');
        await press(clerk, `a[href="${problem}"]`);
        await assertAccessible(clerk);
        assert.equal(await clerk.locator(`form[action="${problem}/close"]`).count(), 0);
        await fill(clerk, { text: '三户都已更正。' });
        await pressIn(clerk, `${problem}/report`);
        await goToWaiting(supervisor, '问题已报告，待核实');
        await press(supervisor, `a[href="${problem}"]`);
        await fill(supervisor, { text: '查了三户，账号都对。' });
        await pressIn(supervisor, `${problem}/close`);
        assert.match(await text(supervisor), /已销号/);
        await assertAccessible(supervisor);
    });
    await claim('the_director_issues_the_minutes_and_they_print', async () => {
        await goToWaiting(director, '会议纪要待签发');
        assert.equal(pathOf(director), meeting);
        await pressIn(director, `${meeting}/issue`);
        assert.match(await text(director), /纪要已签发/);
        assert.equal(await director.locator('#decided ~ ol li').count(), 2);
        await assertAccessible(director);
        await assertPdf(clerk, `${meeting}/paper.pdf`);
    });
    await claim('a_typed_percentage_is_refused_at_the_field_and_nothing_is_lost', async () => {
        await go(supervisor, '/bulletins');
        await press(supervisor, 'main a[href="/bulletins/new"]');
        await assertAccessible(supervisor);
        await fill(supervisor, { kind: 'QUARTER', year: '2013', quarter: '3' });
        await pressIn(supervisor, '/bulletins');
        bulletin = pathOf(supervisor);
        await assertAccessible(supervisor);
        await press(supervisor, `a[href="${bulletin}/sections/6"]`);
        await assertAccessible(supervisor);
        const whole = await supervisor.inputValue('#body');
        const wrong = `${whole}\n全县按时发放率达到98%。`;
        await supervisor.fill('#body', wrong);
        await pressIn(supervisor, `${bulletin}/sections/6`);
        assert.equal((await supervisor.inputValue('#body')).replaceAll('\r', ''), wrong.replaceAll('\r', ''));
        assert.match(await supervisor.textContent('#body-note .field-error'), /98/);
        await assertAccessible(supervisor);
        const mark = await supervisor.textContent('main table code >> nth=0');
        await supervisor.fill('#body', `${whole}\n全县按时发放率达到${mark}。`);
        await pressIn(supervisor, `${bulletin}/sections/6`);
        assert.equal(pathOf(supervisor), bulletin);
        assert.match(await text(supervisor), /全县按时发放率达到[\d.]+%。/);
        await pressIn(supervisor, `${bulletin}/submit`);
        assert.equal(await supervisor.locator(`form[action="${bulletin}/issue"]`).count(), 0);
    });
    await claim('issued_by_the_director_each_rank_opens_the_rows_behind_it', async () => {
        await goToWaiting(director, '通报待签发');
        await pressIn(director, `${bulletin}/issue`);
        assert.equal(await director.locator('.state-good').count(), 1);
        await assertAccessible(director);
        await screenshot(director, 'quarter-bulletin');
        const links = await director.locator('main table a[href*="/rows?"]').evaluateAll((all) => all.map((a) => a.getAttribute('href')));
        assert.ok(links.length > 20, `${links.length} figures`);
        const codes = new Set();
        for (const link of links) {
            const code = link.split('/')[2];
            if (codes.has(code)) continue;
            codes.add(code);
            assert.equal((await director.request.get(link)).status(), 200, link);
        }
        await press(director, 'main table a[href*="/rows?"] >> nth=0');
        await assertAccessible(director);
        await assertPdf(director, `${bulletin}/paper.pdf`);
    });
    await claim('the_township_and_the_public_see_it', async () => {
        await go(clerk, '/bulletins');
        await press(clerk, `a[href="${bulletin}"]`);
        await assertAccessible(clerk);
        assert.equal(await clerk.locator('main form').count(), 0);
        await go(visitor, '/public/bulletins');
        await press(visitor, `main a[href="/public${bulletin}"]`);
        await assertAccessible(visitor);
        assert.match(await text(visitor), /全县按时发放率达到[\d.]+%。/);
        for (const [name, page] of Object.entries(everybody)) assert.deepEqual(page.trouble, [], name);
    });
} finally {
    await browser.close();
    await county.stop();
    county.remove();
}
finish();
