// libmicrohttpd, found at run time, and a server of it. The names and numbers are those of its interface, which
// has kept them since version 0.9.52 (`libmicrohttpd.so.12`).
#define _GNU_SOURCE
#include "CMicrohttpd.h"
#include "strangers.h"

#include <arpa/inet.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

// ---- the library's own interface ----

typedef struct MHD_Daemon MHD_Daemon;
typedef struct MHD_Response MHD_Response;
typedef int (*access_handler)(
  void *context, cmh_connection *connection, const char *path, const char *method,
  const char *version, const char *upload, size_t *upload_size, void **state);
typedef void (*completed_handler)(
  void *context, cmh_connection *connection, void **state, int code);
typedef void (*connection_handler)(void *context, cmh_connection *connection, void **mark, int event);
typedef int (*value_handler)(void *context, int kind, const char *name, const char *value);
typedef ssize_t (*content_reader)(void *context, uint64_t position, char *bytes, size_t most);

enum {
  MHD_NO = 0,
  MHD_YES = 1,
  MHD_USE_INTERNAL_POLLING_THREAD = 8,
  MHD_ALLOW_SUSPEND_RESUME = 8192 | 1024,
  MHD_USE_AUTO = 65536,
  MHD_OPTION_END = 0,
  MHD_OPTION_CONNECTION_LIMIT = 2,
  MHD_OPTION_CONNECTION_TIMEOUT = 3,
  MHD_OPTION_NOTIFY_COMPLETED = 4,
  MHD_OPTION_LISTEN_SOCKET = 12,
  MHD_OPTION_NOTIFY_CONNECTION = 27,
  MHD_CONNECTION_NOTIFY_STARTED = 0,
  MHD_CONNECTION_INFO_CONNECTION_FD = 6,
  MHD_CONNECTION_INFO_SOCKET_CONTEXT = 7,
  MHD_HEADER_KIND = 1,
  MHD_GET_ARGUMENT_KIND = 8,
  MHD_RESPMEM_MUST_COPY = 2,
};

struct cmh_library {
  void *handle;
  MHD_Daemon *(*start_daemon)(
    unsigned flags, uint16_t port, void *accept, void *accept_context, access_handler handler,
    void *context, ...);
  void (*stop_daemon)(MHD_Daemon *);
  const char *(*lookup)(cmh_connection *, int kind, const char *name);
  int (*values)(cmh_connection *, int kind, value_handler, void *context);
  const void *(*connection_info)(cmh_connection *, int what, ...);
  MHD_Response *(*response_from_buffer)(size_t count, void *bytes, int mode);
  MHD_Response *(*response_from_callback)(
    uint64_t size, size_t block, content_reader, void *context, void (*release)(void *));
  int (*add_header)(MHD_Response *, const char *name, const char *value);
  int (*queue)(cmh_connection *, unsigned status, MHD_Response *);
  void (*destroy_response)(MHD_Response *);
  void (*suspend)(cmh_connection *);
  void (*resume)(cmh_connection *);
};

struct cmh_server {
  cmh_library *library;
  MHD_Daemon *daemon;
  cmh_limits limits;
  cmh_callbacks callbacks;
  uint16_t port;
  strangers strangers;
};

// What came of a request so far.
typedef struct request {
  bool is_answered;
  size_t count;
  uint8_t body[];
} request;

// ---- finding it ----

static bool find(void *handle, const char *name, void *place) {
  void *symbol = dlsym(handle, name);
  memcpy(place, &symbol, sizeof symbol);
  return symbol != NULL;
}

cmh_library *cmh_load(const char *name) {
  void *handle = dlopen(name, RTLD_NOW | RTLD_LOCAL);
  if (!handle) return NULL;
  cmh_library *library = calloc(1, sizeof *library);
  if (!library) {
    dlclose(handle);
    return NULL;
  }
  library->handle = handle;
  bool is_whole = find(handle, "MHD_start_daemon", &library->start_daemon) &&
                  find(handle, "MHD_stop_daemon", &library->stop_daemon) &&
                  find(handle, "MHD_lookup_connection_value", &library->lookup) &&
                  find(handle, "MHD_get_connection_values", &library->values) &&
                  find(handle, "MHD_get_connection_info", &library->connection_info) &&
                  find(handle, "MHD_create_response_from_buffer", &library->response_from_buffer) &&
                  find(handle, "MHD_create_response_from_callback", &library->response_from_callback) &&
                  find(handle, "MHD_add_response_header", &library->add_header) &&
                  find(handle, "MHD_queue_response", &library->queue) &&
                  find(handle, "MHD_destroy_response", &library->destroy_response) &&
                  find(handle, "MHD_suspend_connection", &library->suspend) &&
                  find(handle, "MHD_resume_connection", &library->resume);
  if (is_whole) return library;
  cmh_unload(library);
  return NULL;
}

