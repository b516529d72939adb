// The paying bank (layout nsh-pipe, GB18030): reads the file as it was downloaded and answers it.
import { readFileSync, writeFileSync } from 'node:fs';

const gb18030 = new TextDecoder('gb18030', { fatal: true });
const NO_SUCH_ACCOUNT = Buffer.from('d5cbbac5b2bbb4e6d4da', 'hex'); // 账号不存在 in GB18030
const NEWLINE = 0x0a; // never a part of a GB18030 character

function linesOf(bytes) {
    const lines = [];
    for (let at = 0; at < bytes.length; ) {
        const end = bytes.indexOf(NEWLINE, at);
        lines.push(bytes.subarray(at, end));
        at = end + 1;
    }
    return lines;
}

export const fenOf = (yuan) => Number(yuan.replace(/[,.]/g, ''));
export const yuanOf = (fen) => (fen / 100).toFixed(2);

// {unit, date, count, totalFen, lines: [{bytes, household, name, fen, account}]}
export function readBankFile(path) {
    const [head, ...rest] = linesOf(readFileSync(path));
    const [mark, date, unit, count, total] = gb18030.decode(head).split('|');
    if (mark !== 'H') throw new Error(`the first line of the bank's file begins with ${mark}`);
    const lines = rest.map((bytes) => {
        const [agent, name, amount, account] = gb18030.decode(bytes).split('|');
        return { bytes, household: Number(agent.slice('201306'.length)), name, fen: fenOf(amount), account };
    });
    return { date, unit, count: Number(count), totalFen: fenOf(total), lines };
}

// Answers `sent`; lines for which isReturned is true come back unpaid. `slip` is added to the total, for a bank that errs.
export function writeBankAnswer(path, sent, isReturned = () => false, slip = 0) {
    const paid = sent.lines.filter((line) => !isReturned(line));
    const paidFen = paid.reduce((sum, line) => sum + line.fen, 0);
    const head = ['R', sent.date, sent.unit, sent.count, yuanOf(sent.totalFen + slip), paid.length, yuanOf(paidFen)];
    const parts = [Buffer.from(`${head.join('|')}\n`)];
    for (const line of sent.lines)
        parts.push(line.bytes, ...(isReturned(line) ? [Buffer.from('|1002|'), NO_SUCH_ACCOUNT] : [Buffer.from('|0000|')]),
            Buffer.from('\n'));
    writeFileSync(path, Buffer.concat(parts));
}
