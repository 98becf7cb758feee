/*
 * Loaded before the C library (LD_PRELOAD), this sees what a program does to the files of one folder. It logs every
 * create, write, truncate, sync, unlink and rename in order, with data, so that a power cut can be played through; and
 * it can make the k-th of them fail, or kill the program there.
 *
 * FAULT_FOLDER is the folder, FAULT_LOG the log; without a log, nothing is written down. What is written to the file
 * `acks` in the folder is a mark in the log, and never fails.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <unistd.h>

#define FILES 4096
#define DIE (-1)

static char *names[FILES];
static char folder[4096];
static size_t folder_length;
static int log_file = -1;
static pthread_mutex_t turn = PTHREAD_MUTEX_INITIALIZER;

static long armed_at, calls, fired;
static int armed_error, armed_for_ever;

void fault_arm(long at, int error, int for_ever) {
    armed_at = at, armed_error = error, armed_for_ever = for_ever, calls = fired = 0;
}

/* How many operations failed since it was armed. */
long fault_disarm(void) {
    armed_at = 0;
    return fired;
}

/* How many operations there were since it was armed. */
long fault_calls(void) { return calls; }

__attribute__((constructor)) static void begin(void) {
    const char *where = getenv("FAULT_FOLDER"), *log = getenv("FAULT_LOG");
    if (where) folder_length = (size_t)snprintf(folder, sizeof folder, "%s", where);
    if (log) log_file = (int)syscall(SYS_openat, AT_FDCWD, log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
}

/* The path inside the folder, "." for the folder itself, or nothing for a file elsewhere. */
static const char *inside(const char *path) {
    if (!folder_length || strncmp(path, folder, folder_length)) return NULL;
    if (!path[folder_length]) return ".";
    return path[folder_length] == '/' ? path + folder_length + 1 : NULL;
}

static const char *name_of(int file) { return file >= 0 && file < FILES ? names[file] : NULL; }

static void put(const void *data, size_t length) {
    const char *next = data;
    while (length) {
        long done = syscall(SYS_write, log_file, next, length);
        if (done <= 0) abort();
        next += done, length -= (size_t)done;
    }
}

static void note(char what, const char *name, long long place, const void *data, size_t length) {
    if (log_file < 0) return;
    char head[8192];
    int written = snprintf(head, sizeof head, "%c\t%s\t%lld\t%zu\n", what, name, place, length);
    pthread_mutex_lock(&turn);
    put(head, (size_t)written);
    put(data, length);
    pthread_mutex_unlock(&turn);
}

/* True if this operation has to fail; errno says how. A full disk refuses writes alone. */
static int fails(int is_write) {
    if (!armed_at) return 0;
    calls++;
    if (calls < armed_at || (calls > armed_at && !armed_for_ever)) return 0;
    if (armed_error == DIE) kill(getpid(), SIGKILL);
    if (armed_error == ENOSPC && !is_write) return 0;
    fired++;
    errno = armed_error;
    return 1;
}

static int is_ack(const char *name) { return !strcmp(name, "acks"); }

#define REAL(name, type) \
    static __typeof__(type) real; \
    if (!real) real = (__typeof__(type))dlsym(RTLD_NEXT, name)

static int opened(int file, const char *path, int flags, int was_there) {
    const char *name = file >= 0 && file < FILES ? inside(path) : NULL;
    if (!name) return file;
    free(names[file]);
    names[file] = strdup(name);
    if ((flags & O_CREAT) && !was_there) note('C', name, 0, "", 0);
    else if (flags & O_TRUNC) note('T', name, 0, "", 0);
    return file;
}

#define OPEN(symbol) \
    int symbol(const char *path, int flags, ...) { \
        REAL(#symbol, int (*)(const char *, int, ...)); \
        va_list rest; \
        va_start(rest, flags); \
        mode_t mode = (flags & (O_CREAT | O_TMPFILE)) ? va_arg(rest, mode_t) : 0; \
        va_end(rest); \
        int was_there = !access(path, F_OK); \
        return opened(real(path, flags, mode), path, flags, was_there); \
    }
OPEN(open)
OPEN(open64)

#define OPENAT(symbol) \
    int symbol(int at, const char *path, int flags, ...) { \
        REAL(#symbol, int (*)(int, const char *, int, ...)); \
        va_list rest; \
        va_start(rest, flags); \
        mode_t mode = (flags & (O_CREAT | O_TMPFILE)) ? va_arg(rest, mode_t) : 0; \
        va_end(rest); \
        int was_there = !faccessat(at, path, F_OK, 0); \
        return opened(real(at, path, flags, mode), path, flags, was_there); \
    }
OPENAT(openat)
OPENAT(openat64)

int close(int file) {
    REAL("close", int (*)(int));
    if (name_of(file)) {
        free(names[file]);
        names[file] = NULL;
    }
    return real(file);
}

static ssize_t (*real_pwrite)(int, const void *, size_t, off64_t);

static ssize_t put_at(int file, const void *data, size_t length, off64_t place) {
    if (!real_pwrite) real_pwrite = (ssize_t(*)(int, const void *, size_t, off64_t))dlsym(RTLD_NEXT, "pwrite64");
    const char *name = name_of(file);
    if (name && fails(1)) {
        /* A disk that fills up takes the first half of what it is given. */
        if (armed_error != ENOSPC || fired > 1 || length < 2) return -1;
        length /= 2;
    }
    ssize_t done = real_pwrite(file, data, length, place);
    if (name && done > 0) note('W', name, place, data, (size_t)done);
    return done;
}

ssize_t pwrite64(int file, const void *data, size_t length, off64_t place) { return put_at(file, data, length, place); }
ssize_t pwrite(int file, const void *data, size_t length, off_t place) { return put_at(file, data, length, place); }

ssize_t write(int file, const void *data, size_t length) {
    REAL("write", ssize_t(*)(int, const void *, size_t));
    const char *name = name_of(file);
    if (!name) return real(file, data, length);
    if (is_ack(name)) {
        ssize_t done = real(file, data, length);
        note('A', name, 0, data, length);
        return done;
    }
    if (fails(1)) return -1;
    off64_t place = lseek64(file, 0, fcntl(file, F_GETFL) & O_APPEND ? SEEK_END : SEEK_CUR);
    ssize_t done = real(file, data, length);
    if (done > 0) note('W', name, place, data, (size_t)done);
    return done;
}

#define TRUNCATE(symbol, kind) \
    int symbol(int file, kind size) { \
        REAL(#symbol, int (*)(int, kind)); \
        const char *name = name_of(file); \
        if (name && fails(0)) return -1; \
        int done = real(file, size); \
        if (name && !done) note('T', name, size, "", 0); \
        return done; \
    }
TRUNCATE(ftruncate, off_t)
TRUNCATE(ftruncate64, off64_t)

#define SYNC(symbol) \
    int symbol(int file) { \
        REAL(#symbol, int (*)(int)); \
        const char *name = name_of(file); \
        if (name && fails(0)) return -1; \
        int done = real(file); \
        if (name && !done) note('S', name, 0, "", 0); \
        return done; \
    }
SYNC(fsync)
SYNC(fdatasync)

int unlink(const char *path) {
    REAL("unlink", int (*)(const char *));
    const char *name = inside(path);
    if (name && fails(0)) return -1;
    int done = real(path);
    if (name && !done) note('U', name, 0, "", 0);
    return done;
}

int rename(const char *from, const char *to) {
    REAL("rename", int (*)(const char *, const char *));
    const char *name = inside(from), *target = inside(to);
    if (name && target && fails(0)) return -1;
    int done = real(from, to);
    if (name && target && !done) note('R', name, 0, target, strlen(target));
    return done;
}
