// Comforts on top of pages that work without scripts.
(function () {
    // A summary of errors is read first.
    const summary = document.getElementById('error-summary');
    if (summary) summary.focus({ preventScroll: false });

    // A second click must not send a form twice; the server would refuse it, but the clerk should not wonder.
    document.addEventListener('submit', (event) => {
        const form = event.target;
        if (form.dataset.sent) {
            event.preventDefault();
            return;
        }
        if (form.method !== 'post' || form.hasAttribute('data-again')) return;
        form.dataset.sent = '1';
        const button = event.submitter;
        if (button) button.setAttribute('aria-busy', 'true');
    });
    window.addEventListener('pageshow', (event) => {
        if (!event.persisted) return;
        for (const form of document.querySelectorAll('form[data-sent]')) delete form.dataset.sent;
    });

    // <select data-autosubmit> in a filter form.
    document.addEventListener('change', (event) => {
        if (event.target.matches('[data-autosubmit]')) event.target.form.requestSubmit();
    });

    // A question before what cannot be taken back: <form data-confirm="…">.
    document.addEventListener(
        'submit',
        (event) => {
            const question = event.target.dataset.confirm;
            if (question && !window.confirm(question)) {
                event.preventDefault();
                event.stopImmediatePropagation();
            }
        },
        true,
    );

    // <input type="range" data-shows="id">: the number beside the slider.
    document.addEventListener('input', (event) => {
        const id = event.target.dataset.shows;
        if (id) document.getElementById(id).value = event.target.value;
    });

    // Sums under a table of money: whole fen, so that they are exact. What is no amount counts once it is one.
    const fen = (text) => {
        const parts = /^(\d+)(?:\.(\d{1,2}))?$/.exec(text.replace(/[,，\s]/g, ''));
        return parts ? BigInt(parts[1]) * 100n + BigInt((parts[2] || '').padEnd(2, '0')) : 0n;
    };
    const yuan = (value) => {
        const digits = String(value < 0n ? -value : value).padStart(3, '0');
        const whole = digits.slice(0, -2).replace(/\B(?=(\d{3})+$)/g, ',');
        return (value < 0n ? '-' : '') + whole + '.' + digits.slice(-2);
    };
    document.addEventListener('input', (event) => {
        const sums = event.target.closest?.('fieldset.entry-section')?.querySelector('[data-sums]');
        if (!sums) return;
        const section = sums.closest('fieldset.entry-section');
        let rest = 0n;
        for (const place of sums.querySelectorAll('[data-sum]')) {
            let sum = 0n;
            for (const input of section.querySelectorAll(`input[name$=".${place.dataset.sum}"]`)) sum += fen(input.value);
            place.textContent = yuan(sum);
            if (place.dataset.sum === 'total') rest += sum;
            else if (place.dataset.sum !== 'in_scope') rest -= sum;
        }
        const left = sums.querySelector('[data-sum-rest]');
        if (left) left.textContent = yuan(rest);
    });

    // Lists that become paragraphs on a phone say before each value what it is.
    const label = (root) => {
        for (const table of root.querySelectorAll('.table-stack')) {
            const heads = [...table.tHead.rows[0].cells];
            for (const row of table.tBodies[0].rows) {
                if (row.cells.length !== heads.length) continue;
                for (const cell of row.cells)
                    if (cell.tagName === 'TD') cell.dataset.label = heads[cell.cellIndex].textContent;
            }
            table.classList.add('is-labelled');
        }
    };
    label(document);
    document.addEventListener('htmx:afterSwap', (event) => label(event.target));

    // A refusal is an answer as well: it says what to mend where the result would be, instead of what was said before.
    document.addEventListener('htmx:beforeSwap', (event) => {
        document.getElementById('error-summary')?.remove();
        if (event.detail.xhr.status === 422) {
            event.detail.shouldSwap = true;
            event.detail.isError = false;
        }
    });

    // An open group of places closes when one looks elsewhere; Escape leads back to its name.
    for (const group of document.querySelectorAll('.site-bar details')) {
        const leave = (event) => {
            if (!group.contains(event.target)) group.open = false;
        };
        document.addEventListener('click', leave);
        document.addEventListener('focusin', leave);
        group.addEventListener('keydown', (event) => {
            if (event.key !== 'Escape' || !group.open) return;
            group.open = false;
            group.querySelector('summary').focus();
        });
    }

    // <progress> bars drawn without inline styles: <div class="bar" data-permille="437">.
    const draw = (root) => {
        for (const bar of root.querySelectorAll('[data-permille]'))
            bar.style.inlineSize = Number(bar.dataset.permille) / 10 + '%';
    };
    draw(document);
    document.addEventListener('htmx:afterSwap', (event) => draw(event.target));
})();

