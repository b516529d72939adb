// Debian's Chromium, driven by playwright-core; axe looks at every page that a story visits.
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { chromium } from 'playwright-core';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
export const chromiumPath = process.env.CHROMIUM ?? '/usr/bin/chromium';
export const isInstalled = () => existsSync(chromiumPath);

export const desktop = { width: 1280, height: 900 };
export const phone = { width: 390, height: 844 };

export function launch() {
    return chromium.launch({
        executablePath: chromiumPath,
        headless: true,
        args: [
            ...(process.getuid() === 0 ? ['--no-sandbox'] : []), '--disable-gpu', '--disable-quic', '--no-first-run',
            '--disable-background-networking', '--disable-component-update', '--disable-sync',
            '--disable-dev-shm-usage',
        ],
    });
}

// A person at the site: own cookies, own window. Errors of scripts and requests that failed are kept in `trouble`.
export async function openAs(browser, url, { user, password, viewport = desktop, javaScriptEnabled = true } = {}) {
    const context = await browser.newContext({ viewport, javaScriptEnabled, locale: 'zh-CN', baseURL: url, reducedMotion: 'reduce' });
    const page = await context.newPage();
    page.setDefaultTimeout(20_000);
    page.trouble = [];
    page.on('pageerror', (error) => page.trouble.push(`script: ${error.message}`));
    page.on('response', (r) => r.status() >= 500 && page.trouble.push(`${r.status()} ${r.url()}`));
    page.on('requestfailed', (r) => {
        const why = r.failure()?.errorText;
        if (why !== 'net::ERR_ABORTED') page.trouble.push(`failed: ${r.url()} ${why}`); // aborted: saved as a file, or left
    });
    if (user) await login(page, user, password);
    return page;
}

export async function login(page, user, password) {
    await page.goto('/login');
    await page.fill('input[name=name]', user);
    await page.fill('input[name=password]', password);
    await Promise.all([page.waitForURL((u) => u.pathname !== '/login'), page.click('main form button[type=submit]')]);
}

// Throws with what axe finds under WCAG 2.2 AA. Needs scripts on in that window.
export async function assertAccessible(page) {
    // Once per document, and not as a script element: the site's content policy rightly refuses that.
    if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(axe);
    // What axe finds in order it need not list: that is a third of its work.
    const found = await page.evaluate(() => globalThis.axe.run(document, {
        runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'], resultTypes: ['violations'],
    }));
    if (found.violations.length === 0) return;
    throw new Error(found.violations
        .map((v) => `${page.url()}: ${v.id}: ${v.help}\n  ${v.nodes.slice(0, 3).map((n) => n.html).join('\n  ')}`)
        .join('\n'));
}

// What a phone shows must not be wider than the phone: tables scroll inside their own box.
export async function assertFitsPhone(page) {
    const [wide, room] = await page.evaluate(() => [document.documentElement.scrollWidth, window.innerWidth]);
    assert.ok(wide <= room, `${page.url()} is ${wide} wide, the phone ${room}`);
}

// The page as it stands, looked at by axe on a desk and on a phone; leaves it on the desk.
export async function assertReadable(page) {
    await page.setViewportSize(phone);
    await assertAccessible(page);
    await assertFitsPhone(page);
    await page.setViewportSize(desktop);
    await assertAccessible(page);
}

// Kept in the folder MINSHENG_SHOTS, for whoever wants to look; a page that is painted whole takes long.
export async function screenshot(page, name, options = {}) {
    const dir = process.env.MINSHENG_SHOTS;
    if (!dir) return;
    mkdirSync(dir, { recursive: true });
    await page.screenshot({ path: join(dir, `${name}.png`), ...options });
}
