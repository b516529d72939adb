/* Open-file-description locks on <database>.lock: they exclude processes and, because every
   connection opens the file for itself, threads; the kernel drops them when the holder dies. Byte 0
   is the lock, byte 1 the queue: who wants the lock stands in the queue first, so a run that
   commits chunk after chunk lets the others in between. */
#include "base/i18n.h"
#include "db/sqlite_internal.h"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define POLL_FIRST_US 200
#define POLL_MAX_US 5000
enum lock_byte { LOCK_BYTE = 0, QUEUE_BYTE = 1 };

enum status write_lock_open(struct write_lock *lock, const char *database_path, struct error *e)
{
    lock->wait_ms = SQLITE_LOCK_WAIT_MS;
    lock->is_held = false;
    int n = snprintf(lock->path, sizeof lock->path, "%s.lock", database_path);
    if (n < 0 || (size_t)n >= sizeof lock->path)
        return error_set(e, STATUS_REFUSED, "DB_PATH", _("数据库文件的路径太长"));
    lock->fd = open(lock->path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (lock->fd < 0) {
        error_set(e, STATUS_FAILED, "DB_LOCK_FILE",
                  _("不能打开写锁文件（%s）；请检查文件夹的权限和磁盘"), strerror(errno));
        return error_place(e, "%s", lock->path);
    }
    return STATUS_OK;
}

void write_lock_close(struct write_lock *lock)
{
    if (lock->fd >= 0)
        close(lock->fd);
    lock->fd = -1;
    lock->is_held = false;
}

static bool set_byte(int fd, enum lock_byte byte, short type)
{
    struct flock range = {.l_type = type, .l_whence = SEEK_SET, .l_start = byte, .l_len = 1};
    while (fcntl(fd, F_OFD_SETLK, &range) != 0) {
        if (errno != EINTR)
            return false;
    }
    return true;
}

static int64_t now_us(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

static bool wait_byte(int fd, enum lock_byte byte, int64_t deadline_us)
{
    long poll_us = POLL_FIRST_US;
    while (!set_byte(fd, byte, F_WRLCK)) {
        if ((errno != EAGAIN && errno != EACCES) || now_us() >= deadline_us)
            return false;
        nanosleep(&(struct timespec){.tv_nsec = poll_us * 1000}, NULL);
        poll_us = poll_us * 2 < POLL_MAX_US ? poll_us * 2 : POLL_MAX_US;
    }
    return true;
}

static long holder(int fd)
{
    char text[24] = "";
    ssize_t n = pread(fd, text, sizeof text - 1, 0);
    long pid = 0;
    for (ssize_t i = 0; i < n && text[i] >= '0' && text[i] <= '9'; i++)
        pid = pid * 10 + (text[i] - '0');
    return pid;
}

enum status write_lock_take(struct write_lock *lock, int wait_ms, struct error *e)
{
    int64_t deadline_us = now_us() + (int64_t)wait_ms * 1000;
    bool is_queued = wait_byte(lock->fd, QUEUE_BYTE, deadline_us);
    lock->is_held = is_queued && wait_byte(lock->fd, LOCK_BYTE, deadline_us);
    if (is_queued)
        set_byte(lock->fd, QUEUE_BYTE, F_UNLCK);
    if (!lock->is_held) {
        error_set(e, STATUS_FAILED, "DB_WRITE_LOCKED",
                  _("等待 %d 秒后数据库仍被进程 %ld 写入占用；请等它完成，或确认该进程是否正常"),
                  (wait_ms + 999) / 1000, holder(lock->fd));
        return error_place(e, "%s", lock->path);
    }
    char text[24];
    int n = snprintf(text, sizeof text, "%-20ld\n", (long)getpid());
    bool is_named = pwrite(lock->fd, text, (size_t)n, 0) == n;
    (void)is_named; /* on failure only the name of the holder is lost, not the lock */
    return STATUS_OK;
}

void write_lock_release(struct write_lock *lock)
{
    if (!lock->is_held)
        return;
    set_byte(lock->fd, LOCK_BYTE, F_UNLCK);
    lock->is_held = false;
}
