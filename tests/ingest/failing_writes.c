/* Loaded before the C library: from the k-th write to a file on, the disk is full. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stdatomic.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

static atomic_int first, seen;

void fail_writes_from(int k) {
    atomic_store(&seen, 0);
    atomic_store(&first, k);
}

static int is_full(int fd) {
    struct stat about;
    if (!atomic_load(&first) || fstat(fd, &about) || !S_ISREG(about.st_mode)) return 0;
    return atomic_fetch_add(&seen, 1) + 1 >= atomic_load(&first);
}

#define REFUSE(name, type, declared, given)                      \
    type name declared {                                         \
        static type(*real) declared;                             \
        if (!real) real = (type(*) declared)dlsym(RTLD_NEXT, #name); \
        if (is_full(fd)) {                                       \
            errno = ENOSPC;                                      \
            return -1;                                           \
        }                                                        \
        return real given;                                       \
    }

REFUSE(write, ssize_t, (int fd, const void *data, size_t size), (fd, data, size))
REFUSE(pwrite, ssize_t, (int fd, const void *data, size_t size, off_t at), (fd, data, size, at))
REFUSE(pwrite64, ssize_t, (int fd, const void *data, size_t size, off64_t at), (fd, data, size, at))
REFUSE(writev, ssize_t, (int fd, const struct iovec *parts, int count), (fd, parts, count))
REFUSE(ftruncate, int, (int fd, off_t size), (fd, size))
REFUSE(ftruncate64, int, (int fd, off64_t size), (fd, size))
