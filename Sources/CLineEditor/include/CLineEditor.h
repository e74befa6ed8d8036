// Fixed-arity functions over libedit, whose own are variadic and so out of Swift's reach, and the
// process-wide things that a line editor needs: signal handlers and terminal modes.
//
// Text crosses this border as UTF-32 code units ended by 0, which is what wchar_t holds here, so that
// nothing depends on the locale's encoding.
#ifndef CLINEEDITOR_H
#define CLINEEDITOR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// ---- the editor (editor.c) ----

typedef struct cle_editor cle_editor;

// What a key that the program handles itself asks for: a constant, the name by which ~/.editrc can bind it, and what
// it does.
#define CLE_COMMANDS(X) \
  X(CLE_COMPLETE, "descent-complete", "Complete the word") \
  X(CLE_PREVIOUS, "descent-previous", "Previous line that begins like this one") \
  X(CLE_NEXT, "descent-next", "Next line that begins like this one") \
  X(CLE_SEARCH, "descent-search", "Choose among earlier lines") \
  X(CLE_INSERT_PENDING, "descent-insert", "Insert what the key source holds, such as a pasted block") \
  X(CLE_SHOW_CURSOR, "descent-show-cursor", "Show where the cursor is") \
  X(CLE_BACKWARD_CHARACTER, "descent-backward-char", "One character back") \
  X(CLE_FORWARD_CHARACTER, "descent-forward-char", "One character on; at the end, take the suggestion") \
  X(CLE_BACKWARD_WORD, "descent-backward-word", "To the beginning of the word") \
  X(CLE_FORWARD_WORD, "descent-forward-word", "To the end of the word; at the end, take one of the suggestion") \
  X(CLE_LINE_END, "descent-line-end", "To the end; there, take the suggestion") \
  X(CLE_DELETE_BACKWARD, "descent-delete-backward", "Delete the character before") \
  X(CLE_DELETE_FORWARD, "descent-delete-forward", "Delete the character under the cursor") \
  X(CLE_DELETE_OR_END, "descent-delete-or-end", "Delete the character under the cursor; end an empty line") \
  X(CLE_KILL_WORD_BACKWARD, "descent-kill-word-backward", "Cut back to the beginning of the word") \
  X(CLE_KILL_TO_BLANK, "descent-kill-to-blank", "Cut back to the blank") \
  X(CLE_KILL_WORD, "descent-kill-word", "Cut to the end of the word") \
  X(CLE_KILL_TO_END, "descent-kill-to-end", "Cut to the end of the line") \
  X(CLE_KILL_TO_START, "descent-kill-to-start", "Cut to the beginning of the line") \
  X(CLE_YANK, "descent-yank", "Insert what was cut") \
  X(CLE_YANK_EARLIER, "descent-yank-earlier", "After that, insert what was cut before instead") \
  X(CLE_LAST_ARGUMENT, "descent-last-argument", "Insert the last word of the line before") \
  X(CLE_TRANSPOSE_WORDS, "descent-transpose-words", "Exchange the word with the one before") \
  X(CLE_UNDO, "descent-undo", "Take back the last change of the line") \
  X(CLE_REDO, "descent-redo", "Make it again") \
  X(CLE_COMMENT, "descent-comment", "Keep the line in the history as a comment, unrun") \
  X(CLE_EDIT_OUTSIDE, "descent-edit", "Edit the line in $EDITOR") \
  X(CLE_HELP, "descent-help", "Help on what the cursor is at; the line is kept") \
  X(CLE_CLEAR_SCREEN, "descent-clear-screen", "Empty the window but for the line")

typedef enum cle_command {
#define CLE_CONSTANT(constant, name, help) constant,
  CLE_COMMANDS(CLE_CONSTANT)
#undef CLE_CONSTANT
} cle_command;

// What happens on the screen after a command.
typedef enum cle_outcome {
  CLE_NOTHING,
  CLE_REFRESH,
  CLE_MOVE_CURSOR,
  CLE_BEEP,
  // As Ctrl-D on an empty line.
  CLE_END,
} cle_outcome;

typedef struct cle_callbacks {
  void *context;
  // Puts the next key's code into its second argument and returns 1; 0 at the end of input; -1 to
  // give the line up.
  int32_t (*next_key)(void *context, uint32_t *code);
  cle_outcome (*run)(void *context, cle_command command);
} cle_callbacks;

// Codes that `next_key` may return for keys of the program's own: C1 controls, which no keyboard
// sends, since they arrive as one key in every editing mode.
#define CLE_KEY_INSERT_PENDING 0x90u
#define CLE_KEY_SHOW_CURSOR 0x91u
#define CLE_KEY_PREVIOUS 0x92u
#define CLE_KEY_NEXT 0x93u
#define CLE_KEY_LEFT 0x94u
#define CLE_KEY_RIGHT 0x95u
#define CLE_KEY_HOME 0x96u
#define CLE_KEY_END 0x97u
#define CLE_KEY_DELETE 0x98u
#define CLE_KEY_WORD_LEFT 0x99u
#define CLE_KEY_WORD_RIGHT 0x9Au
#define CLE_KEY_DELETE_WORD 0x9Bu
#define CLE_KEY_DELETE_WORD_BACK 0x9Cu
#define CLE_KEY_HELP 0x9Du
#define CLE_KEY_BACK_TAB 0x9Eu
#define CLE_KEY_PAGE_UP 0x9Fu
#define CLE_KEY_PAGE_DOWN 0x8Fu
// To vi's command mode, as Escape.
#define CLE_KEY_COMMAND_MODE 0x8Eu

