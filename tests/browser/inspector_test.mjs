// An inspector writes a visit on a phone: without scripts first, then with the place and a photograph; what it leads to is
// replied to and looked at again. A township says of itself what it thinks, and its lead signs.
import assert from 'node:assert/strict';
import { assertReadable, isInstalled, launch, openAs, phone } from './lib/browser.mjs';
import { County } from './lib/server.mjs';
import { claim, finish, skipAll } from './lib/tap.mjs';

if (!isInstalled()) skipAll('there is no Chromium (package chromium)');

const PASSWORD = 'minsheng-2013';
const SELF = '/self-assessments/1/341823100000';
const county = new County();

async function open(browser, user, options = {}) {
    return openAs(browser, county.url, { user, password: PASSWORD, viewport: phone, ...options });
}

const press = (page, selector) => Promise.all([page.waitForNavigation(), page.click(selector)]);
const pressIn = (page, action) => press(page, `form[action="${action}"] button[type=submit] >> nth=0`);

// A grey PNG of 64 by 64.
const PICTURE = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAEAAAABACAAAAACPAi4CAAAAKklEQVR42u3MMQ0AAAwDoPq/Krki9i0ggPQoAoFAIBAIBAKBQCAQCL4HA1lcAIiMcdC5AAAAAElFTkSuQmCC', 'base64');

const browser = await launch();
try {
    county.env.MINSHENG_TODAY = '2013-07-10';
    county.run('init', '--plan', 'plans/jingxian-2013.yaml');
    county.run('demo', '--households', '30', '--no-cases', '--no-pay');
    county.run('assess', 'open', 'midyear', '--year', '2013', '--as', 'supervisor');
    county.run('assess', 'team', 'add', '1', '341823100000', 'inspector', '--as', 'supervisor');
    await county.start();
    const plain = await open(browser, 'inspector', { javaScriptEnabled: false });
    const inspector = await open(browser, 'inspector');
    const clerk = await open(browser, 'township100.clerk');
    const lead = await open(browser, 'township100.lead');
    let visit;

    await claim('a_visit_begins_without_scripts_and_is_found_again', async () => {
        await plain.goto('/inspections/new');
        await plain.selectOption('[name=division]', '341823100000');
        await plain.fill('[name=place]', '泾川镇敬老院');
        await plain.fill('[name=inspectors]', '张三、李四');
        await plain.selectOption('[name=assessment]', '1');
        await pressIn(plain, '/inspections');
        visit = new URL(plain.url()).pathname;
        await plain.fill('[name=text]', '公示栏没有张贴');
        await plain.selectOption('[name=kind]', 'DEFECT');
        await pressIn(plain, `${visit}/findings`);
        assert.equal(await plain.locator('[data-geolocation]').isVisible(), false);
        await inspector.goto('/');
        await press(inspector, 'a[href="/inspections"] >> text=没有提交的检查');
        await press(inspector, `a[href="${visit}"]`);
    });
    await claim('with_scripts_it_takes_the_place_a_photograph_and_marks', async () => {
        await inspector.context().grantPermissions(['geolocation']);
        await inspector.context().setGeolocation({ latitude: 30.688, longitude: 118.419 });
        await inspector.click('[data-geolocation]');
        await inspector.waitForFunction(() => document.querySelector('[name=latitude]').value === '30688000');
        await pressIn(inspector, visit);
        assert.equal(await inspector.inputValue('[name=longitude]'), '118419000');
        await inspector.setInputFiles('[name=file]', { name: 'wall.png', mimeType: 'image/png', buffer: PICTURE });
        await pressIn(inspector, `${visit}/photos`);
        assert.equal(await inspector.locator('img.thumb').count(), 1);
        await inspector.fill('[name="mark.C1"]', '85');
        await inspector.fill('[name="reason.C1"]', '制度未上墙');
        await pressIn(inspector, `${visit}/marks`);
        await assertReadable(inspector);
        await inspector.selectOption('[name="then.1"]', 'order');
        await inspector.fill('[name="due.1"]', '2013-07-31');
        await inspector.fill('[name="demand.1"]', '七日内补齐公示');
        await pressIn(inspector, `${visit}/submit`);
        assert.equal(await inspector.locator(`form[action="${visit}"]`).count(), 0);
        await assertReadable(inspector);
    });
    await claim('the_township_replies_and_the_inspector_looks_again', async () => {
        await clerk.goto('/');
        await press(clerk, 'a[href="/rectifications"] >> text=待回复的整改');
        await press(clerk, 'a[href="/rectifications/1"]');
        await assertReadable(clerk);
        await clerk.fill('#text', '已全部张贴');
        await pressIn(clerk, '/rectifications/1/reply');
        await inspector.goto('/rectifications/1');
        await inspector.fill('#seen', '到现场查看，已张贴');
        await pressIn(inspector, '/rectifications/1/recheck');
        assert.match(await inspector.textContent('main'), /复查通过/);
        await assertReadable(inspector);
    });
    await claim('a_township_says_of_itself_and_its_lead_signs', async () => {
        await clerk.goto(SELF);
        await clerk.fill('[name=summary]', '各项工作按期完成');
        await clerk.fill('[name="claim.A11"]', '4.00');
        await clerk.fill('[name="words.A11"]', '按月发放');
        await pressIn(clerk, SELF);
        await assertReadable(clerk);
        await pressIn(clerk, `${SELF}/submit`);
        await lead.goto(SELF);
        await pressIn(lead, `${SELF}/sign`);
        assert.match(await lead.textContent('main'), /4\.00/);
        assert.equal(await lead.locator(`form[action="${SELF}/sign"]`).count(), 0);
        await assertReadable(lead);
    });
    await claim('nothing_went_wrong_in_the_background', () => {
        for (const [name, page] of Object.entries({ plain, inspector, clerk, lead })) assert.deepEqual(page.trouble, [], name);
    });
    finish();
} finally {
    await browser.close();
    await county.stop();
    county.remove();
}
