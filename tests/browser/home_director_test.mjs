// A home for the aged through its director's day: somebody moves in and another confirms it, beds, the day's records on a phone
// without scripts, pocket money for everybody, care by six answers, a death with the list of what is left.
import assert from 'node:assert/strict';
import { assertFitsPhone, assertReadable, isInstalled, launch, openAs, phone, screenshot } from './lib/browser.mjs';
import { idNumber } from './lib/idno.mjs';
import { County } from './lib/server.mjs';
import { claim, finish, skipAll } from './lib/tap.mjs';

if (!isInstalled()) skipAll('there is no Chromium (package chromium)');

const PASSWORD = 'minsheng-2013';
const TOWNSHIP = '341823106000';
const HOME = 7; // 云岭镇敬老院
const MEAL = '126.50';

const county = new County();
const json = (...args) => JSON.parse(county.run(...args, '--json'));
const press = (page, selector) => Promise.all([page.waitForNavigation(), page.click(selector)]);
const pressIn = (page, action) => press(page, `form[action="${action}"] button[type=submit] >> nth=0`);
const told = (page) => page.textContent('main [role=status]');
const state = (page) => page.textContent('[aria-labelledby=now] .state >> nth=0');

async function open(browser, user, options = {}) {
    const page = await openAs(browser, county.url, { user, password: PASSWORD, ...options });
    page.on('dialog', (question) => question.accept());
    return page;
}

async function fill(page, values) {
    for (const [name, value] of Object.entries(values)) {
        const field = page.locator(`main form [name="${name}"]`).first();
        const kind = await field.evaluate((f) => (f.tagName === 'SELECT' ? 'select' : f.type));
        if (kind === 'select') await field.selectOption(value);
        else if (kind === 'radio') await page.check(`main form [name="${name}"][value="${value}"]`, { force: true });
        else await field.fill(value);
    }
}

// Wubao people of the township who live at home, with their whole numbers.
async function dispersedOf(page) {
    const numbers = json('pay', 'items', '1').map((item) => item.id_number);
    const { people } = await (await page.request.get(`/homes/rates/${TOWNSHIP}?format=json`)).json();
    return people
        .filter((one) => !one.is_in && !one.home)
        .map((one) => {
            const { birth } = json('household', 'show', `${one.household}`).find((member) => member.person === one.person);
            const end = (number) => number.slice(6, 14) === birth.replaceAll('-', '') && number.endsWith(one.id_tail);
            return { ...one, number: numbers.find(end) };
        });
}

