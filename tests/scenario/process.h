/* The program under test as a process: started, waited for, killed; what it printed kept in files.
 */
#pragma once
#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#define PROCESS_ARGUMENTS_MAX 40
#define PROCESS_PATH_BYTES 512

struct process {
    pid_t pid;
    char out_path[PROCESS_PATH_BYTES], err_path[PROCESS_PATH_BYTES];
    int64_t started_us;
};
/* Where it writes to, and what it finds in its environment. */
struct process_setup {
    const char *out_path, *err_path;
    const char *db_url, *key_path, *today;
    int64_t file_bytes_max; /* RLIMIT_FSIZE; 0: none */
};
int64_t process_now_us(void);
/* argv[0] is put in front: the program that the build made. */
void process_start(struct process *p, const struct process_setup *setup, const char *const *argv);
/* The exit status; 128 + N when signal N ended it. */
int process_wait(struct process *p);
/* Sends SIGKILL as soon as is_time says so, unless it has ended before. True when it was killed;
 *ret_exit otherwise. */
bool process_kill_when(struct process *p, bool (*is_time)(void *context), void *context,
                       int *ret_exit);
/* A whole file as text; the caller frees. */
char *process_text(const char *path);
