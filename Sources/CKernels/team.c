// A team of threads that run one function together, again and again, thousands of times a second. A
// member without work looks for it: first without a pause, then letting others run, then asleep, so
// that neither a lock nor a system call stands between two steps of a training under way.
#include "CKernels.h"

#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

typedef struct {
  descent_team *team;
  ptrdiff_t number;
  pthread_t thread;
} member;

struct descent_team {
  // Counts the calls of descent_team_run.
  atomic_ulong round;
  // Members still at work in this round, the caller not among them.
  _Alignas(64) atomic_long working;
  _Alignas(64) void (*work)(void *context, ptrdiff_t member);
  void *context;
  int ending;
  // How often a member looks for work without a pause; not at all where there are more members than
  // processors, since another member may be waiting for this one's.
  unsigned spins;
  ptrdiff_t members;
  // The members beside the caller.
  member others[];
};

// Waiting, for the turn-th time in a row.
static void wait_a_little(const descent_team *team, unsigned turn) {
  if (turn < team->spins) {
#if defined(__x86_64__)
    __builtin_ia32_pause();
#elif defined(__aarch64__)
    __asm__ volatile("yield");
#endif
  } else if (turn < team->spins + 200) {
    sched_yield();
  } else {
    const struct timespec nap = {0, 50000};
    nanosleep(&nap, NULL);
  }
}

static void *belong(void *argument) {
  const member *me = argument;
  descent_team *team = me->team;
  for (unsigned long seen = 0;; seen++) {
    for (unsigned turn = 0; atomic_load_explicit(&team->round, memory_order_acquire) == seen; turn++)
      wait_a_little(team, turn);
    if (team->ending) return NULL;
    team->work(team->context, me->number);
    atomic_fetch_sub_explicit(&team->working, 1, memory_order_release);
  }
}

static void start_round(descent_team *team) {
  atomic_store_explicit(&team->working, team->members - 1, memory_order_relaxed);
  atomic_fetch_add_explicit(&team->round, 1, memory_order_release);
}

descent_team *descent_team_start(ptrdiff_t members) {
  if (members < 1) members = 1;
  const size_t size = sizeof(descent_team) + (size_t)(members - 1) * sizeof(member);
  // The size is a multiple of the alignment, as aligned_alloc wants it.
  descent_team *team = aligned_alloc(64, (size + 63) / 64 * 64);
  if (!team) return NULL;
  atomic_init(&team->round, 0);
  atomic_init(&team->working, 0);
  team->work = NULL;
  team->context = NULL;
  team->ending = 0;
  team->spins = members <= sysconf(_SC_NPROCESSORS_ONLN) ? 2000 : 0;
  team->members = 1;
  // Signals are for the threads that were there before.
  sigset_t all, before;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  for (ptrdiff_t number = 1; number < members; number++) {
    member *other = &team->others[number - 1];
    other->team = team;
    other->number = number;
    if (pthread_create(&other->thread, NULL, belong, other) != 0) break;
    team->members++;
  }
  pthread_sigmask(SIG_SETMASK, &before, NULL);
  return team;
}

ptrdiff_t descent_team_members(const descent_team *team) { return team->members; }

void descent_team_run(
    descent_team *team, void (*work)(void *context, ptrdiff_t member), void *context) {
  team->work = work;
  team->context = context;
  start_round(team);
  work(context, 0);
  for (unsigned turn = 0; atomic_load_explicit(&team->working, memory_order_acquire) > 0; turn++)
    wait_a_little(team, turn);
}

void descent_team_end(descent_team *team) {
  team->ending = 1;
  start_round(team);
  for (ptrdiff_t i = 0; i < team->members - 1; i++) pthread_join(team->others[i].thread, NULL);
  free(team);
}
