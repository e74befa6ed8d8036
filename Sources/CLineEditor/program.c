// A program of the user's own that has the terminal for a while: it gets the keys, the signals of the
// terminal and its modes; what it leaves behind of these is put back.
#define _GNU_SOURCE
#include "CLineEditor.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stddef.h>
#include <string.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

extern char **environ;

// The shell's interpretation is of the user's own command alone: the argument comes to it as a value.
static int start(const char *command, const char *argument, pid_t *process) {
  // What this process ignores, the program is to hear.
  sigset_t heard, blocked;
  sigemptyset(&heard);
  sigemptyset(&blocked);
  const int numbers[] = {SIGINT, SIGQUIT, SIGTSTP, SIGTTIN, SIGTTOU, SIGPIPE, SIGXFSZ};
  for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++) sigaddset(&heard, numbers[i]);
  posix_spawnattr_t attributes;
  int code = posix_spawnattr_init(&attributes);
  if (code != 0) return code;
  posix_spawnattr_setsigdefault(&attributes, &heard);
  posix_spawnattr_setsigmask(&attributes, &blocked);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK);
  char *const words[] = {"sh", "-c", (char *)command, "sh", (char *)argument, NULL};
  code = posix_spawn(process, "/bin/sh", NULL, &attributes, words, environ);
  posix_spawnattr_destroy(&attributes);
  return code;
}

// A program that stopped itself alone would leave nobody at the terminal: this process stops with it.
static void stop_with(pid_t process, const struct termios *modes) {
  struct termios its_modes;
  bool has_modes = tcgetattr(STDIN_FILENO, &its_modes) == 0;
  if (modes) tcsetattr(STDIN_FILENO, TCSANOW, modes);
  cle_stop_process();
  if (has_modes) tcsetattr(STDIN_FILENO, TCSANOW, &its_modes);
  kill(process, SIGCONT);
}

static int32_t wait_for(pid_t process, const struct termios *modes) {
  bool is_told = false;
  while (true) {
    int status = 0;
    pid_t found = waitpid(process, &status, WNOHANG | WUNTRACED);
    if (found == process && WIFSTOPPED(status)) {
      stop_with(process, modes);
      continue;
    }
    if (found == process) return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    if (found < 0 && errno != EINTR) return -errno;
    if (cle_termination_signal() != 0) {
      // It has had its chance to save what was typed.
      if (is_told) return 128 + cle_termination_signal();
      is_told = true;
      kill(process, cle_termination_signal());
    }
    struct pollfd request = {.fd = cle_signal_descriptor(), .events = POLLIN};
    poll(&request, 1, is_told ? 500 : 20);
    cle_drain_signals();
  }
}

// Where a program left the terminal to a group of its own that is gone, nobody has it. In the background
// setting modes stops this process until it is in the foreground again, as it should.
static void take_back(const struct termios *modes) {
  pid_t holder = tcgetpgrp(STDIN_FILENO);
  if (holder > 1 && holder != getpgrp() && kill(-holder, 0) != 0 && errno == ESRCH) {
    struct sigaction ignored, before;
    memset(&ignored, 0, sizeof ignored);
    ignored.sa_handler = SIG_IGN;
    sigemptyset(&ignored.sa_mask);
    sigaction(SIGTTOU, &ignored, &before);
    tcsetpgrp(STDIN_FILENO, getpgrp());
    sigaction(SIGTTOU, &before, NULL);
  }
  tcsetattr(STDIN_FILENO, TCSADRAIN, modes);
}

int32_t cle_run_program(const char *command, const char *argument) {
  struct termios modes;
  bool has_modes = tcgetattr(STDIN_FILENO, &modes) == 0;
  struct sigaction ignored, interrupt, quit;
  memset(&ignored, 0, sizeof ignored);
  ignored.sa_handler = SIG_IGN;
  sigemptyset(&ignored.sa_mask);
  sigaction(SIGINT, &ignored, &interrupt);
  sigaction(SIGQUIT, &ignored, &quit);
  pid_t process = 0;
  int code = start(command, argument, &process);
  int32_t ending = code != 0 ? -code : wait_for(process, has_modes ? &modes : NULL);
  if (has_modes) take_back(&modes);
  sigaction(SIGQUIT, &quit, NULL);
  sigaction(SIGINT, &interrupt, NULL);
  return ending;
}
