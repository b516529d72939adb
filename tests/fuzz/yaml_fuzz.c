/* Plans and layouts as somebody edited them. */
#include "fuzz.h"
#include "base/yaml.h"

#define ARENA_BYTES (64u << 20)

static void walk(const struct yaml_node *node)
{
    struct error e = {0};
    int64_t number;
    struct fen amount;
    struct month month;
    struct date date;
    bool truth;
    const char *text;
    if (node->kind == YAML_SCALAR) {
        fuzz_check_text(node->text);
        fuzz_check(yaml_as_text(node, &text, &e), &e);
        fuzz_check(yaml_as_i64(node, &number, &e), &e);
        fuzz_check(yaml_as_fen(node, &amount, &e), &e);
        fuzz_check(yaml_as_rate_bp(node, &number, &e), &e);
        fuzz_check(yaml_as_month(node, &month, &e), &e);
        fuzz_check(yaml_as_date(node, &date, &e), &e);
        fuzz_check(yaml_as_bool(node, &truth, &e), &e);
    }
    fuzz_check(yaml_known_keys(node, YAML_KEYS("from", "value"), &e), &e);
    for (const struct yaml_node *child = node->first; child != NULL; child = child->next)
        walk(child);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t bytes)
{
    struct arena *arena CLEANUP(arena_cleanup) = arena_new(ARENA_BYTES);
    const struct yaml_node *root;
    struct error e = {0};
    enum status s = yaml_parse(arena, "fuzz.yaml", (const char *)data, bytes, &root, &e);
    fuzz_check(s, &e);
    if (s == STATUS_OK)
        walk(root);
    return 0;
}
