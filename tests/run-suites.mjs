// Runs every suite that meson knows in BUILD-DIR and counts each of their TAP lines.
//
//   node tests/run-suites.mjs BUILD-DIR [MESON-TEST-ARGUMENT...]
//
// A suite that crashes, times out or ends without its plan counts as one failure more than its lines show.
// Suites that failed print their output; the last line of all is "tests: N passed, N failed, N skipped".
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { cpus } from 'node:os';

const [dir, ...rest] = process.argv.slice(2);
const log = `${dir}/meson-logs/testlog.json`;
const total = { passed: 0, failed: 0, skipped: 0 };
const skips = [];

function countLines(suite) {
    const count = { passed: 0, failed: 0, skipped: 0 };
    for (const line of (suite.stdout ?? '').split('\n')) {
        const m = /^(not )?ok\b[^#]*(?:#\s*(skip)\S*\s*(.*))?/i.exec(line);
        if (!m) continue;
        if (m[2]) {
            count.skipped++;
            skips.push(`${suite.name}: ${m[3] || 'no reason given'}`);
        } else if (m[1]) count.failed++;
        else count.passed++;
    }
    return count;
}

function reportSuite(suite) {
    const count = countLines(suite);
    // FAIL says no more than the "not ok" lines do, and meson counts cmocka's "not ok 1 # SKIP name" among them.
    const good = ['OK', 'SKIP', 'FAIL'].includes(suite.result) && suite.returncode === 0;
    const whole = /^1\.\.\d/m.test(suite.stdout ?? '');
    if (whole && suite.result === 'SKIP' && count.passed + count.skipped === 0) {
        count.skipped = 1; // "1..0 # SKIP reason"
        skips.push(`${suite.name}: ${/^1\.\.0\s*#\s*skip\S*\s*(.*)/im.exec(suite.stdout)?.[1] || 'no reason given'}`);
    }
    const empty = count.passed + count.failed + count.skipped === 0;
    if ((!good || !whole || empty) && count.failed === 0) count.failed = 1;
    if (!good || count.failed > 0) {
        console.log(`\n--- ${suite.name}: ${suite.result}${whole ? '' : ', no plan'}, exit ${suite.returncode}`);
        console.log((suite.stdout ?? '').trimEnd());
        console.log((suite.stderr ?? '').trimEnd());
    }
    for (const key of Object.keys(total)) total[key] += count[key];
}

// With further arguments only some suites run, and which is meson's to say.
const known = spawnSync('meson', ['introspect', '--tests', dir], { encoding: 'utf8' });
const expected = rest.length === 0 ? JSON.parse(known.stdout || '[]').length : 0;
rmSync(log, { force: true });
const jobs = String(Math.max(2, cpus().length));
const meson = spawnSync(
    'meson', ['test', '-C', dir, '--no-rebuild', '--num-processes', jobs, '--timeout-multiplier', '4', ...rest],
    { stdio: ['ignore', 'inherit', 'inherit'] });
if (meson.error) console.log(`meson test: ${meson.error.message}`);
const suites = existsSync(log) ? readFileSync(log, 'utf8').split('\n').filter((line) => line.trim()) : [];
for (const line of suites) reportSuite(JSON.parse(line));
if (suites.length === 0 || suites.length < expected) {
    console.log(`\nmeson test ended (${meson.signal ?? meson.status}) after ${suites.length} of ${expected} suites`);
    total.failed++;
}
if (skips.length > 0) console.log(`\nskipped:\n  ${skips.join('\n  ')}`);
console.log(`\ntests: ${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
process.exit(total.failed > 0 || total.passed === 0 ? 1 : 0);
