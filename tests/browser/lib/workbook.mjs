// Just enough of .xlsx to change one cell of a roster and to read what the site hands back.
import { readFileSync, writeFileSync } from 'node:fs';
import { inflateRawSync } from 'node:zlib';

const LOCAL_BYTES = 30;
const CENTRAL_BYTES = 46;
const END_BYTES = 22;
const STRINGS = 'xl/sharedStrings.xml';

function crc32(bytes) {
    let crc = ~0;
    for (const byte of bytes) {
        crc ^= byte;
        for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
    }
    return ~crc >>> 0;
}

// The parts by name, in the order of the zip's directory. Without a comment, its end is the last 22 bytes.
function readParts(path) {
    const zip = readFileSync(path);
    const end = zip.length - END_BYTES;
    const parts = new Map();
    let at = zip.readUInt32LE(end + 16);
    for (let i = 0; i < zip.readUInt16LE(end + 10); i++) {
        const [nameBytes, extraBytes, noteBytes] = [28, 30, 32].map((o) => zip.readUInt16LE(at + o));
        const name = zip.toString('utf8', at + CENTRAL_BYTES, at + CENTRAL_BYTES + nameBytes);
        const local = zip.readUInt32LE(at + 42);
        const start = local + LOCAL_BYTES + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
        const packed = zip.subarray(start, start + zip.readUInt32LE(at + 20));
        parts.set(name, zip.readUInt16LE(at + 10) === 0 ? packed : inflateRawSync(packed));
        at += CENTRAL_BYTES + nameBytes + extraBytes + noteBytes;
    }
    return parts;
}

// Stored, not packed.
function writeParts(path, parts) {
    const bodies = [];
    const directory = [];
    let offset = 0;
    for (const [name, bytes] of parts) {
        const text = Buffer.from(name);
        const common = Buffer.alloc(26); // what a local head and the directory both say
        common.writeUInt16LE(20, 0);
        common.writeUInt32LE(0x00210000, 6); // 1980-01-01
        common.writeUInt32LE(crc32(bytes), 10);
        common.writeUInt32LE(bytes.length, 14);
        common.writeUInt32LE(bytes.length, 18);
        common.writeUInt16LE(text.length, 22);
        const tail = Buffer.alloc(14);
        tail.writeUInt32LE(offset, 10);
        bodies.push(Buffer.from('PK\x03\x04'), common, text, bytes);
        directory.push(Buffer.from('PK\x01\x02\x14\x00'), common, tail, text);
        offset += LOCAL_BYTES + text.length + bytes.length;
    }
    const list = Buffer.concat(directory);
    const end = Buffer.alloc(END_BYTES);
    end.write('PK\x05\x06', 'latin1');
    end.writeUInt16LE(parts.size, 8);
    end.writeUInt16LE(parts.size, 10);
    end.writeUInt32LE(list.length, 12);
    end.writeUInt32LE(offset, 16);
    writeFileSync(path, Buffer.concat([...bodies, list, end]));
}

const textsOf = (parts) =>
    [...parts.get(STRINGS).toString().matchAll(/<si>.*?<t[^>]*>([^<]*)<\/t>.*?<\/si>/gs)].map((m) => m[1]);

// Every text of the workbook, once.
export const workbookTexts = (path) => textsOf(readParts(path));

// The rows of a sheet (1, 2, …) as lists of texts; an empty cell is "".
export function workbookRows(path, sheet) {
    const parts = readParts(path);
    const texts = textsOf(parts);
    const column = (name) => [...name].reduce((n, c) => n * 26 + c.charCodeAt(0) - 64, 0) - 1;
    return [...parts.get(`xl/worksheets/sheet${sheet}.xml`).toString().matchAll(/<row [^>]*>(.*?)<\/row>/gs)].map((row) => {
        const cells = [];
        for (const [, name, rest, value] of row[1].matchAll(/<c r="([A-Z]+)\d+"([^>]*)>(?:<v>([^<]*)<\/v>)?/g))
            cells[column(name)] = value === undefined ? '' : rest.includes('t="s"') ? texts[Number(value)] : value;
        return Array.from(cells, (cell) => cell ?? '');
    });
}

// Writes the workbook to `to` with one text changed wherever it stands.
export function changeWorkbook(path, to, before, after) {
    const parts = readParts(path);
    parts.set(STRINGS, Buffer.from(parts.get(STRINGS).toString().replaceAll(`>${before}<`, `>${after}<`)));
    writeParts(to, parts);
}
