/* Drives a fuzz target without libFuzzer, as a suite: every file of its corpus, then seeded
   mutations of them. Arguments: the name of the target and its corpus' folder. MINSHENG_TEST_SEED
   chooses the mutations. */
#include "fuzz.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CORPUS_FILES_MAX 256
#define MUTATIONS 2000
#define MUTATIONS_LONG 20000
#define SEED 20130630

struct input {
    uint8_t *data;
    size_t bytes;
};

static struct input corpus[CORPUS_FILES_MAX];
static size_t corpus_count;

static uint64_t random_next(uint64_t *state) /* splitmix64 */
{
    uint64_t z = (*state += 0x9e3779b97f4a7c15u);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
}

static size_t random_below(uint64_t *state, size_t limit)
{
    return limit == 0 ? 0 : (size_t)(random_next(state) % limit);
}

static int by_name(const struct dirent **a, const struct dirent **b)
{
    return strcmp((*a)->d_name, (*b)->d_name);
}

static bool read_input(const char *folder, const char *name, struct input *ret)
{
    char path[1024];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *f = fopen(path, "rbe");
    if (f == NULL)
        return false;
    ret->data = malloc(FUZZ_INPUT_BYTES_MAX);
    ret->bytes = ret->data == NULL ? 0 : fread(ret->data, 1, FUZZ_INPUT_BYTES_MAX, f);
    fclose(f);
    return ret->data != NULL;
}

static bool read_corpus(const char *folder)
{
    struct dirent **names;
    int n = scandir(folder, &names, NULL, by_name);
    for (int i = 0; i < n; i++) {
        if (names[i]->d_name[0] != '.' && corpus_count < CORPUS_FILES_MAX &&
            read_input(folder, names[i]->d_name, &corpus[corpus_count]))
            corpus_count++;
        free(names[i]);
    }
    if (n >= 0)
        free(names);
    return corpus_count > 0;
}

/* One small change, as damage and malice make them. Room for FUZZ_INPUT_BYTES_MAX bytes. */
static size_t mutate_once(uint8_t *p, size_t n, uint64_t *state)
{
    static const uint8_t LIVELY[] = {0,   1,   '\n', '\r', '"', '\'', ',',  ':',
                                     '-', '{', '}',  '%',  '&', 0x7f, 0x80, 0xff};
    size_t at = random_below(state, n);
    switch (random_below(state, 6)) {
    case 0: /* another byte */
        if (n > 0)
            p[at] = (uint8_t)random_next(state);
        return n;
    case 1: /* a byte with a meaning */
        if (n > 0)
            p[at] = LIVELY[random_below(state, sizeof LIVELY)];
        return n;
    case 2: /* a bit */
        if (n > 0)
            p[at] = (uint8_t)(p[at] ^ (1u << random_below(state, 8)));
        return n;
    case 3: /* the end is missing */
        return at;
    case 4: { /* a piece is missing */
        size_t cut = random_below(state, n - at < 32 ? n - at : 32);
        memmove(p + at, p + at + cut, n - at - cut);
        return n - cut;
    }
    default: { /* a piece comes twice */
        size_t copy = random_below(state, n - at < 32 ? n - at : 32);
        if (n + copy > FUZZ_INPUT_BYTES_MAX)
            return n;
        memmove(p + at + copy, p + at, n - at);
        return n + copy;
    }
    }
}

static bool mutate_all(int rounds, uint64_t state)
{
    uint8_t *copy = malloc(FUZZ_INPUT_BYTES_MAX);
    for (int i = 0; copy != NULL && i < rounds; i++) {
        const struct input *from = &corpus[random_below(&state, corpus_count)];
        size_t n = from->bytes;
        memcpy(copy, from->data, n);
        for (size_t changes = 1 + random_below(&state, 4); changes > 0; changes--)
            n = mutate_once(copy, n, &state);
        LLVMFuzzerTestOneInput(copy, n);
    }
    free(copy);
    return copy != NULL;
}

int main(int argc, char **argv)
{
    if (argc != 3 || !read_corpus(argv[2])) {
        fprintf(stderr, "usage: %s NAME CORPUS-FOLDER (with at least one file)\n", argv[0]);
        return 2;
    }
    const char *seed_text = getenv("MINSHENG_TEST_SEED");
    uint64_t seed = seed_text != NULL ? strtoull(seed_text, NULL, 10) : SEED;
    const char *is_long = getenv("MINSHENG_LONG");
    int rounds = is_long != NULL && *is_long != '\0' ? MUTATIONS_LONG : MUTATIONS;
    printf("1..2\n# seed %llu\n", (unsigned long long)seed);
    fflush(stdout);
    for (size_t i = 0; i < corpus_count; i++)
        LLVMFuzzerTestOneInput(corpus[i].data, corpus[i].bytes);
    printf("ok 1 - %s_survives_its_corpus # %zu files\n", argv[1], corpus_count);
    fflush(stdout);
    bool done = mutate_all(rounds, seed);
    printf("%s 2 - %s_survives_mutations # %d\n", done ? "ok" : "not ok", argv[1], rounds);
    for (size_t i = 0; i < corpus_count; i++)
        free(corpus[i].data);
    return done ? 0 : 1;
}
