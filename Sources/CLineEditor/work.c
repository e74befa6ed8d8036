// The terminal's modes while a command runs. A process that is stopped or ended in the middle of one must not
// leave a terminal behind that shows no key, so the signals of the terminal pass through here: handlers call
// only what POSIX allows in them.
#define _GNU_SOURCE
#include "CLineEditorWork.h"

#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

// The modes from outside, meaningful while `has_terminal`, and those of the work.
static struct termios outer_modes;
static struct termios work_modes;
static atomic_bool is_working;
static atomic_bool is_silent;
// Whether the terminal has the work's modes.
static atomic_bool has_terminal;
static atomic_int interrupts;
// Held by whoever is taking the terminal: a handler on another thread may be about to.
static atomic_flag is_entering = ATOMIC_FLAG_INIT;

static const int caught_in_work[] = {SIGINT, SIGQUIT, SIGTSTP, SIGCONT};
enum { caught_count = sizeof caught_in_work / sizeof caught_in_work[0] };
static struct sigaction outer_actions[caught_count];

// The press of Ctrl-C after which the program may end at any moment.
enum { last_presses = 3 };

// In the background, setting modes would stop this process, or change those of whoever has the terminal.
static bool is_foreground(void) {
  pid_t holder = tcgetpgrp(STDIN_FILENO);
  return holder < 0 || holder == getpgrp();
}

static void take_terminal(void) {
  if (!atomic_load(&is_working) || atomic_load(&has_terminal) || !is_foreground()) return;
  if (tcgetattr(STDIN_FILENO, &outer_modes) != 0) return;
  work_modes = outer_modes;
  work_modes.c_lflag &= ~(tcflag_t)ECHOCTL;
  if (atomic_load(&is_silent)) {
    work_modes.c_lflag &= ~(tcflag_t)(ICANON | ECHO);
    work_modes.c_cc[VMIN] = 0;
    work_modes.c_cc[VTIME] = 0;
  }
  // A handler that comes between gives it back before, and again after.
  atomic_store(&has_terminal, true);
  tcsetattr(STDIN_FILENO, TCSANOW, &work_modes);
  atomic_store(&has_terminal, true);
}

static void enter(void) {
  if (atomic_flag_test_and_set(&is_entering)) return;
  take_terminal();
  atomic_flag_clear(&is_entering);
}

static void leave(void) {
  if (!atomic_exchange(&has_terminal, false) || !is_foreground()) return;
  tcsetattr(STDIN_FILENO, TCSANOW, &outer_modes);
}

// As if the signal had never been caught: the process stops or ends here.
static void obey(int number, const struct sigaction *action) {
  struct sigaction own;
  sigset_t only, before;
  sigemptyset(&only);
  sigaddset(&only, number);
  sigaction(number, action, &own);
  pthread_kill(pthread_self(), number);
  pthread_sigmask(SIG_UNBLOCK, &only, &before);
  pthread_sigmask(SIG_SETMASK, &before, NULL);
  sigaction(number, &own, NULL);
}

// What another process has done with the terminal meanwhile is left to it; where it is still as this one left
// it, its modes are no others'.
static void go_on(void) {
  struct termios now;
  bool is_same = atomic_load(&has_terminal) && tcgetattr(STDIN_FILENO, &now) == 0 &&
                 now.c_lflag == work_modes.c_lflag;
  if (is_same) return;
  atomic_store(&has_terminal, false);
  enter();
}

static void handle_signal(int number) {
  int saved_errno = errno;
  int place = 0;
  while (caught_in_work[place] != number) place++;
  const struct sigaction *outer = &outer_actions[place];
  switch (number) {
  case SIGINT:
    if (atomic_fetch_add(&interrupts, 1) + 1 >= last_presses) leave();
    if (outer->sa_handler == SIG_DFL) obey(number, outer);
    else outer->sa_handler(number);
    break;
  case SIGCONT: go_on(); break;
  default:
    leave();
    obey(number, outer);
    enter();
    break;
  }
  errno = saved_errno;
}

bool cle_begin_work(bool silent) {
  static bool is_registered;
  if (atomic_load(&is_working) || isatty(STDIN_FILENO) != 1) return false;
  if (!is_registered) atexit(cle_end_work);
  is_registered = true;
  atomic_store(&is_silent, silent);
  atomic_store(&interrupts, 0);
  struct sigaction action;
  memset(&action, 0, sizeof action);
  action.sa_handler = handle_signal;
  action.sa_flags = SA_RESTART;
  sigemptyset(&action.sa_mask);
  for (int i = 0; i < caught_count; i++) sigaddset(&action.sa_mask, caught_in_work[i]);
  atomic_store(&is_working, true);
  for (int i = 0; i < caught_count; i++) sigaction(caught_in_work[i], NULL, &outer_actions[i]);
  for (int i = 0; i < caught_count; i++) {
    if (outer_actions[i].sa_handler != SIG_IGN) sigaction(caught_in_work[i], &action, NULL);
  }
  enter();
  return true;
}

void cle_end_work(void) {
  if (!atomic_exchange(&is_working, false)) return;
  leave();
  for (int i = 0; i < caught_count; i++) sigaction(caught_in_work[i], &outer_actions[i], NULL);
}

bool cle_is_silent(void) { return atomic_load(&is_working) && atomic_load(&is_silent); }

size_t cle_read_ahead(void *bytes, size_t size) {
  if (!cle_is_silent()) return 0;
  // It may have come to the foreground without a signal.
  enter();
  struct pollfd request = {.fd = STDIN_FILENO, .events = POLLIN};
  if (!atomic_load(&has_terminal) || !is_foreground() || poll(&request, 1, 0) != 1) return 0;
  ssize_t count = read(STDIN_FILENO, bytes, size);
  return count > 0 ? (size_t)count : 0;
}