// Who draws the line.
typedef enum cle_drawing {
  // libedit, without an escape sequence.
  CLE_DRAWING_DUMB,
  // The caller: nothing that libedit writes reaches the terminal.
  CLE_DRAWING_OWN,
} cle_drawing;

// Opens an editor on standard input and output, reads ~/.editrc and binds the keys. NULL when libedit cannot start.
cle_editor *cle_open(const char *program, cle_drawing drawing, cle_callbacks callbacks);
void cle_close(cle_editor *editor);

// Whether ~/.editrc chose vi mode.
bool cle_is_vi(cle_editor *editor);
// Whether ~/.editrc left editing on (`edit off` turns it off).
bool cle_is_editing(cle_editor *editor);
// Whether characters beyond ASCII can be shown.
bool cle_shows_unicode(void);

// Whether Ctrl-R chooses from a list (CLE_SEARCH) or is libedit's own incremental search.
void cle_search_in_list(cle_editor *editor, bool on);

// The prompt is copied. A pair of U+0001 surrounds each escape sequence; one cannot be last.
void cle_set_prompt(cle_editor *editor, const uint32_t *prompt);
// Reads one line: its code units with the newline, or NULL. `*count` is then 0 at the end of input and
// -1 when `next_key` returned -1. The text stays valid until the next call.
const uint32_t *cle_read_line(cle_editor *editor, int32_t *count);

// The line as it stands: `*text` is not ended by 0.
void cle_line(cle_editor *editor, const uint32_t **text, size_t *count, size_t *cursor);
void cle_insert(cle_editor *editor, const uint32_t *text);
// Deletes `count` characters before the cursor.
void cle_delete_backward(cle_editor *editor, size_t count);
void cle_move_cursor(cle_editor *editor, ptrdiff_t by);
// Draws prompt and line where the cursor is, which must be the first column.
void cle_redraw(cle_editor *editor);
// Whether libedit has rung the bell since the last call, where its caller draws.
bool cle_take_bell(cle_editor *editor);
// Learns the window's size, where libedit draws; `cle_redraw` must follow before a key.
void cle_resize(cle_editor *editor);
// Switches the terminal to the editor's modes, or back.
void cle_set_raw(cle_editor *editor, bool raw);
// Sends text (UTF-8) past the editor's idea of the screen, behind what libedit has sent.
void cle_send(const char *text);

// The entries that incremental search looks through, oldest first.
void cle_history_append(cle_editor *editor, const uint32_t *line);

// Whether `part` stands in `text` (both UTF-8), with its capitals or, unless `exact`, with any (ASCII's).
bool cle_contains(const char *text, const char *part, bool exact);

// ---- signals and modes (signals.c) ----

// Installs the handlers for SIGINT, SIGTERM and SIGHUP; later calls do nothing. A signal that was
// ignored at start stays ignored.
void cle_install_signals(void);
// Counts SIGINT; wraps around.
uint32_t cle_interrupt_count(void);
// Milliseconds between the last two SIGINT; a large number before the second.
int64_t cle_interrupt_gap_milliseconds(void);
// Says that the interrupts so far are dealt with.
void cle_forgive_interrupts(void);
// SIGTERM or SIGHUP once one has come, else 0.
int32_t cle_termination_signal(void);
// The read end of a pipe that gets a byte with each signal, or -1 before the handlers are installed.
int32_t cle_signal_descriptor(void);
// Empties the pipe.
void cle_drain_signals(void);

// What came since the last call, as a set of bits.
#define CLE_SIGNAL_INTERRUPT 1u
#define CLE_SIGNAL_RESIZE 2u
#define CLE_SIGNAL_STOP 4u
#define CLE_SIGNAL_CONTINUE 8u
uint32_t cle_take_signals(void);

// Around the reading of a line: the first remembers the terminal's modes, catches SIGWINCH,
// SIGTSTP and SIGCONT and ignores SIGQUIT; the second undoes that.
void cle_begin_reading(void);
void cle_end_reading(void);
// Stops the process as Ctrl-Z would have; returns when it goes on.
void cle_stop_process(void);
// Tells the terminal to mark pasted text, or to leave off.
void cle_mark_pastes(bool on);
// Puts the terminal back into the modes it had when reading began, if it is being read. May be called
// at any time, more than once, from a signal handler too; `exit` calls it.
void cle_restore_terminal(void);

// ---- another program at the terminal (program.c) ----

// Runs a command of the user's own by /bin/sh, in which "$1" is the argument, and waits for its end.
// Ctrl-C is the program's alone. Returns its exit status, 128 and the number of the signal that ended
// it, or the negative of the error for which it did not start.
int32_t cle_run_program(const char *command, const char *argument);

#endif
