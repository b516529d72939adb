// Claims of a browser story as TAP lines. One story after the other; a claim that throws fails, with its reason.
let number = 0;
let failed = 0;

const diagnostic = (text) => String(text).split('\n').map((line) => `# ${line}`).join('\n');

export async function claim(name, check) {
    number++;
    try {
        await check();
        console.log(`ok ${number} - ${name}`);
        return true;
    } catch (error) {
        failed++;
        console.log(`not ok ${number} - ${name}`);
        console.log(diagnostic(error.stack ?? error));
        return false;
    }
}

export function note(text) {
    console.log(diagnostic(text));
}

export function skipAll(reason) {
    console.log(`1..0 # SKIP ${reason}`);
    process.exit(0);
}

// The plan comes last: a story that dies on its way has none and counts as failed.
export function finish() {
    console.log(`1..${number}`);
    process.exitCode = failed > 0 ? 1 : 0;
}
