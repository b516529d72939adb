// Other medical rules tried on a year's bills before they are changed: a stay at the counter, then the rate of its class.
import assert from 'node:assert/strict';
import { fenOf } from './lib/bank.mjs';
import { assertReadable, isInstalled, launch, openAs, screenshot } from './lib/browser.mjs';
import { County } from './lib/server.mjs';
import { claim, finish, skipAll } from './lib/tap.mjs';

if (!isInstalled()) skipAll('there is no Chromium (package chromium)');

const PASSWORD = 'minsheng-2013';
const AID = 700_000, AID_AT_80 = 800_000; // 10,000.00 in scope at 70% and at 80%
const RATE = 'medical.dibao.inpatient.rate';

const county = new County();
const json = (...args) => JSON.parse(county.run(...args, '--json'));
const press = (page, action) => Promise.all([page.waitForNavigation(), page.click(`form[action="${action}"] button[type=submit] >> nth=0`)]);

async function fill(page, values) {
    for (const [name, value] of Object.entries(values)) {
        const field = page.locator(`main form [name="${name}"]:visible`);
        if (await field.evaluate((f) => f.tagName === 'SELECT')) await field.selectOption(value);
        else await field.fill(value);
    }
}

const shown = (page) => page.$$eval('#result .figures dd:not(.figures-sub)', (all) => all.map((one) => one.textContent));

const browser = await launch();
try {
    county.env.MINSHENG_TODAY = '2013-09-16';
    county.run('init', '--plan', 'plans/jingxian-2013.yaml');
    county.run('demo', '--households', '40', '--no-cases', '--no-pay');
    county.run('pay', 'prepare', '--programme', 'dibao', '--month', '2013-09', '--as', 'dibao1');
    const patient = json('pay', 'items', '1').at(0).id_number;
    const { name } = json('medical', 'class', 'show', patient).at(0);
    await county.start();
    const counter = await openAs(browser, county.url, { user: 'hospital1.counter', password: PASSWORD });
    const officer = await openAs(browser, county.url, { user: 'medical1', password: PASSWORD });
    counter.on('dialog', (question) => question.accept());

    await claim('a_stay_is_settled_at_the_counter', async () => {
        await counter.goto('/counter');
        await fill(counter, { id_number: patient, name });
        await press(counter, '/counter/check');
        await fill(counter, { admission_no: 'A-1', admitted_on: '2013-09-10', department: '内科', disease: 'J18', disease_name: '肺炎' });
        await press(counter, '/counter/admissions');
        const stay = new URL(counter.url()).pathname;
        await fill(counter, { discharged_on: '2013-09-15', total: '10000', in_scope: '10000', insurance: '0' });
        await press(counter, `${stay}/quote`);
        await press(counter, `${stay}/settle`);
        assert.match(new URL(counter.url()).pathname, /^\/counter\/bills\/\d+$/);
    });
    await claim('nothing_assumed_changes_nothing', async () => {
        await officer.goto('/simulate/medical?year=2013');
        assert.deepEqual((await shown(officer)).map(fenOf), [AID, AID, 0]);
        await assertReadable(officer);
    });
    await claim('another_rate_says_who_gains_and_what_it_costs', async () => {
        await fill(officer, { [RATE]: '80%' });
        await Promise.all([officer.waitForResponse(/simulate\/medical/), officer.click('main form button[type=submit]')]);
        await officer.waitForFunction((sum) => document.querySelector('#result').textContent.includes(sum), '8,000.00');
        assert.deepEqual((await shown(officer)).map(fenOf), [AID, AID_AT_80, AID_AT_80 - AID]);
        assert.match(await officer.textContent('[aria-labelledby=by-class] tbody'), /低保/);
        await assertReadable(officer);
        await screenshot(officer, 'simulate-medical', { fullPage: true });
        const command = json('simulate', '--set', `${RATE}=80%`, '--year', '2013').at(-1);
        assert.deepEqual([command.before_fen, command.after_fen, command.gaining], [AID, AID_AT_80, 1]);
    });
    await claim('a_slip_stays_in_its_field_and_is_said', async () => {
        await officer.goto(`/simulate/medical?year=2013&${RATE}=eighty`);
        assert.equal(await officer.inputValue(`[name="${RATE}"]`), 'eighty');
        assert.equal(await officer.locator('main .alert-danger').count(), 1);
        await fill(officer, { [RATE]: 'ninety' });
        await officer.click('main form button[type=submit]');
        await officer.waitForFunction(() => document.querySelector('#result').textContent.includes('ninety'));
        assert.equal(await officer.locator('main .alert-danger').count(), 1);
    });
    await claim('the_rules_themselves_are_as_they_were', () => {
        const rule = json('medical', 'rules', '--month', '2013-09').find((row) => row.class === 'dibao' && row.visit === 'inpatient');
        assert.equal(rule.rate, '70%');
    });
    finish();
} finally {
    await browser.close();
    await county.stop();
    county.remove();
}
