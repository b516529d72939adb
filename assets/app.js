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

    // <progress> bars drawn without inline styles: <div class="bar" data-permille="437">.
    const draw = (root) => {
        for (const bar of root.querySelectorAll('[data-permille]'))
            bar.style.inlineSize = Number(bar.dataset.permille) / 10 + '%';
    };
    draw(document);
    document.addEventListener('htmx:afterSwap', (event) => draw(event.target));
})();
