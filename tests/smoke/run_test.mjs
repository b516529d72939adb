// ./run as a stranger starts it: a county on an empty folder, Ctrl-C, and the same county again.
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import assert from 'node:assert/strict';
import { freePort, root, waitForAnswer } from '../browser/lib/server.mjs';
import { claim, finish } from '../browser/lib/tap.mjs';

const dir = mkdtempSync(join(tmpdir(), 'minsheng-run-'));
const MADE_MS_MAX = 240_000;

function minsheng(...args) {
    return execFileSync(join(root, 'build/minsheng'), args, {
        cwd: root, encoding: 'utf8', maxBuffer: 1 << 28,
        env: { ...process.env, MINSHENG_DB: `sqlite:${join(dir, 'minsheng.db')}` },
    });
}

// Starts ./run and gives its address, what it printed, and a way to press Ctrl-C.
async function startRun() {
    const port = await freePort();
    const run = spawn(join(root, 'run'), {
        cwd: root, env: { ...process.env, MINSHENG_VAR: dir, PORT: String(port) }, stdio: ['ignore', 'pipe', 'pipe'],
    });
    const started = { url: `http://127.0.0.1:${port}`, printed: '' };
    for (const stream of [run.stdout, run.stderr]) stream.on('data', (d) => (started.printed += d));
    started.interrupt = () =>
        new Promise((resolve) => {
            if (run.exitCode !== null) return resolve(run.exitCode);
            run.once('exit', (code, signal) => resolve(code ?? signal));
            run.kill('SIGINT');
        });
    await waitForAnswer(started.url, () => run.exitCode !== null, MADE_MS_MAX).catch((error) => {
        run.kill();
        throw new Error(`${error.message}\n${started.printed}`);
    });
    return started;
}

let first;
let list;
const ready = await claim('run_on_an_empty_folder_serves_a_county', async () => {
    first = await startRun();
    assert.equal((await fetch(`${first.url}/login`)).status, 200);
});
if (ready) {
    await claim('run_prints_its_address', () => assert.ok(first.printed.includes(first.url), first.printed));
    await claim('ctrl_c_ends_it_without_error', async () => assert.equal(await first.interrupt(), 0, first.printed));
    await claim('demo_has_a_month_that_is_closed_and_one_in_draft', () => {
        list = minsheng('pay', 'list', '--format', 'csv');
        assert.match(list, /CLOSED/);
        assert.match(list, /DRAFT/);
    });
    await claim('demo_passes_the_audit', () => minsheng('audit'));
    await claim('run_again_keeps_the_data_and_prints_the_logins_again', async () => {
        const second = await startRun();
        assert.equal(await second.interrupt(), 0, second.printed);
        assert.equal(minsheng('pay', 'list', '--format', 'csv'), list);
        const logins = first.printed.split('\n').filter((line) => /password|密码/i.test(line));
        assert.ok(logins.length > 0, 'no login was printed');
        for (const line of logins) assert.ok(second.printed.includes(line), `not printed again: ${line}`);
    });
}
rmSync(dir, { recursive: true, force: true });
finish();
