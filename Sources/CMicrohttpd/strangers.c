#include "strangers.h"

#include <stdlib.h>
#include <sys/socket.h>

struct stranger {
  // -1 where it is in the list no more.
  int descriptor;
  time_t since;
  stranger *before, *after;
};

static time_t now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec;
}

static void take_out(strangers *all, stranger *one) {
  if (one->before) one->before->after = one->after;
  else all->first = one->after;
  if (one->after) one->after->before = one->before;
  else all->last = one->before;
  one->descriptor = -1;
  all->count--;
}

// The server's thread finds the socket at its end, and closes it.
static void end(strangers *all, stranger *one) {
  shutdown(one->descriptor, SHUT_RDWR);
  take_out(all, one);
}

stranger *stranger_comes(strangers *all, int descriptor, unsigned most) {
  stranger *one = malloc(sizeof *one);
  if (!one) return NULL;
  pthread_mutex_lock(&all->lock);
  if (all->count >= most && all->first) end(all, all->first);
  *one = (stranger){.descriptor = descriptor, .since = now(), .before = all->last};
  if (all->last) all->last->after = one;
  else all->first = one;
  all->last = one;
  all->count++;
  pthread_mutex_unlock(&all->lock);
  return one;
}

void stranger_is_known(strangers *all, stranger *one) {
  pthread_mutex_lock(&all->lock);
  if (one->descriptor >= 0) take_out(all, one);
  pthread_mutex_unlock(&all->lock);
}

void stranger_leaves(strangers *all, stranger *one) {
  stranger_is_known(all, one);
  free(one);
}

void strangers_end_older(strangers *all, time_t seconds) {
  time_t latest = now() - seconds;
  pthread_mutex_lock(&all->lock);
  while (all->first && all->first->since < latest) end(all, all->first);
  pthread_mutex_unlock(&all->lock);
}
