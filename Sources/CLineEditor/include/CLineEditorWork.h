// The terminal while a command runs and nobody reads lines. What is typed then is for the next prompt: shown by
// the terminal it would stand in the middle of what the command says.
#ifndef CLINEEDITOR_WORK_H
#define CLINEEDITOR_WORK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// Keeps the terminal at standard input from showing control characters and, where `silent`, any key at all;
// then keys can be read one by one too. Ctrl-C, Ctrl-\ and Ctrl-Z act as ever: whatever stops or ends the
// process by them finds the modes as they were, and what goes on has its own again. False where standard
// input is no terminal.
bool cle_begin_work(bool silent);
// Gives the terminal back. May be called at any time, more than once; `exit` calls it.
void cle_end_work(void);
// Whether work has begun that has not ended, and in silence.
bool cle_is_silent(void);
// Takes what was typed during silent work, without waiting: how many bytes.
size_t cle_read_ahead(void *bytes, size_t size);

#endif