void cmh_unload(cmh_library *library) {
  if (!library) return;
  dlclose(library->handle);
  free(library);
}

// ---- requests ----

static int on_request(
  void *context, cmh_connection *connection, const char *path, const char *method,
  const char *version, const char *upload, size_t *upload_size, void **state) {
  (void)version;
  cmh_server *server = context;
  request *current = *state;
  if (!current) {
    current = calloc(1, sizeof *current + server->limits.body);
    if (!current) return MHD_NO;
    *state = current;
    return server->callbacks.begins(
      server->callbacks.context, server, connection, method, path);
  }
  if (*upload_size > 0) {
    if (*upload_size > server->limits.body - current->count) return MHD_NO;
    memcpy(current->body + current->count, upload, *upload_size);
    current->count += *upload_size;
    *upload_size = 0;
    return MHD_YES;
  }
  if (current->is_answered) return MHD_YES;
  current->is_answered = true;
  return server->callbacks.arrives(
    server->callbacks.context, server, connection, method, path, current->body, current->count);
}

static void on_completed(void *context, cmh_connection *connection, void **state, int code) {
  (void)context, (void)connection, (void)code;
  free(*state);
  *state = NULL;
}

// ---- who is there ----

static void on_connection(void *context, cmh_connection *connection, void **mark, int event) {
  cmh_server *server = context;
  if (event == MHD_CONNECTION_NOTIFY_STARTED) {
    const int *descriptor =
      server->library->connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
    if (!descriptor) return;
    *mark = stranger_comes(&server->strangers, *descriptor, server->limits.strangers);
    if (!*mark) shutdown(*descriptor, SHUT_RDWR);
  } else if (*mark) {
    stranger_leaves(&server->strangers, *mark);
    *mark = NULL;
  }
}

void cmh_know(cmh_server *server, cmh_connection *connection) {
  stranger *const *one =
    server->library->connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
  if (one && *one) stranger_is_known(&server->strangers, *one);
}

void cmh_end_strangers(cmh_server *server) {
  strangers_end_older(&server->strangers, (time_t)server->limits.stranger_seconds);
}

typedef struct counting {
  const char *name;
  uint32_t count;
} counting;

static int count_value(void *context, int kind, const char *name, const char *value) {
  (void)kind, (void)value;
  counting *counting = context;
  if (strcasecmp(name, counting->name) == 0) counting->count++;
  return MHD_YES;
}

uint32_t cmh_header_count(cmh_server *server, cmh_connection *connection, const char *name) {
  counting counting = {.name = name};
  server->library->values(connection, MHD_HEADER_KIND, count_value, &counting);
  return counting.count;
}

const char *cmh_header(cmh_server *server, cmh_connection *connection, const char *name) {
  return server->library->lookup(connection, MHD_HEADER_KIND, name);
}

const char *cmh_argument(cmh_server *server, cmh_connection *connection, const char *name) {
  return server->library->lookup(connection, MHD_GET_ARGUMENT_KIND, name);
}

// ---- answers ----

static bool answer(
  cmh_server *server, cmh_connection *connection, unsigned status, const char *const *fields,
  MHD_Response *response) {
  cmh_library *library = server->library;
  for (; fields[0]; fields += 2) library->add_header(response, fields[0], fields[1]);
  int queued = library->queue(connection, status, response);
  library->destroy_response(response);
  return queued == MHD_YES;
}

bool cmh_answer(
  cmh_server *server, cmh_connection *connection, uint32_t status, const char *const *fields,
  const uint8_t *body, size_t count) {
  MHD_Response *response = server->library->response_from_buffer(
    count, (void *)(uintptr_t)body, MHD_RESPMEM_MUST_COPY);
  return response && answer(server, connection, status, fields, response);
}

static ssize_t read_stream(void *context, uint64_t position, char *bytes, size_t most) {
  (void)position;
  cmh_stream *stream = context;
  return stream->read(stream->context, (uint8_t *)bytes, most);
}

static void release_stream(void *context) {
  cmh_stream *stream = context;
  stream->release(stream->context);
  free(stream);
}

bool cmh_answer_stream(
  cmh_server *server, cmh_connection *connection, const char *const *fields, cmh_stream stream) {
  cmh_stream *kept = malloc(sizeof *kept);
  if (!kept) {
    stream.release(stream.context);
    return false;
  }
  *kept = stream;
  MHD_Response *response = server->library->response_from_callback(
    UINT64_MAX, 1 << 15, read_stream, kept, release_stream);
  if (!response) {
    release_stream(kept);
    return false;
  }
  return answer(server, connection, 200, fields, response);
}

