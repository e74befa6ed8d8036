// Connections that have not shown yet that they know the page's token, in the order in which they came. They have
// places of their own, so that they take none from those that are known: where these are all taken the one that
// came first is ended, and so is each that stays one for too long, however busily it sends.
#ifndef STRANGERS_H
#define STRANGERS_H

#include <pthread.h>
#include <time.h>

typedef struct stranger stranger;

typedef struct strangers {
  pthread_mutex_t lock;
  stranger *first, *last;
  unsigned count;
} strangers;

// A new connection's; NULL without memory, and then the connection should end.
stranger *stranger_comes(strangers *all, int descriptor, unsigned most);
// It has shown the token, and is none any more.
void stranger_is_known(strangers *all, stranger *one);
// Its connection ends, known or not.
void stranger_leaves(strangers *all, stranger *one);
void strangers_end_older(strangers *all, time_t seconds);

#endif
