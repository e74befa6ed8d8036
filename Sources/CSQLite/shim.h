// SQLite as the system has it, for the archive of searches and for studies in Optuna's form.
#ifndef DESCENT_CSQLITE_SHIM_H
#define DESCENT_CSQLITE_SHIM_H

#include <sqlite3.h>

#ifdef __linux__
#include <sys/vfs.h>
#else
#include <sys/mount.h>
#include <sys/param.h>
#endif

// A function with as many arguments as one likes cannot be called from Swift.
static inline int descent_sqlite_leave_log(sqlite3 *database) {
  return sqlite3_db_config(database, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, (int *)0);
}

// A cast from a number to a function neither.
static inline int descent_sqlite_bind_text(
    sqlite3_stmt *statement, int place, const char *text, sqlite3_uint64 count) {
  return sqlite3_bind_text64(statement, place, text, count, SQLITE_TRANSIENT, SQLITE_UTF8);
}

// Whether a file lies on another machine's disk: there processes cannot share memory, as SQLite's write-ahead
// log needs.
static inline int descent_is_on_network(const char *path) {
  struct statfs status;
  if (statfs(path, &status) != 0) return 0;
#ifdef __linux__
  switch ((unsigned long)status.f_type & 0xFFFFFFFFul) {
    // By linux/magic.h: NFS, SMB, SMB2, CIFS, AFS, Ceph, Coda, 9P; and FUSE, which may be anything.
    case 0x6969: case 0x517B: case 0xFE534D42: case 0xFF534D42: case 0x5346414F: case 0x00C36400:
    case 0x73757245: case 0x01021997: case 0x65735546:
      return 1;
    default:
      return 0;
  }
#else
  return (status.f_flags & MNT_LOCAL) == 0;
#endif
}

#endif
