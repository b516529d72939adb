// A server of our own on a free loopback port with a database of its own, gone when the story ends.
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';

export const root = fileURLToPath(new URL('../../../', import.meta.url));
const START_MS_MAX = 60_000;

export function freePort() {
    return new Promise((resolve, reject) => {
        const probe = createServer();
        probe.once('error', reject);
        probe.listen(0, '127.0.0.1', () => {
            const { port } = probe.address();
            probe.close(() => resolve(port));
        });
    });
}

async function answers(url) {
    try {
        await fetch(url, { redirect: 'manual' });
        return true;
    } catch {
        return false;
    }
}

// Resolves once the address answers; throws when the server has ended or the time is over.
export async function waitForAnswer(url, hasEnded, msMax = START_MS_MAX) {
    const deadline = Date.now() + msMax;
    while (!(await answers(url))) {
        if (hasEnded() || Date.now() > deadline) throw new Error(`no answer on ${url}`);
        await new Promise((resolve) => setTimeout(resolve, 50));
    }
}

// A county of its own: run('pay', 'list') is the command line on its database, start() serves it.
export class County {
    constructor(exe = process.env.MINSHENG_RELEASED || process.env.MINSHENG_EXE || join(root, 'build/minsheng')) {
        this.exe = exe;
        this.dir = mkdtempSync(join(tmpdir(), 'minsheng-browser-'));
        this.env = { ...process.env, MINSHENG_DB: `sqlite:${join(this.dir, 'minsheng.db')}` };
        this.output = '';
    }

    run(...args) {
        return execFileSync(this.exe, args, { cwd: root, env: this.env, encoding: 'utf8', maxBuffer: 1 << 28 });
    }

    // One password opens a session, as in the demonstration, unless the story is about the other steps.
    async start({ loginSteps = false } = {}) {
        if (!loginSteps)
            for (const setting of ['totp', 'first_password']) this.run('user', 'setting', setting, 'off');
        this.port ??= await freePort(); // the same one again, so that browsers and their sessions stay
        this.url = `http://127.0.0.1:${this.port}`;
        this.process = spawn(this.exe, ['serve', '--listen', `127.0.0.1:${this.port}`], { cwd: root, env: this.env });
        for (const stream of [this.process.stdout, this.process.stderr]) stream.on('data', (d) => (this.output += d));
        await waitForAnswer(this.url, () => this.process.exitCode !== null).catch((error) => {
            throw new Error(`${error.message}\n${this.output}`);
        });
        return this.url;
    }

    // What the office's calendar says, for the command line and for the server that is started anew.
    async setToday(day) {
        this.env.MINSHENG_TODAY = day;
        if (!this.process) return;
        await this.stop();
        await this.start({ loginSteps: true }); // as they were set
    }

    // Ends the server as Ctrl-C does; answers its exit status.
    async stop() {
        const server = this.process;
        if (!server || server.exitCode !== null || server.signalCode !== null) return server?.exitCode ?? null;
        const ended = new Promise((resolve) => server.once('exit', (code) => resolve(code)));
        server.kill('SIGINT');
        const late = setTimeout(() => server.kill('SIGKILL'), 10_000);
        const code = await ended;
        clearTimeout(late);
        return code;
    }

    remove() {
        rmSync(this.dir, { recursive: true, force: true });
    }
}
