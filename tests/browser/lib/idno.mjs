// ID numbers of people who are not: a county's code that is no longer given out, a day, a serial (GB 11643).
const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
let serial = 900;

export function idNumber(birth) {
    const body = `342529${birth.replaceAll('-', '')}${serial++}`;
    const sum = WEIGHTS.reduce((s, w, i) => s + w * Number(body[i]), 0);
    return body + '10X98765432'[sum % 11];
}