// Charts are drawn from the table that stands below them: <div class="chart" data-chart="table-id">. Columns with
// data-series in their head become series; the rows' heads are the categories. The library is fetched only here.
(function () {
    let library = null;
    const load = (address) =>
        (library ??= new Promise((resolve, reject) => {
            const script = document.createElement('script');
            script.src = address;
            script.onload = () => resolve(window.echarts);
            script.onerror = reject;
            document.head.append(script);
        }));

    const number = (text) => Number(text.replace(/[,\s]/g, '')) || 0;

    const read = (table) => {
        const heads = [...table.tHead.rows[0].cells];
        const rows = [...table.tBodies[0].rows].filter((row) => row.cells.length === heads.length);
        return {
            categories: rows.map((row) => row.cells[0].textContent.trim()),
            series: heads
                .map((head, column) => ({ name: head.dataset.series, shape: head.dataset.shape, column }))
                .filter((one) => one.name)
                .map(({ name, shape, column }) => ({ name, shape, data: rows.map((row) => number(row.cells[column].textContent)) })),
        };
    };

    const short = (value) => {
        if (document.documentElement.lang !== 'en' && Math.abs(value) >= 10000) return value / 10000 + '万';
        return value.toLocaleString('en');
    };

    // What the colours mean; the small library has no legend of its own.
    const key = (box, series) => {
        const list = document.createElement('ul');
        list.className = 'chart-key';
        list.setAttribute('aria-hidden', 'true');
        for (const one of series) {
            const item = document.createElement('li');
            item.textContent = one.name;
            if (one.shape === 'line') item.className = 'is-line';
            list.append(item);
        }
        if (box.previousElementSibling?.classList.contains('chart-key')) box.previousElementSibling.remove();
        box.before(list);
    };

    const draw = (echarts, box) => {
        const table = document.getElementById(box.dataset.chart);
        if (!table) return;
        const { categories, series } = read(table);
        key(box, series);
        const style = getComputedStyle(document.body);
        const ink = style.getPropertyValue('--tblr-secondary-color').trim() || style.color;
        const line = style.getPropertyValue('--ms-line').trim();
        const accent = style.getPropertyValue('--tblr-primary').trim();
        const others = ['second', 'third'].map((one) => style.getPropertyValue(`--ms-chart-${one}`).trim());
        const plain = matchMedia('(prefers-reduced-motion: reduce)').matches;
        const chart = echarts.getInstanceByDom(box) || echarts.init(box);
        chart.setOption({
            animation: !plain,
            animationDuration: 300,
            color: [accent, ...others],
            textStyle: { fontFamily: style.fontFamily },
            grid: { left: 8, right: 8, top: 16, bottom: 8, containLabel: true },
            xAxis: {
                type: 'category',
                data: categories,
                axisTick: { show: false },
                axisLine: { lineStyle: { color: line } },
                axisLabel: { color: ink, interval: 0, rotate: box.clientWidth < 700 ? 45 : 0 },
            },
            yAxis: { type: 'value', axisLabel: { color: ink, formatter: short }, splitLine: { lineStyle: { color: line } } },
            series: series.map(({ name, data, shape }) =>
                shape === 'line'
                    ? { name, data, type: 'line', symbolSize: 6, z: 3, color: ink, lineStyle: { color: ink, width: 2, type: 'dashed' } }
                    : { name, data, type: 'bar', barMaxWidth: 36, stack: box.dataset.stack ? 'all' : undefined },
            ),
        });
    };

    const drawAll = (root) => {
        for (const box of root.querySelectorAll('[data-chart]')) {
            box.hidden = !document.getElementById(box.dataset.chart)?.querySelector('tbody tr');
            if (box.hidden) continue;
            load(box.dataset.library)
                .then((echarts) => draw(echarts, box))
                .catch(() => box.remove()); // the table says the same
        }
    };
    drawAll(document);
    document.addEventListener('htmx:afterSettle', () => drawAll(document));
    window.addEventListener('resize', () => {
        for (const box of document.querySelectorAll('[data-chart]')) {
            const chart = window.echarts && window.echarts.getInstanceByDom(box);
            if (chart) chart.resize();
        }
    });

    // A choice that changes which fields there are loads the whole page.
    document.addEventListener(
        'change',
        (event) => {
            if (!event.target.matches('[data-whole-page]')) return;
            event.stopPropagation();
            location.href = event.target.form.action + '?' + event.target.name + '=' + encodeURIComponent(event.target.value);
        },
        true,
    );
})();

