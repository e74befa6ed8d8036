// Loaded before the C library into a program under test (LD_PRELOAD), it makes a chosen call that changes
// files the program's last, or one that fails. The environment says which:
//
//   DESCENT_FAULT_AT=PART        only files whose path holds PART are counted
//   DESCENT_FAULT=before:17      killed in place of the 17th call
//   DESCENT_FAULT=amid:17        killed when the 17th call has written half of its bytes
//   DESCENT_FAULT=full:17        no room from the 17th call on, which still finds some for half of its bytes
//   DESCENT_FAULT=broken:17      the 17th call alone fails, as on a bad disk
//   DESCENT_FAULT_LOG=FILE       the name of each call that was counted, one a line
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

enum verdict { PASS, FAIL, HALF, HALF_THEN_KILL };

static void kill_self(void) { kill(getpid(), SIGKILL); }

// What becomes of a call on `path`; `errno` says why it fails.
static enum verdict verdict(const char *call, const char *path, int writes) {
  static atomic_int calls;
  const char *part = getenv("DESCENT_FAULT_AT"), *fault = getenv("DESCENT_FAULT"),
             *log = getenv("DESCENT_FAULT_LOG");
  if (!part || !path || !strstr(path, part)) return PASS;
  int number = ++calls;
  if (log) {
    int file = REAL(open)(log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    char line[32];
    REAL(write)(file, line, (size_t)snprintf(line, sizeof line, "%s\n", call));
    close(file);
  }
  const char *colon = fault ? strchr(fault, ':') : NULL;
  if (!colon) return PASS;
  int at = atoi(colon + 1);
  if (!strncmp(fault, "full", 4) && number >= at) {
    errno = ENOSPC;
    return number == at && writes ? HALF : FAIL;
  }
  if (number != at) return PASS;
  if (!strncmp(fault, "before", 6)) kill_self();
  if (!strncmp(fault, "amid", 4)) {
    if (writes) return HALF_THEN_KILL;
    kill_self();
  }
  errno = EIO;
  return FAIL;
}

static enum verdict verdict_on(const char *call, int file, int writes) {
  char link[32], path[4096];
  snprintf(link, sizeof link, "/proc/self/fd/%d", file);
  ssize_t length = readlink(link, path, sizeof path - 1);
  if (length < 0) return PASS;
  path[length] = 0;
  return verdict(call, path, writes);
}

#define WRITE(name, parameters, arguments)                        \
  ssize_t name parameters {                                       \
    enum verdict is = verdict_on(#name, file, 1);                 \
    if (is == FAIL) return -1;                                    \
    if (is != PASS) size /= 2;                                    \
    ssize_t written = is != PASS && !size ? -1 : REAL(name) arguments; \
    if (is == HALF_THEN_KILL) kill_self();                        \
    return written;                                               \
  }
WRITE(write, (int file, const void *bytes, size_t size), (file, bytes, size))
WRITE(pwrite, (int file, const void *bytes, size_t size, off_t place), (file, bytes, size, place))
WRITE(pwrite64, (int file, const void *bytes, size_t size, off64_t place), (file, bytes, size, place))

#define CALL(name, parameters, arguments, is) \
  int name parameters { return (is) == FAIL ? -1 : REAL(name) arguments; }
CALL(fsync, (int file), (file), verdict_on("fsync", file, 0))
CALL(fdatasync, (int file), (file), verdict_on("fdatasync", file, 0))
CALL(ftruncate, (int file, off_t size), (file, size), verdict_on("ftruncate", file, 0))
CALL(ftruncate64, (int file, off64_t size), (file, size), verdict_on("ftruncate64", file, 0))
CALL(rename, (const char *from, const char *to), (from, to), verdict("rename", to, 0))
CALL(unlink, (const char *path), (path), verdict("unlink", path, 0))

#define OPEN(name)                                                                      \
  int name(const char *path, int flags, ...) {                                          \
    va_list rest;                                                                       \
    va_start(rest, flags);                                                              \
    mode_t mode = flags & O_CREAT ? va_arg(rest, mode_t) : 0;                           \
    va_end(rest);                                                                       \
    if (flags & O_CREAT && verdict(#name, path, 0) == FAIL) return -1;                  \
    return REAL(name)(path, flags, mode);                                               \
  }
OPEN(open)
OPEN(open64)
