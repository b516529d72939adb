#!/bin/sh
# The frame of every command: exit codes, formats, who may act; users, backup, restore, doctor (TAP).
# shellcheck source=tests/cli/commands.sh
. "$(dirname "$0")/commands.sh"
is_json() { node -e 'JSON.parse(require("fs").readFileSync(process.argv[1], "utf8"))' "$dir/out"; }

wrong_usage_is_exit_2() {
    run 2 && run 2 no-such-command && has err no-such-command && run 2 pay && run 2 user list --nonsense && has err --nonsense &&
        run 2 user add && run 2 user add somebody && has err --role && run 2 user list --format yaml && run 2 pay prepare --programme
}
help_lists_every_command_and_its_options() {
    run 0 --help && has out "pay prepare" && has out "roster import" && has out "ledger balance" && run 0 pay prepare --help && has out --month
}
no_database_is_exit_3() { run 3 user list && has err "minsheng init"; }
no_second_key_is_made_beside_a_database() {
    run 0 init --plan "$MINSHENG_PLANS/jingxian-2013.yaml" && mv "$dir/m.db.key" "$dir/key" && { run 3 audit || run 1 audit; } &&
        [ ! -e "$dir/m.db.key" ] && has err "m.db.key" && mv "$dir/key" "$dir/m.db.key" && run 0 audit
}
rows_come_as_text_csv_and_json() {
    run 0 user list && has out "dibao1	bureau_officer" && run 0 user list --format csv && has out "user,role,title" &&
        run 0 user list --json && is_json && run 0 user list --format json && is_json
}
a_stranger_and_a_locked_user_may_not_act() {
    run 1 pay prepare --programme dibao --month 2013-06 --as mallory && has err mallory && run 0 user lock dibao1 &&
        run 1 pay prepare --programme dibao --month 2013-06 --as dibao1 && run 0 user unlock dibao1 &&
        run 0 pay prepare --programme dibao --month 2013-06 --as dibao1
}
nobody_acts_under_a_name_that_is_not_there() {
    for command in "user list" doctor audit "pay list" "ledger balance --fund dibao"; do
        # shellcheck disable=SC2086  # words of a command
        run 1 $command --as mallory && has err mallory || return 1
    done
    run 1 user add system --role auditor && has err system
}
the_past_is_asked_only_of_what_can_tell_it() {
    run 2 pay list --as-of 2013-06-01 && has err --as-of && run 2 pay prepare --month 2013-06 --as-of 2013-06-01 &&
        run 0 plan show --as-of 2099-01-01 && run 1 plan show --as-of 2013-02-30 && run 2 audit --from 2013-06 --to 2013-01
}
a_role_does_only_its_own() {
    run 1 pay prepare --programme wubao --month 2013-06 --as finance1 && has err finance1 && run 1 pay approve 1 --as dibao2 &&
        run 1 user add x --role auditor --as dibao1
}
a_user_is_added_with_a_password_from_a_file() {
    printf 'correct horse 7\n' >"$dir/password" && run 0 user add wang --role inspector --title 王督查 --password-file "$dir/password" &&
        run 0 user list --format csv && has out "wang,inspector,王督查,341823,0,1,0" && run 1 user add wang --role inspector &&
        run 1 user add li --role nobody && printf 'short\n' >"$dir/password" && run 1 user passwd wang --password-file "$dir/password" &&
        printf 'a longer one 8\n' | "$MINSHENG" user passwd wang --password-file - >/dev/null
}
doctor_names_engine_and_trail() { run 0 doctor && has out SQLite && has out integrity && has out trail; }
a_backup_restores_where_nothing_is() {
    run 0 backup "$dir/copy.db" && run 1 restore "$dir/copy.db" && has err m.db &&
        run 0 restore "$dir/copy.db" --db "sqlite:$dir/again.db" && cp "$dir/m.db.key" "$dir/again.db.key" &&
        run 0 audit --db "sqlite:$dir/again.db" && "$MINSHENG" user list >"$dir/a" &&
        "$MINSHENG" user list --db "sqlite:$dir/again.db" >"$dir/b" && cmp -s "$dir/a" "$dir/b"
}
a_broken_backup_restores_nothing() {
    head -c 5000 /dev/zero >"$dir/broken.db" && { run 3 restore "$dir/broken.db" --db "sqlite:$dir/new.db" ||
        run 1 restore "$dir/broken.db" --db "sqlite:$dir/new.db"; } && [ ! -e "$dir/new.db" ]
}
a_full_output_is_an_error() { "$MINSHENG" user list >/dev/full 2>"$dir/err"; [ $? -eq 3 ]; }

a_month_needs_no_programme_and_items_no_run() {
    run 0 roster export --programme dibao --month 2013-06 -o "$dir/none.csv" && run 1 pay prepare --month 2012-01 && has err 2012-01 &&
        run 0 pay items --format csv && [ "$(head -n 1 "$dir/out")" = programme,month,id_number,basic_fen,topup_fen,adjustment_fen,total_fen ] &&
        run 0 pay items --programme dibao --month 2013-06 --format csv && run 1 pay items 99
}

claims=$(sed -n 's/^\([a-z_0-9]*\)() {.*/\1/p' "$0" | grep -vx is_json)
# shellcheck disable=SC2086  # names of claims
tell $claims