void cmh_suspend(cmh_server *server, cmh_connection *connection) {
  server->library->suspend(connection);
}

void cmh_resume(cmh_server *server, cmh_connection *connection) {
  server->library->resume(connection);
}

// ---- listening ----

static int bound_socket(const struct sockaddr *address, socklen_t size) {
  int descriptor = socket(address->sa_family, SOCK_STREAM, 0);
  if (descriptor < 0) return -1;
  int on = 1;
  fcntl(descriptor, F_SETFD, FD_CLOEXEC);
  fcntl(descriptor, F_SETFL, O_NONBLOCK);
  setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  if (bind(descriptor, address, size) == 0 && listen(descriptor, 64) == 0) return descriptor;
  int code = errno;
  close(descriptor);
  errno = code;
  return -1;
}

// A socket at a numeric address; -1 with `errno`.
static int listening_socket(const char *text, uint16_t port) {
  struct sockaddr_in four = {.sin_family = AF_INET, .sin_port = htons(port)};
  if (inet_pton(AF_INET, text, &four.sin_addr) == 1) {
    return bound_socket((const struct sockaddr *)&four, sizeof four);
  }
  struct sockaddr_in6 six = {.sin6_family = AF_INET6, .sin6_port = htons(port)};
  if (inet_pton(AF_INET6, text, &six.sin6_addr) == 1) {
    return bound_socket((const struct sockaddr *)&six, sizeof six);
  }
  errno = EINVAL;
  return -1;
}

static uint16_t port_of(int descriptor) {
  struct sockaddr_storage address;
  socklen_t size = sizeof address;
  if (getsockname(descriptor, (struct sockaddr *)&address, &size) != 0) return 0;
  if (address.ss_family == AF_INET6) return ntohs(((struct sockaddr_in6 *)&address)->sin6_port);
  return ntohs(((struct sockaddr_in *)&address)->sin_port);
}

void cmh_block_signals(void) {
  sigset_t signals;
  sigemptyset(&signals);
  const int numbers[] = {SIGINT,  SIGTERM,  SIGHUP,  SIGQUIT, SIGWINCH,
                         SIGTSTP, SIGCONT, SIGPIPE, SIGXFSZ};
  for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++) sigaddset(&signals, numbers[i]);
  pthread_sigmask(SIG_BLOCK, &signals, NULL);
}

void cmh_yield_to_others(void) {
#ifdef __APPLE__
  pthread_set_qos_class_self_np(QOS_CLASS_UTILITY, 0);
#else
  // Linux has a priority for each thread. A quarter of a processor at most that others want: where all are
  // busy, the tenth that pictures take still comes.
  setpriority(PRIO_PROCESS, 0, 5);
#endif
}

cmh_server *cmh_start(
  cmh_library *library, const char *address, uint16_t port, cmh_limits limits,
  cmh_callbacks callbacks, int32_t *error) {
  int descriptor = listening_socket(address, port);
  *error = descriptor < 0 ? errno : 0;
  if (descriptor < 0) return NULL;
  cmh_server *server = calloc(1, sizeof *server);
  if (!server) {
    close(descriptor);
    return NULL;
  }
  *server = (cmh_server){
    .library = library, .limits = limits, .callbacks = callbacks, .port = port_of(descriptor)};
  pthread_mutex_init(&server->strangers.lock, NULL);
  // Its thread takes over what is blocked here.
  sigset_t before;
  pthread_sigmask(SIG_BLOCK, NULL, &before);
  cmh_block_signals();
  server->daemon = library->start_daemon(
    MHD_USE_INTERNAL_POLLING_THREAD | MHD_ALLOW_SUSPEND_RESUME | MHD_USE_AUTO, port, NULL, NULL,
    on_request, server, MHD_OPTION_LISTEN_SOCKET, descriptor, MHD_OPTION_CONNECTION_LIMIT,
    limits.connections, MHD_OPTION_CONNECTION_TIMEOUT, limits.idle_seconds,
    MHD_OPTION_NOTIFY_COMPLETED, (completed_handler)on_completed, NULL,
    MHD_OPTION_NOTIFY_CONNECTION, (connection_handler)on_connection, server, MHD_OPTION_END);
  pthread_sigmask(SIG_SETMASK, &before, NULL);
  if (server->daemon) return server;
  close(descriptor);
  free(server);
  return NULL;
}

uint16_t cmh_port(const cmh_server *server) { return server->port; }

void cmh_stop(cmh_server *server) {
  if (!server) return;
  server->library->stop_daemon(server->daemon);
  free(server);
}
