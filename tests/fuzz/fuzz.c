#include "fuzz.h"
#include "base/text.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

void fuzz_check_text(const char *text)
{
    if (text == NULL || !utf8_is_valid(text, strlen(text)))
        abort();
}

void fuzz_check(enum status status, const struct error *e)
{
    if (status == STATUS_OK || status == STATUS_NONE)
        return;
    if (e->code[0] == '\0' || e->message[0] == '\0' || e->status != status)
        abort();
    fuzz_check_text(e->message);
    fuzz_check_text(e->place);
}

static char path[64];

static void remove_file(void)
{
    unlink(path);
}

const char *fuzz_file(const uint8_t *data, size_t bytes)
{
    if (path[0] == '\0') {
        snprintf(path, sizeof path, "/tmp/minsheng-fuzz.%ld", (long)getpid());
        atexit(remove_file);
    }
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    for (size_t at = 0; fd >= 0 && at < bytes;) {
        ssize_t n = write(fd, data + at, bytes - at);
        if (n <= 0)
            abort();
        at += (size_t)n;
    }
    if (fd < 0 || close(fd) != 0)
        abort();
    return path;
}
