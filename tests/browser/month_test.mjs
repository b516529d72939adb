// One month of rural dibao from the roster to the closed run, by seven people, through the site alone.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { writeFileSync } from 'node:fs';
import { fenOf, readBankFile, writeBankAnswer } from './lib/bank.mjs';
import { assertReadable, isInstalled, launch, openAs, screenshot } from './lib/browser.mjs';
import { County } from './lib/server.mjs';
import { claim, finish, skipAll } from './lib/tap.mjs';
import { changeWorkbook, workbookRows, workbookTexts } from './lib/workbook.mjs';

if (!isInstalled()) skipAll('there is no Chromium (package chromium)');

const HOUSEHOLDS = 60;
const RETURNED = 3;
const TOWNSHIP = '泾川镇'; // its clerk puts right what the bank returns
const CLERK = 'township100.clerk';
const PASSWORD = 'minsheng-2013';
const PEOPLE = ['dibao1', 'dibao2', 'accountant', 'finance1', 'finance2', 'auditor', CLERK];

const county = new County();
const file = (name) => join(county.dir, name);
const json = (...args) => JSON.parse(county.run(...args, '--json'));

/* ---- what the site shows, and what the command line says ---- */

const BUCKETS = {
    应发: 'due', 已发: 'paid', 退回: 'returned', 暂缓: 'held', 未送: 'not_sent', 在途: 'in_transit', 已取消: 'cancelled',
};

async function positionShown(page) {
    const cells = await page.$$eval('.figures.position > div', (all) =>
        all.map((one) => [...one.children].map((part) => part.textContent)));
    return Object.fromEntries(cells.map(([label, amount, items]) => [
        BUCKETS[label.replace(/^[=+\s]*|（元）$/g, '')], [Number(items.replace(/\D/g, '')), fenOf(amount)]]));
}

function positionKept(run) {
    const rows = new Map(json('pay', 'show', run).map((row) => [row.key, row.value]));
    return Object.fromEntries(Object.values(BUCKETS).map((name) => {
        const [items, amount] = rows.get(name).split(' / ');
        return [name, [Number(items), fenOf(amount)]];
    }));
}

const stateKept = (run) => json('pay', 'show', run).find((row) => row.key === 'state').value;
const currentStep = (page) => page.textContent('.steps-line [aria-current] >> nth=0').then((text) => text.trim());

// The seven amounts as the page shows them: those of the command line, and the parts make the whole.
async function assertPosition(page, run, expected) {
    const shown = await positionShown(page);
    assert.deepEqual(shown, positionKept(run));
    const { due, ...parts } = shown;
    for (const i of [0, 1]) assert.equal(Object.values(parts).reduce((sum, part) => sum + part[i], 0), due[i]);
    for (const [name, items] of Object.entries(expected)) assert.equal(shown[name][0], items, name);
    return shown;
}

/* ---- what people do ---- */

async function open(browser, user, options = {}) {
    const page = await openAs(browser, county.url, { user, password: PASSWORD, ...options });
    page.on('dialog', (question) => question.accept());
    return page;
}

// Presses the one button of a form and waits for what the site says to it.
async function press(page, action, told) {
    await page.click(`form[action="${action}"] button[type=submit]`);
    await page.getByRole('status').filter({ hasText: told }).waitFor();
}

async function handIn(page, path, file2) {
    await page.goto('/import');
    await page.selectOption('select[name=programme]', 'dibao');
    await page.fill('input[name=from]', '2013-06');
    await page.setInputFiles('input[name=file]', path);
    if (file2) await page.setInputFiles('input[name=file2]', file2);
    await page.click('form[action="/import"] button[type=submit]');
    await page.waitForURL(/\/jobs\/\d+$/);
}

const jobDone = (page) => page.waitForSelector('[data-job-state=DONE]');
const jobFigures = (page) => page.$$eval('.figures > div', (all) =>
    Object.fromEntries(all.map((one) => [one.children[0].textContent, one.children[1].textContent])));

