// Before the first paint: without a choice of the user, the system's light or dark.
(function () {
    const root = document.documentElement;
    if (root.hasAttribute('data-bs-theme')) return;
    const dark = window.matchMedia('(prefers-color-scheme: dark)');
    const apply = () => root.setAttribute('data-bs-theme', dark.matches ? 'dark' : 'light');
    apply();
    dark.addEventListener('change', apply);
})();
