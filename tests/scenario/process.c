#include "scenario/process.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define TEXT_BYTES_MAX (64u << 20)
#define EXIT_NOT_STARTED 127
#define POLL_US 200

int64_t process_now_us(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

static void redirect(const char *path, int to)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    if (fd < 0 || dup2(fd, to) < 0)
        _exit(EXIT_NOT_STARTED);
    close(fd);
}

static void become(const struct process_setup *setup, char *const *argv)
{
    redirect(setup->out_path, STDOUT_FILENO);
    redirect(setup->err_path, STDERR_FILENO);
    if (setenv("MINSHENG_DB", setup->db_url, 1) || setenv("MINSHENG_KEY", setup->key_path, 1) ||
        setenv("MINSHENG_TODAY", setup->today, 1) || setenv("LC_ALL", "C.UTF-8", 1))
        _exit(EXIT_NOT_STARTED);
    unsetenv("LANGUAGE"); /* the words that the tests expect are the source's */
    if (setup->file_bytes_max) {
        const struct rlimit limit = {(rlim_t)setup->file_bytes_max, (rlim_t)setup->file_bytes_max};
        signal(SIGXFSZ, SIG_IGN); /* so that write() says EFBIG, as a full disk says ENOSPC */
        if (setrlimit(RLIMIT_FSIZE, &limit))
            _exit(EXIT_NOT_STARTED);
    }
    execv(argv[0], argv);
    _exit(EXIT_NOT_STARTED);
}

/* On SQLite the program of this build, with what watches it; on PostgreSQL the released one where
   there is one: both are told every story. */
static const char *program_for(const char *db_url)
{
    const char *released = getenv("MINSHENG_RELEASED");
    return released && released[0] && strncmp(db_url, "postgresql", strlen("postgresql")) == 0
               ? released
               : MINSHENG_BIN;
}

void process_start(struct process *p, const struct process_setup *setup, const char *const *argv)
{
    char *words[PROCESS_ARGUMENTS_MAX + 2];
    size_t n = 0;
    words[n++] = strdup(program_for(setup->db_url));
    for (; *argv && n <= PROCESS_ARGUMENTS_MAX; argv++)
        words[n++] = strdup(*argv);
    words[n] = NULL;
    snprintf(p->out_path, sizeof p->out_path, "%s", setup->out_path);
    snprintf(p->err_path, sizeof p->err_path, "%s", setup->err_path);
    fflush(NULL);
    p->started_us = process_now_us();
    p->pid = fork();
    if (p->pid == 0)
        become(setup, words);
    for (size_t i = 0; i < n; i++)
        free(words[i]);
    if (p->pid < 0) {
        perror("fork");
        abort();
    }
}

static int exit_of(int status)
{
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

int process_wait(struct process *p)
{
    int status = 0;
    if (waitpid(p->pid, &status, 0) != p->pid) {
        perror("waitpid");
        abort();
    }
    return exit_of(status);
}

bool process_kill_when(struct process *p, bool (*is_time)(void *context), void *context,
                       int *ret_exit)
{
    int status;
    while (!is_time(context)) {
        if (waitpid(p->pid, &status, WNOHANG) == p->pid) {
            *ret_exit = exit_of(status);
            return false;
        }
        usleep(POLL_US);
    }
    kill(p->pid, SIGKILL);
    *ret_exit = process_wait(p);
    return *ret_exit == 128 + SIGKILL;
}

char *process_text(const char *path)
{
    FILE *f = fopen(path, "rb");
    char *text = calloc(1, 1);
    size_t n = 0, got;
    char block[65536];
    if (!f || !text) {
        perror(path);
        abort();
    }
    while ((got = fread(block, 1, sizeof block, f)) > 0 && n + got < TEXT_BYTES_MAX) {
        char *more = realloc(text, n + got + 1);
        if (!more)
            abort();
        text = more;
        memcpy(text + n, block, got);
        n += got;
        text[n] = '\0';
    }
    fclose(f);
    return text;
}