async function download(page, selector, name) {
    const [saved] = await Promise.all([page.waitForEvent('download'), page.click(selector)]);
    await saved.saveAs(file(name));
    return file(name);
}

async function handInAnswer(page, run, path) {
    await page.goto(`/runs/${run}`);
    await page.setInputFiles('input[type=file]', path);
    await page.click(`form[action="/runs/${run}/return"] button`);
}

async function correctAccount(page, number) {
    await page.fill('input[name=number]', number);
    await page.fill('input[name=note]', '与存折核对，少抄一位');
    await page.click('form[action$="/correct"] button');
    await page.getByRole('status').filter({ hasText: '等待重发' }).waitFor();
}

// 19 digits with a right Luhn digit, no account of anybody.
function newAccount(serial) {
    const body = `622900${String(900000000000 + serial)}`;
    const sum = [...body].reverse().reduce((total, digit, i) => {
        const doubled = Number(digit) * (i % 2 === 0 ? 2 : 1);
        return total + (doubled > 9 ? doubled - 9 : doubled);
    }, 0);
    return body + ((10 - (sum % 10)) % 10);
}

/* ---- the month ---- */

const browser = await launch();
try {
    county.env.MINSHENG_TODAY = '2013-06-06';
    county.run('init', '--plan', 'plans/jingxian-2013.yaml');
    county.run('demo', '--roster', file('roster'), '--households', String(HOUSEHOLDS));
    writeFileSync(file('password'), PASSWORD);
    for (const user of PEOPLE) county.run('user', 'passwd', user, '--password-file', file('password'));
    // One identity number of the members' sheet gets a wrong last digit, as a clerk mistypes it.
    const spouse = workbookRows(file('roster/dibao.xlsx'), 2).find((row) => row.includes('配偶'));
    const right = spouse.find((cell) => /^\d{17}[\dX]$/.test(cell));
    const wrong = right.slice(0, 17) + (right[17] === '0' ? '1' : '0');
    changeWorkbook(file('roster/dibao.xlsx'), file('dibao.xlsx'), right, wrong);
    await county.start();

    const maker = await open(browser, 'dibao1');
    const checker = await open(browser, 'dibao2', { javaScriptEnabled: false });
    const accountant = await open(browser, 'accountant');
    const finance1 = await open(browser, 'finance1');
    const finance2 = await open(browser, 'finance2');
    const everybody = { maker, checker, accountant, finance1, finance2 };
    let run, due, sent, returned;

    await claim('a_roster_is_taken_in_and_one_household_comes_back', async () => {
        await maker.goto('/import');
        await assertReadable(maker);
        await handIn(maker, file('dibao.xlsx'));
        await jobDone(maker);
        const figures = await jobFigures(maker);
        assert.equal(figures['新增户'], String(HOUSEHOLDS - 1));
        assert.equal(figures['退回户'], '1');
        await assertReadable(maker);
    });
    await claim('the_workbook_that_comes_back_marks_the_cell_and_says_why', async () => {
        const back = await download(maker, 'a[href*="/errors/"]', 'errors.xlsx');
        const row = workbookRows(back, 2).find((cells) => cells.includes(wrong));
        assert.ok(row, 'the row with the wrong number is in the workbook');
        assert.match(row.join(' '), new RegExp(`校验不通过：按前 17 位，最后一位应为 ${right[17]}`));
        assert.ok(!workbookTexts(back).includes(right));
    });
    await claim('put_right_in_that_workbook_it_is_taken_in_without_scripts', async () => {
        changeWorkbook(file('errors.xlsx'), file('again.xlsx'), wrong, right);
        const plain = await open(browser, 'dibao1', { javaScriptEnabled: false });
        await handIn(plain, file('again.xlsx'));
        await jobDone(plain);
        const figures = await jobFigures(plain);
        assert.equal(figures['新增户'], '1');
        assert.equal(figures['退回户'], '0');
        await plain.context().close();
    });
    await claim('a_file_that_is_no_roster_is_refused_under_the_name_it_came_with', async () => {
        writeFileSync(file('会议通知.csv'), '时间,地点\n上午,二楼\n');
        await handIn(maker, file('会议通知.csv'));
        await maker.waitForSelector('[data-job-state=REFUSED]');
        assert.match(await maker.textContent('main [role=alert]'), /会议通知/);
        await maker.goto('/jobs');
        assert.match(await maker.textContent('tbody'), /会议通知\.csv/);
        await assertReadable(maker);
    });
    await claim('the_month_is_prepared_by_a_job', async () => {
        await maker.goto('/runs');
        await assertReadable(maker);
        await maker.selectOption('select[name=programme]', 'dibao');
        await maker.fill('input[name=month]', '2013-06');
        await maker.click('form[action="/runs"] button');
        await jobDone(maker);
        await maker.click('a[href^="/runs/"]:has-text("打开批次")');
        await maker.waitForURL(/\/runs\/\d+$/);
        run = new URL(maker.url()).pathname.split('/').pop();
        assert.equal(await currentStep(maker).then((text) => text.slice(0, 2)), '草稿');
        ({ due } = await assertPosition(maker, run, {}));
        const held = positionKept(run).held[0];
        assert.ok(due[0] > HOUSEHOLDS / 2 && held < due[0]);
        await assertReadable(maker);
        await screenshot(maker, 'month-draft', { fullPage: true });
    });
    await claim('a_household_opened_from_the_list_explains_its_amount', async () => {
        await maker.click(`.page-actions a[href="/runs/${run}/items"]`);
        await assertReadable(maker);
        await maker.click('tbody a[href^="/households/"] >> nth=0');
        await maker.waitForURL(/\/households\/\d+/);
        const household = new URL(maker.url()).pathname.split('/').pop();
        const told = json('explain', '--household', household, '--programme', 'dibao', '--month', '2013-06');
        const shown = await maker.$$eval('[aria-labelledby=why] tbody tr', (rows) =>
            rows.map((row) => [row.cells[0].textContent, row.cells[1].textContent, row.cells[3].textContent]));
        const total = told.pop();
        const lines = told.map((line) => [line.label, line.formula, line.amount_fen]);
        assert.deepEqual(shown.map(([label, formula, amount]) => [label, formula, fenOf(amount)]), lines);
        assert.equal(lines.reduce((sum, line) => sum + line[2], 0), total.amount_fen);
        assert.equal(fenOf(await maker.textContent('[aria-labelledby=why] tfoot .money')), total.amount_fen);
        await assertReadable(maker);
    });
    await claim('the_maker_has_no_check_button_and_is_told_why', async () => {
        await maker.goto(`/runs/${run}`);
        assert.equal(await maker.locator('form[action$="/check"]').count(), 0);
        assert.match(await maker.textContent('[aria-labelledby=next]'), /这一步要换人办/);
        const csrf = await maker.inputValue('input[name=csrf] >> nth=0');
        const answer = await maker.request.post(`/runs/${run}/check`, { form: { csrf } });
        assert.ok(answer.status() >= 400 && answer.status() < 500, `a forged check is answered ${answer.status()}`);
        assert.equal(stateKept(run), 'DRAFT');
    });
    await claim('the_slider_shows_the_budget_of_another_standard', async () => {
        await maker.goto('/simulate?programme=dibao&month=2013-06');
        await assertReadable(maker);
        const slider = maker.locator('input[type=range]');
        const name = await slider.getAttribute('name');
        const yearShown = () => maker.textContent('#result .figures > div:last-child dd');
        assert.equal(fenOf(await yearShown()), 0);
        await slider.focus();
        const before = await slider.inputValue();
        for (let i = 0; i < 5; i++) await maker.keyboard.press('ArrowRight');
        const after = await slider.inputValue();
        assert.ok(Number(after) > Number(before));
        await maker.waitForFunction((value) => new URLSearchParams(location.search).get('dibao.standard_year') === value
            && !document.querySelector('.htmx-request, .htmx-swapping, .htmx-settling'), after);
        assert.equal(name, 'dibao.standard_year');
        const whole = json('simulate', '--set', `${name}=${after}`, '--month', '2013-06').at(-1);
        assert.equal(fenOf(await yearShown()), whole.difference_fen * 12);
        assert.ok(whole.difference_fen > 0);
        await assertReadable(maker);
    });
    await claim('another_officer_checks_without_scripts', async () => {
        await checker.goto(`/runs/${run}`);
        await press(checker, `/runs/${run}/check`, '已复核');
    });
    await claim('the_accountant_reviews', async () => {
        await accountant.goto('/');
        await assertReadable(accountant);
        await accountant.click(`.tasks a[href="/runs/${run}"]`);
        await press(accountant, `/runs/${run}/review`, '已审核');
        assert.equal(await accountant.locator('form[action$="/approve"]').count(), 0);
    });
    await claim('finance_approves_and_funds', async () => {
        await finance1.goto(`/runs/${run}`);
        await press(finance1, `/runs/${run}/approve`, '已审批');
        await press(finance1, `/runs/${run}/fund`, '已拨款');
        assert.deepEqual((await assertPosition(finance1, run, {})).due, due);
    });
    await claim('the_bank_file_that_is_downloaded_holds_every_item_to_be_sent', async () => {
        await finance2.goto(`/runs/${run}`);
        const toSend = (await positionShown(finance2)).not_sent;
        await finance2.selectOption('select[name=layout]', 'nsh-pipe');
        await press(finance2, `/runs/${run}/send`, '代发文件已生成');
        await assertReadable(finance2);
        sent = readBankFile(await download(finance2, 'a[href*="/remittances/"]', 'sent.txt'));
        assert.deepEqual([sent.count, sent.totalFen], toSend);
        assert.deepEqual([sent.lines.length, sent.lines.reduce((sum, line) => sum + line.fen, 0)], toSend);
        await assertPosition(finance2, run, { in_transit: toSend[0], not_sent: 0 });
    });
    await claim('an_answer_whose_total_is_wrong_changes_nothing', async () => {
        writeBankAnswer(file('slip.txt'), sent, () => false, 1);
        await handInAnswer(accountant, run, file('slip.txt'));
        await accountant.waitForSelector('#error-summary');
        await assertPosition(accountant, run, { in_transit: sent.count });
        await assertReadable(accountant);
    });
    await claim('the_bank_s_answer_pays_all_but_three', async () => {
        await accountant.goto(`/runs/${run}/items`);
        const code = await accountant.$eval(`#township option:text("${TOWNSHIP}")`, (option) => option.value);
        const answer = await accountant.request.get(`/runs/${run}/items?township=${code}&format=json`);
        const there = new Set((await answer.json()).rows.map((row) => row.household));
        returned = sent.lines.filter((line) => there.has(line.household)).slice(0, RETURNED);
        assert.equal(returned.length, RETURNED);
        writeBankAnswer(file('answer.txt'), sent, (line) => returned.includes(line));
        await handInAnswer(accountant, run, file('answer.txt'));
        await accountant.getByRole('status').filter({ hasText: '回盘已入账' }).waitFor();
        const position = await assertPosition(accountant, run, { returned: RETURNED, in_transit: 0 });
        assert.equal(position.returned[1], returned.reduce((sum, line) => sum + line.fen, 0));
        assert.equal(await accountant.locator('form[action$="/close"] button').count(), 0);
        await assertReadable(accountant);
    });
    await claim('the_clerk_of_the_township_finds_them_as_tasks', async () => {
        const clerk = await open(browser, CLERK);
        await clerk.click('.tasks a[href="/returns"]');
        const rows = await clerk.$$eval('tbody tr', (all) => all.map((row) => row.cells[0].textContent));
        assert.deepEqual(rows.sort(), returned.map((line) => line.name).sort());
        await assertReadable(clerk);
        await screenshot(clerk, 'month-returns', { fullPage: true });
        await clerk.click('tbody a.btn >> nth=0');
        await assertReadable(clerk);
        await correctAccount(clerk, newAccount(1));
        assert.deepEqual(clerk.trouble, []);
        await clerk.context().close();
    });
    await claim('accounts_are_corrected_without_scripts', async () => {
        const clerk = await open(browser, CLERK, { javaScriptEnabled: false });
        for (let i = 2; i <= RETURNED; i++) {
            await clerk.goto('/returns');
            await clerk.click('tbody a.btn >> nth=0');
            await correctAccount(clerk, newAccount(i));
        }
        await clerk.goto('/returns');
        assert.match(await clerk.textContent('tbody'), /没有/);
        await clerk.context().close();
    });
    await claim('what_was_corrected_is_sent_again_and_paid', async () => {
        await finance2.goto(`/runs/${run}`);
        await finance2.selectOption('select[name=layout]', 'nsh-pipe');
        await press(finance2, `/runs/${run}/reissue`, '代发文件已生成');
        const again = readBankFile(await download(finance2, 'a[href*="/remittances/"] >> nth=-1', 'again.txt'));
        assert.deepEqual(again.lines.map((line) => line.fen).sort(), returned.map((line) => line.fen).sort());
        assert.ok(again.lines.every((line) => line.account.startsWith('6229009')));
        writeBankAnswer(file('answer2.txt'), again);
        await handInAnswer(finance2, run, file('answer2.txt'));
        await finance2.getByRole('status').filter({ hasText: '回盘已入账' }).waitFor();
        await assertPosition(finance2, run, { returned: 0, in_transit: 0, not_sent: 0 });
        assert.equal(await finance2.locator('input[type=file]').count(), 0, 'no file is out, so none is asked for');
    });
    await claim('the_run_is_closed_with_everything_paid', async () => {
        await accountant.goto(`/runs/${run}`);
        await press(accountant, `/runs/${run}/close`, '已结清');
        const position = await assertPosition(accountant, run, {});
        assert.deepEqual(position.paid, due);
        assert.equal(stateKept(run), 'CLOSED');
        await assertReadable(accountant);
        await screenshot(accountant, 'month-closed', { fullPage: true });
    });
    await claim('the_books_balance_and_are_those_of_the_command_line', async () => {
        await accountant.goto('/funds');
        await assertReadable(accountant);
        await accountant.click('tbody a:text-is("农村低保资金")');
        await accountant.waitForURL(/\/funds\/dibao/);
        const shown = await accountant.$$eval('[aria-labelledby=trial] tbody tr', (rows) =>
            rows.map((row) => [row.cells[1].textContent, row.cells[2].textContent, row.cells[3].textContent]));
        const kept = new Map(json('ledger', 'balance', '--fund', 'dibao', '--month', '2013-06')
            .map((row) => [row.name, [row.debit_fen, row.credit_fen]]));
        for (const [name, debit, credit] of shown) assert.deepEqual([fenOf(debit), fenOf(credit)], kept.get(name), name);
        assert.deepEqual(kept.get('支出'), [due[1], 0]);
        assert.equal(kept.get('在途资金').reduce((debit, credit) => debit - credit), 0);
        assert.match(await accountant.textContent('#trial'), /借贷相等/);
        await assertReadable(accountant);
    });
    await claim('the_auditor_sees_the_run_and_no_button', async () => {
        const auditor = await open(browser, 'auditor');
        await auditor.goto(`/runs/${run}`);
        assert.equal(await auditor.locator('main form[method=post]').count(), 0);
        assert.match(await auditor.textContent('[aria-labelledby=next]'), /已结清/);
        await auditor.context().close();
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
