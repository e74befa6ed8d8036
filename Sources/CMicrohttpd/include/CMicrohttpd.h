// HTTP by the system's libmicrohttpd, which is loaded when a page is served and not before: linked, it and what
// it brings would cost every start of the program three milliseconds. Its own functions are variadic, and its
// header need not be installed to build this, so what is used of it stands here with a fixed number of
// arguments.
//
// One thread of the library's own serves all connections; callbacks come from that thread alone.
#ifndef CMICROHTTPD_H
#define CMICROHTTPD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

typedef struct cmh_library cmh_library;
typedef struct cmh_server cmh_server;
// A connection with the request that came on it: of use within the callbacks, and to `cmh_resume` until its
// stream is released.
typedef struct cmh_connection cmh_connection;

// ---- the library ----

// Finds the library of that name; NULL where there is none, or one that lacks what is used here.
cmh_library *cmh_load(const char *name);
void cmh_unload(cmh_library *library);

// ---- a server ----

typedef struct cmh_limits {
  // Others wait until one of these has ended.
  unsigned connections;
  // As many of them may be ones that nothing is known of; beyond, the first of these is ended for a new one.
  unsigned strangers;
  // How long one may stay that.
  unsigned stranger_seconds;
  // How long one may do nothing. Suspended ones do nothing as long as they like.
  unsigned idle_seconds;
  // The largest body of a request, in bytes; a longer one ends its connection.
  size_t body;
} cmh_limits;

// Both return false to end the connection without an answer.
typedef struct cmh_callbacks {
  void *context;
  // A request's head is there. An answer given here comes before the body, which is not read then.
  bool (*begins)(
    void *context, cmh_server *server, cmh_connection *connection, const char *method,
    const char *path);
  // All of it is there, and is to be answered.
  bool (*arrives)(
    void *context, cmh_server *server, cmh_connection *connection, const char *method,
    const char *path, const uint8_t *body, size_t count);
} cmh_callbacks;

// Listens at a numeric address and a port, 0 for any that is free, and serves from then on. NULL with the
// number of the system's error in `*error`, or 0 where the library refused.
cmh_server *cmh_start(
  cmh_library *library, const char *address, uint16_t port, cmh_limits limits,
  cmh_callbacks callbacks, int32_t *error);
// The port at which it listens.
uint16_t cmh_port(const cmh_server *server);
// Ends all connections, of which none may be suspended, and returns when no callback will come any more.
void cmh_stop(cmh_server *server);

// The address in numbers, of those by which others in its networks reach this computer, at that place among them;
// false behind the last.
bool cmh_own_address(bool is_six, unsigned place, char *text, size_t room);

// ---- requests ----

// Of one that showed that it may ask: it is no stranger from then on.
void cmh_know(cmh_server *server, cmh_connection *connection);
// Ends strangers that have been that for too long; to be called now and then, from any thread.
void cmh_end_strangers(cmh_server *server);

// How often a field is in the request's head.
uint32_t cmh_header_count(cmh_server *server, cmh_connection *connection, const char *name);
// A field of the request's head; NULL where there is none. Valid while the request is.
const char *cmh_header(cmh_server *server, cmh_connection *connection, const char *name);
// The value of a `name=value` behind the address.
const char *cmh_argument(cmh_server *server, cmh_connection *connection, const char *name);

// ---- answers ----

// Fields are names and values in turn, ended by NULL.
bool cmh_answer(
  cmh_server *server, cmh_connection *connection, uint32_t status, const char *const *fields,
  const uint8_t *body, size_t count);

typedef struct cmh_stream {
  void *context;
  // Puts up to `most` bytes there and returns how many; 0 after `cmh_suspend`; -1 at the end.
  ssize_t (*read)(void *context, uint8_t *bytes, size_t most);
  // The stream's last call.
  void (*release)(void *context);
} cmh_stream;

// An answer without an end known beforehand. `release` is called where this returns false too.
bool cmh_answer_stream(
  cmh_server *server, cmh_connection *connection, const char *const *fields, cmh_stream stream);

// Lets a stream rest until it is resumed; to be called by its `read`.
void cmh_suspend(cmh_server *server, cmh_connection *connection);
// To be called from any thread, once for each time it was suspended.
void cmh_resume(cmh_server *server, cmh_connection *connection);

// ---- threads ----

// Blocks the signals that the program handles, for a thread whose time is not to be taken by them.
void cmh_block_signals(void);
// Lets other threads go before this one where there are too few processors for all.
void cmh_yield_to_others(void);

#endif
