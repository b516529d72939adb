#!/bin/sh
# Compiles a folder into the program: tools/embed.sh FOLDER NAME OUT.c OUT.d [gzip | '*.ending']
# NAME_COUNT files become NAMES[] (src/base/embedded.h), all of them or those of one ending. OUT.d names every file and folder, so that ninja sees new ones too.
set -eu
folder=$1 name=$2 out=$3 dep=$4 compress=${5:-}
case $compress in \*.*) only=$compress ;; *) only='*' ;; esac
packed=$out.packed
rm -rf "$packed"
mkdir -p "$packed"
list=$packed/list
(cd "$folder" && find . -type f -name "$only" ! -name '*.gz' ! -name '.*' | sed 's|^\./||' | LC_ALL=C sort) >"$list"

{
    echo '#include "base/embedded.h"'
    n=0
    while read -r file; do
        printf '__asm__(".section .rodata\\n.balign 16\\n%s_%d:\\n.incbin \\"%s\\"\\n%s_%d_end:\\n.byte 0\\n.previous\\n");\n' \
            "$name" $n "$folder/$file" "$name" $n
        echo "extern const char ${name}_$n[], ${name}_${n}_end[];"
        if [ "$compress" = gzip ]; then
            gzip -9 -n -c "$folder/$file" >"$packed/$n.gz"
            printf '__asm__(".section .rodata\\n.balign 16\\n%s_%d_gz:\\n.incbin \\"%s\\"\\n.byte 0\\n.previous\\n");\n' \
                "$name" $n "$packed/$n.gz"
            echo "extern const char ${name}_${n}_gz[];"
        fi
        n=$((n + 1))
    done <"$list"
    echo "const struct embedded_file ${name}S[] = {"
    n=0
    while read -r file; do
        bytes=$(wc -c <"$folder/$file")
        hash=$(sha256sum "$folder/$file" | cut -c1-16)
        gz=NULL gz_bytes=0
        if [ "$compress" = gzip ]; then
            gz_bytes=$(wc -c <"$packed/$n.gz")
            gz=${name}_${n}_gz
            [ "$gz_bytes" -lt "$bytes" ] || { gz=NULL gz_bytes=0; }
        fi
        printf '    {"%s", %s_%d, %d, %s, %d, "%s"},\n' "$file" "$name" $n "$bytes" $gz "$gz_bytes" "$hash"
        n=$((n + 1))
    done <"$list"
    [ $n -gt 0 ] || echo '    {0},'
    echo '};'
    echo "const size_t ${name}_COUNT = $n;"
} >"$out.new"
mv "$out.new" "$out"
{
    printf '%s:' "$out"
    find "$folder/" ! -name '*.gz' ! -name '.*' | sed 's/ /\\ /g' | tr '\n' ' ' | sed 's/^/ /'
    echo
} >"$dep"