// Half-written forms are kept while typing: <form data-draft="/drafts/NAME">. Without scripts the form has a button.
(function () {
    const PAUSE_MS = 1500;
    const form = document.querySelector('form[data-draft]');
    if (!form) return;
    const line = form.querySelector('[data-draft-status]');
    const choices = form.querySelector('[data-draft-choices]');
    const version = form.elements.draft_version;
    let timer = 0;
    let saving = false;
    let dirty = false;
    let blocked = false;

    const body = () => {
        const fields = new URLSearchParams();
        for (const [name, value] of new FormData(form)) if (name !== 'do') fields.append(name, value);
        return fields;
    };
    const send = (extra) =>
        fetch(form.dataset.draft, {
            method: 'POST',
            headers: { Accept: 'application/json' },
            body: body(),
            ...extra,
        });
    const standing = async () => {
        const answer = await fetch(form.dataset.draft, { headers: { Accept: 'application/json' } });
        return answer.ok ? (await answer.json()).version : 0;
    };
    const save = async () => {
        if (saving || blocked || !dirty) return;
        saving = true;
        dirty = false;
        try {
            const answer = await send();
            const told = await answer.json().catch(() => ({}));
            if (answer.ok) {
                version.value = told.version;
                line.textContent = form.dataset.textSaved + ' ' + (told.saved_at || '').slice(11);
            } else if (told.error && told.error.code === 'DRAFT_CHANGED') {
                blocked = true;
                line.textContent = form.dataset.textChanged;
                choices.hidden = false;
            } else {
                line.textContent = answer.status === 401 ? form.dataset.textExpired : form.dataset.textFailed;
            }
        } catch {
            line.textContent = form.dataset.textFailed;
        }
        saving = false;
        if (dirty) plan();
    };
    const plan = () => {
        clearTimeout(timer);
        timer = setTimeout(save, PAUSE_MS);
    };
    const typed = () => {
        dirty = true;
        plan();
    };
    form.addEventListener('input', typed);
    form.addEventListener('change', typed);
    form.addEventListener('submit', () => {
        clearTimeout(timer);
        blocked = true;
    });
    window.addEventListener('pagehide', () => {
        if (dirty && !blocked) send({ keepalive: true });
    });
    choices?.querySelector('[data-draft-take]')?.addEventListener('click', (event) => {
        event.preventDefault();
        location.reload();
    });
    choices?.querySelector('[data-draft-keep]')?.addEventListener('click', async () => {
        version.value = await standing().catch(() => 0);
        choices.hidden = true;
        blocked = false;
        typed();
    });
})();

// An identity number says birth date and sex, and warns at once. It travels in a body, never in an address.
(function () {
    const say = (box, told) => {
        box.replaceChildren();
        const add = (text, bad) => {
            const item = document.createElement('span');
            item.textContent = text;
            if (bad) item.className = 'field-warning';
            box.append(item);
        };
        if (told.birth) add(told.birth + ' · ' + told.sex_label, false);
        for (const message of told.messages || []) add(message.text, message.is_bad);
    };
    const fill = (input, told) => {
        const prefix = input.name.slice(0, input.name.lastIndexOf('.') + 1);
        for (const [field, value] of [['birth', told.birth], ['sex', told.sex]]) {
            const other = input.form.elements[prefix + field];
            if (other && value && !other.value) other.value = value;
        }
    };
    document.addEventListener('change', async (event) => {
        const input = event.target;
        if (!input.dataset || !input.dataset.checkId) return;
        const box = document.getElementById(input.id + '-check');
        const fields = new URLSearchParams({ csrf: input.form.elements.csrf.value, number: input.value });
        const answer = await fetch(input.dataset.checkId, {
            method: 'POST',
            headers: { Accept: 'application/json' },
            body: fields,
        }).catch(() => null);
        if (!answer || !answer.ok || !box) return;
        const told = await answer.json();
        say(box, told);
        fill(input, told);
    });
})();

// The place of a visit, when the device gives one; without scripts it is left out.
(() => {
    const MILLION = 1000000;
    const buttons = () => document.querySelectorAll('button[data-geolocation]');
    const show = () => {
        if (navigator.geolocation) for (const button of buttons()) button.hidden = false;
    };
    document.addEventListener('DOMContentLoaded', show);
    document.addEventListener('htmx:load', show);
    document.addEventListener('click', (event) => {
        const button = event.target.closest ? event.target.closest('button[data-geolocation]') : null;
        if (!button) return;
        const form = button.form;
        navigator.geolocation.getCurrentPosition((position) => {
            form.elements.latitude.value = Math.round(position.coords.latitude * MILLION);
            form.elements.longitude.value = Math.round(position.coords.longitude * MILLION);
            const words = form.querySelector('[data-geolocation-words]');
            form.querySelector('[data-geolocation-done]').textContent = words.textContent;
        });
    });
    show();
})();
