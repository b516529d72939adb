// Prints the texts of the templates, {{_ 中文}}, as a .pot; xgettext does not know mustache.
import { readFileSync, readdirSync } from 'node:fs';

const places = new Map();
for (const name of readdirSync('templates', { recursive: true }).sort()) {
    const path = `templates/${name}`;
    if (!/\.[a-z]+$/.test(path)) continue;
    for (const [, text] of readFileSync(path, 'utf8').matchAll(/\{\{_\s+([^}]*?)\s*\}\}/g))
        places.set(text, (places.get(text) ?? new Set()).add(path));
}
console.log('msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n');
for (const [text, paths] of places)
    console.log(`${[...paths].map((p) => `#: ${p}`).join('\n')}\nmsgid ${JSON.stringify(text)}\nmsgstr ""\n`);
