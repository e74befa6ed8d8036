// Signals and terminal modes: what belongs to the process as a whole and must be reachable from a
// signal handler, and so lives in static storage. Handlers only set atomics and write to a pipe.
#define _GNU_SOURCE
#include "CLineEditor.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

static atomic_uint interrupt_count;
static atomic_uint forgiven_count;
static atomic_int termination_signal;
static atomic_uint pending_signals;
static atomic_llong last_interrupt;
static atomic_llong interrupt_gap;

static bool is_installed;
static int signal_pipe[2] = {-1, -1};

// The terminal's modes from outside the editor, meaningful while `is_reading`.
static struct termios outer_modes;
static atomic_bool is_reading;
static atomic_bool is_marking_pastes;

static const int caught_while_reading[] = {SIGWINCH, SIGTSTP, SIGCONT, SIGQUIT};
enum { caught_count = sizeof caught_while_reading / sizeof caught_while_reading[0] };
static struct sigaction outer_actions[caught_count];

// Presses of Ctrl-C that nobody dealt with, at which the handler itself ends the process: the
// program had its chance at the third.
enum { hopeless_presses = 4 };

static long long milliseconds_now(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (long long)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void note_interrupt(void) {
  unsigned count = atomic_fetch_add(&interrupt_count, 1) + 1;
  long long now = milliseconds_now();
  atomic_store(&interrupt_gap, now - atomic_exchange(&last_interrupt, now));
  atomic_fetch_or(&pending_signals, CLE_SIGNAL_INTERRUPT);
  if (count - atomic_load(&forgiven_count) >= hopeless_presses && !atomic_load(&is_reading)) {
    cle_restore_terminal();
    _exit(130);
  }
}

static void handle_signal(int number) {
  int saved_errno = errno;
  switch (number) {
  case SIGINT: note_interrupt(); break;
  case SIGTERM:
  case SIGHUP: atomic_store(&termination_signal, number); break;
  case SIGWINCH: atomic_fetch_or(&pending_signals, CLE_SIGNAL_RESIZE); break;
  case SIGTSTP: atomic_fetch_or(&pending_signals, CLE_SIGNAL_STOP); break;
  case SIGCONT: atomic_fetch_or(&pending_signals, CLE_SIGNAL_CONTINUE); break;
  default: break;
  }
  // A full pipe is as good as one more byte in it.
  ssize_t ignored = write(signal_pipe[1], "", 1);
  (void)ignored;
  errno = saved_errno;
}

static void catch_signal(int number, void (*handler)(int), struct sigaction *previous) {
  struct sigaction action;
  memset(&action, 0, sizeof action);
  action.sa_handler = handler;
  action.sa_flags = SA_RESTART;
  sigemptyset(&action.sa_mask);
  struct sigaction old;
  sigaction(number, NULL, &old);
  if (previous) *previous = old;
  if (old.sa_handler != SIG_IGN) sigaction(number, &action, NULL);
}

void cle_install_signals(void) {
  if (is_installed) return;
  is_installed = true;
  if (pipe(signal_pipe) == 0) {
    for (int end = 0; end < 2; end++) {
      fcntl(signal_pipe[end], F_SETFD, FD_CLOEXEC);
      fcntl(signal_pipe[end], F_SETFL, O_NONBLOCK);
    }
  } else {
    signal_pipe[0] = signal_pipe[1] = -1;
  }
  catch_signal(SIGINT, handle_signal, NULL);
  catch_signal(SIGTERM, handle_signal, NULL);
  catch_signal(SIGHUP, handle_signal, NULL);
}

uint32_t cle_interrupt_count(void) { return atomic_load(&interrupt_count); }

int64_t cle_interrupt_gap_milliseconds(void) { return atomic_load(&interrupt_gap); }

void cle_forgive_interrupts(void) {
  atomic_store(&forgiven_count, atomic_load(&interrupt_count));
}

int32_t cle_termination_signal(void) { return atomic_load(&termination_signal); }

int32_t cle_signal_descriptor(void) { return signal_pipe[0]; }

void cle_drain_signals(void) {
  char bytes[64];
  while (signal_pipe[0] >= 0 && read(signal_pipe[0], bytes, sizeof bytes) > 0) {
  }
}

uint32_t cle_take_signals(void) {
  cle_drain_signals();
  return atomic_exchange(&pending_signals, 0);
}

// ---- terminal modes ----

void cle_begin_reading(void) {
  if (atomic_load(&is_reading) || tcgetattr(STDIN_FILENO, &outer_modes) != 0) return;
  atomic_store(&is_reading, true);
  for (int i = 0; i < caught_count; i++) {
    int number = caught_while_reading[i];
    catch_signal(number, number == SIGQUIT ? SIG_IGN : handle_signal, &outer_actions[i]);
  }
}

void cle_end_reading(void) {
  if (!atomic_load(&is_reading)) return;
  cle_mark_pastes(false);
  atomic_store(&is_reading, false);
  for (int i = 0; i < caught_count; i++) {
    sigaction(caught_while_reading[i], &outer_actions[i], NULL);
  }
}

void cle_stop_process(void) {
  struct sigaction action, previous;
  memset(&action, 0, sizeof action);
  action.sa_handler = SIG_DFL;
  sigemptyset(&action.sa_mask);
  sigaction(SIGTSTP, &action, &previous);
  // The rest of the foreground group got its own signal from the terminal.
  kill(getpid(), SIGTSTP);
  sigaction(SIGTSTP, &previous, NULL);
}

void cle_mark_pastes(bool on) {
  if (atomic_exchange(&is_marking_pastes, on) == on) return;
  const char *sequence = on ? "\033[?2004h" : "\033[?2004l";
  ssize_t ignored = write(STDOUT_FILENO, sequence, 8);
  (void)ignored;
}

void cle_restore_terminal(void) {
  if (!atomic_load(&is_reading)) return;
  cle_mark_pastes(false);
  // A process in the background that sets modes would be stopped.
  sigset_t block, old;
  sigemptyset(&block);
  sigaddset(&block, SIGTTOU);
  sigprocmask(SIG_BLOCK, &block, &old);
  tcsetattr(STDIN_FILENO, TCSANOW, &outer_modes);
  sigprocmask(SIG_SETMASK, &old, NULL);
}
