#!/bin/sh
# Brings po/ up to date with the source: po/POTFILES, then every po/LL.po (new texts come in untranslated).
#   tools/po.sh           update
#   tools/po.sh --check   exit 1 when a text of the source is missing in, or not translated by, a po file
set -eu
cd "$(dirname "$0")/.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

find src -name '*.[ch]' -exec grep -lE '\bN?_\(' {} + | grep -v '^src/base/i18n.h$' | LC_ALL=C sort >"$work/POTFILES"
xgettext --from-code=UTF-8 --language=C --keyword=_ --keyword=N_ --add-location=file --sort-by-file \
    --package-name=minsheng --foreign-user -f "$work/POTFILES" -o "$work/c.pot"
sed -i 's/charset=CHARSET/charset=UTF-8/' "$work/c.pot"
node tools/po-templates.mjs >"$work/templates.pot"
msgcat --use-first --sort-by-file "$work/c.pot" "$work/templates.pot" -o "$work/minsheng.pot"

# xgettext stamps the minute; without it the same source gives the same file.
sed -i '/^"POT-Creation-Date:/d' "$work/minsheng.pot"

status=0
while read -r lang; do
    po=po/$lang.po
    if [ "${1:-}" = --check ]; then
        msgmerge -q --no-fuzzy-matching -o "$work/$lang.po" "$po" "$work/minsheng.pot"
        left=$(msgattrib --untranslated --no-obsolete "$work/$lang.po" | grep -c '^msgid' || true)
        if [ "$left" -gt 0 ]; then
            echo "po: $po leaves $((left - 1)) texts untranslated (run make po, then translate)" >&2
            msgattrib --untranslated --no-obsolete --no-wrap "$work/$lang.po" | grep '^msgid' | sed -n 2,6p >&2
            status=1
        fi
        msgfmt --check-format -o /dev/null "$work/$lang.po" || status=1
    else
        msgmerge -q --update --backup=none --no-fuzzy-matching --add-location=file "$po" "$work/minsheng.pot"
        msgattrib --no-obsolete --add-location=file -o "$po" "$po"
        msgfmt --statistics -o /dev/null "$po"
    fi
done <po/LINGUAS
[ "${1:-}" = --check ] || cp "$work/POTFILES" po/POTFILES
exit $status
