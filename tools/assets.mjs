// Copies the front-end files that the site serves from node_modules into assets/vendor; the build embeds them.
// Nothing is loaded from elsewhere: a bureau's network has no internet.
import { mkdirSync, readFileSync, writeFileSync, existsSync } from 'node:fs';

const root = new URL('../', import.meta.url);
const files = {
    'htmx.min.js': 'htmx.org/dist/htmx.min.js',
    'tabler.min.css': '@tabler/core/dist/css/tabler.min.css',
    'tabler.min.js': '@tabler/core/dist/js/tabler.min.js',
    'echarts.simple.min.js': 'echarts/dist/echarts.simple.min.js',
};

mkdirSync(new URL('assets/vendor/', root), { recursive: true });
for (const [name, source] of Object.entries(files)) {
    // A source map is not served; a browser's tools would ask for it in vain.
    const text = readFileSync(new URL(`node_modules/${source}`, root), 'utf8').replace(
        /\n?(\/\/# sourceMappingURL=.*|\/\*# sourceMappingURL=.*\*\/)\s*$/,
        '\n',
    );
    const out = new URL(`assets/vendor/${name}`, root);
    if (!existsSync(out) || readFileSync(out, 'utf8') !== text) writeFileSync(out, text);
}
