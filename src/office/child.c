#include "office/child.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#if defined(__SANITIZE_ADDRESS__)
#define HAS_ADDRESS_SANITIZER 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define HAS_ADDRESS_SANITIZER 1
#endif
#endif
#ifndef HAS_ADDRESS_SANITIZER
#define HAS_ADDRESS_SANITIZER 0
#endif

static void limits_set(unsigned cpu_seconds)
{
    struct rlimit cpu = {cpu_seconds, cpu_seconds};
    struct rlimit none = {0, 0};
    (void)setrlimit(RLIMIT_CPU, &cpu);
    (void)setrlimit(RLIMIT_CORE, &none);
    (void)setrlimit(RLIMIT_FSIZE, &none);
    if (!HAS_ADDRESS_SANITIZER) { /* which reserves terabytes of address space for itself */
        struct rlimit memory = {CHILD_MEMORY_BYTES, CHILD_MEMORY_BYTES};
        (void)setrlimit(RLIMIT_AS, &memory);
    }
}

/* What a library prints is nobody's. */
static void streams_silence(void)
{
    int null = open("/dev/null", O_RDWR | O_CLOEXEC);
    if (null < 0)
        return;
    for (int fd = 0; fd <= 2; fd++)
        (void)dup2(null, fd);
}

int child_start(unsigned cpu_seconds, child_work work, void *context, struct child *ret)
{
    int ends[2];
    *ret = (struct child){.pid = 0, .fd = -1};
    if (pipe2(ends, O_CLOEXEC) != 0)
        return errno;
    pid_t pid = fork();
    if (pid < 0) {
        int code = errno;
        close(ends[0]);
        close(ends[1]);
        return code;
    }
    if (pid == 0) {
        close(ends[0]);
        limits_set(cpu_seconds);
        streams_silence();
        work(context, ends[1]);
        _exit(0);
    }
    close(ends[1]);
    *ret = (struct child){.pid = pid, .fd = ends[0]};
    return 0;
}

enum child_answer child_read(const struct child *c, void *out, size_t max, int silence_ms,
                             size_t *ret_n)
{
    struct pollfd wait = {.fd = c->fd, .events = POLLIN};
    int ready;
    ssize_t got;
    while ((ready = poll(&wait, 1, silence_ms)) < 0 && errno == EINTR)
        ;
    if (ready <= 0)
        return ready == 0 ? CHILD_SILENT : CHILD_BROKEN;
    while ((got = read(c->fd, out, max)) < 0 && errno == EINTR)
        ;
    if (got <= 0)
        return got == 0 ? CHILD_CLOSED : CHILD_BROKEN;
    *ret_n = (size_t)got;
    return CHILD_SAID;
}

bool child_stop(struct child *c)
{
    int how = 0;
    if (c->fd >= 0)
        close(c->fd);
    if (c->pid > 0) {
        (void)kill(c->pid, SIGKILL);
        while (waitpid(c->pid, &how, 0) < 0 && errno == EINTR)
            ;
    }
    *c = (struct child){.pid = 0, .fd = -1};
    return (WIFEXITED(how) && WEXITSTATUS(how) == 0) ||
           (WIFSIGNALED(how) && WTERMSIG(how) == SIGKILL);
}

void child_write(int fd, const void *bytes, size_t n)
{
    const char *from = bytes;
    for (size_t at = 0; at < n;) {
        ssize_t written = write(fd, from + at, n - at);
        if (written < 0 && errno != EINTR)
            _exit(1);
        if (written > 0)
            at += (size_t)written;
    }
}