const browser = await launch();
try {
    county.env.MINSHENG_TODAY = '2013-06-20';
    county.run('init', '--plan', 'plans/jingxian-2013.yaml');
    county.run('demo', '--households', '80', '--no-cases', '--no-pay');
    county.run('pay', 'prepare', '--programme', 'wubao', '--month', '2013-06', '--as', 'wubao1');
    for (const room of ['101', '102', '201', '202'])
        county.run('home', 'bed', 'add', `${HOME}`, '--room', room, '--storey', room[0], '--area', '24', '--beds', '3', '--from', '2012-01-01');
    county.run('home', 'adopt', `${HOME}`, '--on', '2013-06-01');
    await county.start();
    const director = await open(browser, 'home106.director');
    const lead = await open(browser, 'township106.lead');
    const clerk = await open(browser, 'township106.clerk');
    const officer = await open(browser, 'wubao1');
    const other = await open(browser, 'home100.director');
    const plain = await open(browser, 'home106.director', { viewport: phone, javaScriptEnabled: false });
    const everybody = { director, lead, clerk, officer, other, plain };
    const [mover, wisher] = await dispersedOf(officer);
    const residents = json('home', 'residents', '--home', `${HOME}`);
    let stay, wished, dead;

    await claim('the_director_begins_with_his_home_and_what_today_lacks', async () => {
        await director.goto('/');
        assert.match(await director.textContent('.tasks'), /今天的伙食还没记[^]*今天的值班还没记[^]*本月零花钱还没发/);
        assert.match(await director.textContent('[aria-labelledby=own-home]'), new RegExp(`在院老人 *${residents.length}`));
        const places = await director.$$eval('.site-places a', (all) => all.map((a) => new URL(a.href).pathname));
        assert.deepEqual(places.filter((p) => ['/runs', '/funds', '/users', '/medical', '/households'].includes(p)), []);
        await assertReadable(director);
        await director.click('.site-bar summary:has-text("敬老院")');
        await assertReadable(director);
        await press(director, '.site-bar a[href="/homes"]');
        assert.equal(await director.locator('.site-bar summary.is-here').textContent(), '敬老院');
        assert.equal(new URL(director.url()).pathname, `/homes/${HOME}`);
        assert.match(await director.textContent('[aria-labelledby=plan]'), new RegExp(residents[0].name));
        await assertReadable(director);
        await screenshot(director, 'home-page', { fullPage: true });
    });
    await claim('he_asks_for_an_admission_and_nothing_typed_is_lost', async () => {
        await director.goto(`/homes/${HOME}/admit`);
        await assertReadable(director);
        await fill(director, { id_number: `${mover.number.slice(0, -1)}Q`, agreement: '云敬〔2013〕6号', health: '高血压' });
        await pressIn(director, `/homes/${HOME}/admit`);
        assert.equal(await director.getAttribute('[name=id_number]', 'aria-invalid'), 'true');
        assert.equal(await director.inputValue('[name=agreement]'), '云敬〔2013〕6号');
        await assertReadable(director);
        await fill(director, { id_number: mover.number });
        await pressIn(director, `/homes/${HOME}/admit`);
        stay = new URL(director.url()).pathname;
        assert.match(stay, /^\/residents\/\d+$/, await director.textContent('main'));
        assert.equal(await state(director), '待确认入院');
        assert.match(await director.textContent('[aria-labelledby=next]'), /您自己提出的/);
        assert.equal(await director.locator(`form[action="${stay}/confirm"]`).count(), 0);
        await assertReadable(director);
    });
    await claim('a_wish_that_the_township_took_down_becomes_an_admission', async () => {
        await clerk.goto('/homes/wishes');
        await fill(clerk, { id_number: wisher.number, note: '一个人住，愿意去' });
        await pressIn(clerk, '/homes/wishes');
        assert.match(await clerk.textContent('[aria-labelledby=open]'), new RegExp(wisher.name), await clerk.textContent('main'));
        await assertReadable(clerk);
        await director.goto(`/homes/${HOME}/admit`);
        assert.match(await director.textContent('[aria-labelledby=wishes]'), new RegExp(wisher.name));
        await press(director, '[aria-labelledby=wishes] a[href*="wish="]');
        assert.equal(await director.locator('[name=id_number]').count(), 0);
        await fill(director, { agreement: '云敬〔2013〕7号' });
        await pressIn(director, `/homes/${HOME}/admit`);
        wished = new URL(director.url()).pathname;
        assert.match(await director.textContent('h1'), new RegExp(wisher.name));
    });
    await claim('another_confirms_and_the_registry_follows_next_month', async () => {
        await lead.goto('/');
        assert.match(await lead.textContent('.tasks'), /敬老院入院待确认/);
        await press(lead, `.tasks a[href="/homes/${HOME}#waits"]`);
        await assertReadable(lead);
        await lead.check(`[aria-labelledby=waits] input[value="${stay.split('/').at(-1)}"]`, { force: true });
        await lead.check(`[aria-labelledby=waits] input[value="${wished.split('/').at(-1)}"]`, { force: true });
        await press(lead, 'button[form=confirm-all]');
        assert.match(await told(lead), /2 人/);
        await clerk.goto('/homes/wishes');
        assert.equal(await clerk.locator(`tbody:has-text("${wisher.name}")`).count(), 0);
        await lead.goto(stay);
        assert.equal(await state(lead), '在院');
        assert.match(await lead.textContent('[aria-labelledby=support]'), /2013年7月 起[^]*集中供养[^]*云岭镇敬老院[^]*分散供养/);
        await assertReadable(lead);
        await screenshot(lead, 'resident', { fullPage: true });
    });
    await claim('another_home_s_director_sees_none_of_it', async () => {
        for (const path of [`/homes/${HOME}`, `/homes/${HOME}/day`, `/homes/${HOME}/staff`, stay, `${stay}/property`])
            assert.equal((await other.request.get(path)).status(), 404, path);
        assert.equal((await other.request.get('/cases')).status(), 403);
    });
    await claim('on_a_phone_without_scripts_a_bed_is_changed', async () => {
        await plain.goto(stay);
        await press(plain, `a[href="${stay}/move"]`);
        await plain.selectOption('[name=bed]', { label: '202 室床 3' });
        await pressIn(plain, `${stay}/move`);
        assert.match(await plain.textContent('#now'), /202 室 3 床/);
    });
    await claim('on_a_phone_without_scripts_the_day_is_written_down', async () => {
        await plain.goto('/');
        await press(plain, '.tasks a[href$="kind=MEAL"]');
        await fill(plain, { amount: MEAL });
        await pressIn(plain, `/homes/${HOME}/day`);
        await press(plain, '.day-kinds a[href$="kind=DUTY"]');
        await fill(plain, { detail: '李四值夜班' });
        await pressIn(plain, `/homes/${HOME}/day`);
        await press(plain, '.day-kinds a[href$="kind=LEAVE"]');
        await plain.selectOption('[name=stay]', `${residents[1].stay}`);
        await fill(plain, { until: '2013-06-22', detail: '去女儿家' });
        await pressIn(plain, `/homes/${HOME}/day`);
        const day = await plain.textContent('main');
        assert.match(day, /126\.50 元/);
        assert.match(day, new RegExp(`请假的[^]*${residents[1].name}`));
        assert.match(await plain.textContent('.day-state'), /请假外出 1 人/);
        await press(plain, '.day-kinds a[href$="kind=MEAL"]');
        await fill(plain, { amount: MEAL });
        await pressIn(plain, `/homes/${HOME}/day`);
        assert.match(await plain.textContent('[role=alert]'), /登记过/);
        await plain.goto(`/homes/${HOME}/day`);
        const duty = plain.locator('[aria-labelledby=records] li', { hasText: '李四值夜班' });
        await duty.locator('summary').click();
        await duty.locator('[name=reason]').fill('写错了人');
        await Promise.all([plain.waitForNavigation(), duty.locator('form[action$="/strike"] button').click()]);
        assert.match(await plain.textContent('[aria-labelledby=records]'), /已划去[^]*写错了人/);
    });
    await claim('pocket_money_is_given_to_all_but_one_at_once', async () => {
        await director.setViewportSize(phone);
        await director.goto(`/homes/${HOME}/many?kind=POCKET`);
        await assertFitsPhone(director);
        await fill(director, { amount: '50' });
        await director.uncheck(`input[name=stay][value="${residents[1].stay}"]`, { force: true });
        await pressIn(director, `/homes/${HOME}/many`);
        assert.match(await told(director), new RegExp(`${residents.length + 1} 位老人`));
        await screenshot(director, 'home-day-phone', { fullPage: true });
        await assertReadable(director);
        await screenshot(director, 'home-day', { fullPage: true });
        await director.goto(`/homes/${HOME}/many?kind=POCKET`);
        assert.equal(await director.locator('input[name=stay]').count(), 1, 'whoever has it is not asked again');
        await assertReadable(director);
        await director.goto(`/homes/${HOME}/day?kind=CHECKUP`);
        await assertReadable(director);
    });
    await claim('the_care_level_follows_from_six_answers', async () => {
        await plain.goto(`${stay}/care`);
        const level = { eats: '1', dresses: '1', rises: '0', toilets: '1', walks: '0', bathes: '0', assessors: '王院长、赵医生' };
        await fill(plain, { ...level, bathes: '1' });
        await fill(plain, { bathes: '0', assessors: '王院长' });
        await pressIn(plain, `${stay}/care`);
        assert.equal(await plain.getAttribute('[name=assessors]', 'aria-invalid'), 'true');
        assert.ok(await plain.isChecked('[name=walks][value="0"]'), 'nothing chosen is lost');
        await fill(plain, { assessors: level.assessors });
        await pressIn(plain, `${stay}/care`);
        assert.match(await told(plain), /半护理/);
        await director.goto(`${stay}/care`);
        await assertReadable(director);
    });
    await claim('staff_are_taken_on', async () => {
        await director.goto(`/homes/${HOME}/staff`);
        await fill(director, { name: '周护理', id_number: idNumber('1975-03-12'), post: 'CARER', pay: '1200' });
        await pressIn(director, `/homes/${HOME}/staff`);
        assert.match(await director.textContent('tbody'), /周护理[^]*1,200\.00/);
        await assertReadable(director);
    });
    await claim('one_leaves_and_takes_it_back_and_leaves_again', async () => {
        await plain.goto(wished);
        await press(plain, `a[href="${wished}/leave"]`);
        await fill(plain, { why: 'DISCHARGE', until: '2013-06-25' });
        await pressIn(plain, `${wished}/leave`);
        assert.equal(await state(plain), '待确认离院');
        await pressIn(plain, `${wished}/leave-take-back`);
        assert.equal(await state(plain), '在院');
        await press(plain, `a[href="${wished}/leave"]`);
        await fill(plain, { why: 'DISCHARGE', until: '2013-06-25' });
        await pressIn(plain, `${wished}/leave`);
        await officer.goto(wished);
        await pressIn(officer, `${wished}/leave-confirm`);
        assert.equal(await state(officer), '已离院');
    });
    await claim('a_death_frees_the_bed_lists_what_is_left_and_leads_to_the_cancellation', async () => {
        dead = `/residents/${residents[0].stay}`;
        await director.goto(`${dead}/death`);
        await assertReadable(director);
        await fill(director, { died_on: '2013-06-19', note: '病故' });
        await pressIn(director, `${dead}/death`);
        assert.equal(new URL(director.url()).pathname, `${dead}/property`, await director.textContent('main'));
        await fill(director, { item: '存折', witnesses: '张三' });
        await pressIn(director, `${dead}/property`);
        assert.equal(await director.getAttribute('[name=witnesses]', 'aria-invalid'), 'true');
        await fill(director, { witnesses: '张三、李四', value: '320.50' });
        await pressIn(director, `${dead}/property`);
        assert.match(await director.textContent('[aria-labelledby=property]'), /存折[^]*320\.50/);
        await assertReadable(director);
        await fill(director, { number: '1', given_to: '外甥 凤某 1234' });
        await pressIn(director, `${dead}/property/give`);
        await director.goto(dead);
        assert.equal(await state(director), '已离院');
        assert.match(await director.textContent('main'), /外甥 凤某/);
        await assertReadable(director);
        await officer.goto(dead);
        await press(officer, '[aria-labelledby=now] a[href^="/cases/"]');
        assert.match(await officer.textContent('main'), new RegExp(residents[0].name));
    });
    await claim('the_bureau_compares_all_homes_adds_a_bed_and_says_what_a_home_is', async () => {
        await officer.goto('/');
        assert.match(await officer.textContent('[aria-labelledby=homes-card]'), /12 张/);
        await assertReadable(officer);
        await press(officer, '[aria-labelledby=homes-card] a[href="/homes"]');
        assert.match(await officer.textContent('#homes-table'), /云岭镇敬老院/);
        await assertReadable(officer);
        await screenshot(officer, 'homes', { fullPage: true });
        await officer.goto(`/homes/${HOME}/edit`);
        await assertReadable(officer);
        await fill(officer, { room: '301', storey: '3', area_m2: '12', beds: '2' });
        await pressIn(officer, `/homes/${HOME}/beds`);
        assert.match(await officer.textContent('[aria-labelledby=plan]'), /301 室/);
        await officer.goto(`/homes/${HOME}/edit`);
        await fill(officer, { grade: '2', land: '12.50', director: '王院长' });
        await pressIn(officer, `/homes/${HOME}/edit`);
        assert.match(await officer.textContent('[aria-labelledby=profile]'), /12\.50 亩/);
        await officer.goto(`/homes/${HOME}/residents`);
        await fill(officer, { q: mover.name });
        await press(officer, 'main form[role=search] button');
        assert.equal(await officer.locator('tbody tr').count(), 1);
        await assertReadable(officer);
    });
    await claim('the_independent_audit_finds_nothing', () => county.run('audit')); // throws unless it exits with 0
    await claim('nothing_went_wrong_in_the_background', () => {
        for (const [name, page] of Object.entries(everybody)) assert.deepEqual(page.trouble, [], name);
    });
    finish();
    if (process.env.DEBUG_OUT) console.log(county.output.split('\n').slice(-12).join('\n'));
} finally {
    await browser.close();
    await county.stop();
    county.remove();
}
