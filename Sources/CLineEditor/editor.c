// The editor: fixed-arity functions over libedit's wide-character interface. Keys come from the
// caller, and commands of the caller's own go back to it; the prompt's storage is kept here.
#define _GNU_SOURCE
#include "CLineEditor.h"

#include <histedit.h>
#include <langinfo.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <wchar.h>

_Static_assert(sizeof(wchar_t) == sizeof(uint32_t), "wchar_t must hold UTF-32");

struct cle_editor {
  EditLine *edit_line;
  // What libedit would draw, where the caller does that.
  FILE *sink;
  char *drawn;
  size_t drawn_count;
  HistoryW *history;
  wchar_t *prompt;
  cle_callbacks callbacks;
};

// Entries that libedit keeps for incremental search.
enum { history_size = 20000 };

static cle_editor *owner(EditLine *edit_line) {
  void *data = NULL;
  el_wget(edit_line, EL_CLIENTDATA, &data);
  return data;
}

static wchar_t *prompt_text(EditLine *edit_line) { return owner(edit_line)->prompt; }

static int next_key(EditLine *edit_line, wchar_t *key) {
  cle_editor *editor = owner(edit_line);
  uint32_t code = 0;
  int status = editor->callbacks.next_key(editor->callbacks.context, &code);
  *key = (wchar_t)code;
  return status;
}

static unsigned char run(EditLine *edit_line, cle_command command) {
  cle_editor *editor = owner(edit_line);
  switch (editor->callbacks.run(editor->callbacks.context, command)) {
  case CLE_NOTHING: return CC_NORM;
  case CLE_REFRESH: return CC_REFRESH;
  case CLE_MOVE_CURSOR: return CC_CURSOR;
  case CLE_BEEP: return CC_ERROR;
  case CLE_END: return CC_EOF;
  }
  return CC_NORM;
}

#define CLE_FUNCTION(constant, name, help) \
  static unsigned char do_##constant(EditLine *e, wint_t key) { \
    (void)key; \
    return run(e, constant); \
  }
CLE_COMMANDS(CLE_FUNCTION)

static void add_functions(EditLine *e) {
#define CLE_ADDITION(constant, name, help) el_wset(e, EL_ADDFN, L##name, L##help, do_##constant);
  CLE_COMMANDS(CLE_ADDITION)
}

typedef struct binding {
  const wchar_t *key;
  const wchar_t *function;
} binding;

// Bound before ~/.editrc is read, which may change them. What a keyboard sends in several bytes comes as one of the
// codes below.
static const binding emacs_bindings[] = {
  {L"^P", L"descent-previous"}, {L"^N", L"descent-next"}, {L"^R", L"descent-search"},
  {L"^B", L"descent-backward-char"}, {L"^F", L"descent-forward-char"},
  {L"\033b", L"descent-backward-word"}, {L"\033f", L"descent-forward-word"},
  {L"^E", L"descent-line-end"}, {L"^D", L"descent-delete-or-end"},
  {L"^H", L"descent-delete-backward"}, {L"^?", L"descent-delete-backward"},
  {L"^W", L"descent-kill-to-blank"}, {L"^U", L"descent-kill-to-start"}, {L"^K", L"descent-kill-to-end"},
  {L"\033d", L"descent-kill-word"}, {L"\033\177", L"descent-kill-word-backward"},
  {L"\033\010", L"descent-kill-word-backward"}, {L"^Y", L"descent-yank"},
  {L"\033y", L"descent-yank-earlier"}, {L"\033.", L"descent-last-argument"},
  {L"\033_", L"descent-last-argument"}, {L"\033t", L"descent-transpose-words"},
  {L"^_", L"descent-undo"}, {L"^X^U", L"descent-undo"}, {L"\033/", L"descent-redo"},
  // libedit's own would ask for the name of a command.
  {L"\033x", L"ed-unassigned"}, {L"\033X", L"ed-unassigned"},
  {L"\033#", L"descent-comment"}, {L"^X^E", L"descent-edit"}, {L"^L", L"descent-clear-screen"},
  {NULL, NULL},
};

// `bind -v` forgets what was bound before, so these come after it.
static const binding vi_bindings[] = {
  {L"^P", L"descent-previous"}, {L"^N", L"descent-next"}, {L"^R", L"descent-search"},
  {L"^H", L"descent-delete-backward"}, {L"^?", L"descent-delete-backward"},
  {L"^D", L"descent-delete-or-end"}, {L"^W", L"descent-kill-to-blank"},
  {L"^U", L"descent-kill-to-start"}, {L"^_", L"descent-undo"}, {L"^L", L"descent-clear-screen"},
  {L"^X^E", L"descent-edit"}, {L"\x8E", L"vi-command-mode"}, {NULL, NULL},
};

static const binding vi_command_bindings[] = {
  {L"^R", L"descent-search"}, {L"^L", L"descent-clear-screen"}, {L"^D", L"descent-delete-or-end"},
  {L"k", L"descent-previous"}, {L"j", L"descent-next"}, {L"#", L"descent-comment"}, {L"v", L"descent-edit"},
  // No key begins with it any more that would have to be waited for.
  {L"\033", L"ed-unassigned"}, {L"\x8E", L"vi-command-mode"},
  // With counts, and behind commands such as `d`.
  {L"\x94", L"ed-prev-char"}, {L"\x95", L"ed-next-char"}, {L"\x97", L"ed-move-to-end"},
  {L"\x98", L"ed-delete-next-char"}, {L"\x99", L"vi-prev-word"}, {L"\x9A", L"vi-next-word"},
  {NULL, NULL},
};

// The keys that everything relies on, in every mode.
static const binding common_bindings[] = {
  {L"^I", L"descent-complete"}, {L"\x9E", L"descent-complete"},
  {L"\x90", L"descent-insert"}, {L"\x91", L"descent-show-cursor"},
  {L"\x92", L"descent-previous"}, {L"\x93", L"descent-next"},
  {L"\x94", L"descent-backward-char"}, {L"\x95", L"descent-forward-char"},
  {L"\x96", L"ed-move-to-beg"}, {L"\x97", L"descent-line-end"},
  {L"\x98", L"descent-delete-forward"}, {L"\x99", L"descent-backward-word"},
  {L"\x9A", L"descent-forward-word"}, {L"\x9B", L"descent-kill-word"},
  {L"\x9C", L"descent-kill-word-backward"}, {L"\x9D", L"descent-help"}, {NULL, NULL},
};

static void bind_all(EditLine *e, const binding *bindings, bool alternate) {
  for (; bindings->key; bindings++) {
    if (alternate) {
      el_wset(e, EL_BIND, L"-a", bindings->key, bindings->function, NULL);
    } else {
      el_wset(e, EL_BIND, bindings->key, bindings->function, NULL);
    }
  }
}

bool cle_shows_unicode(void) { return strcmp(nl_langinfo(CODESET), "UTF-8") == 0; }

// Characters need an encoding; numbers keep the C locale's decimal point.
static void choose_encoding(void) {
  static const char *const names[] = {"", "C.UTF-8", "C.utf8", "en_US.UTF-8", "UTF-8"};
  for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
    if (setlocale(LC_CTYPE, names[i]) && cle_shows_unicode()) return;
  }
}

cle_editor *cle_open(const char *program, cle_drawing drawing, cle_callbacks callbacks) {
  choose_encoding();
  cle_editor *editor = calloc(1, sizeof *editor);
  if (!editor) return NULL;
  editor->callbacks = callbacks;
  editor->prompt = wcsdup(L"");
  editor->history = history_winit();
  if (drawing == CLE_DRAWING_OWN) editor->sink = open_memstream(&editor->drawn, &editor->drawn_count);
  editor->edit_line = el_init_fd(
      program, stdin, editor->sink ? editor->sink : stdout, stderr, STDIN_FILENO, STDOUT_FILENO,
      STDERR_FILENO);
  if (!editor->prompt || !editor->history || !editor->edit_line) {
    cle_close(editor);
    return NULL;
  }
  EditLine *e = editor->edit_line;
  el_wset(e, EL_CLIENTDATA, editor);
  if (!editor->sink) el_wset(e, EL_TERMINAL, "dumb");
  el_wset(e, EL_SIGNAL, 0);
  el_wset(e, EL_EDITOR, L"emacs");
  el_wset(e, EL_PROMPT_ESC, prompt_text, 1);
  el_wset(e, EL_GETCFN, next_key);
  HistEventW event;
  history_w(editor->history, &event, H_SETSIZE, history_size);
  el_wset(e, EL_HIST, history_w, editor->history);
  add_functions(e);
  bind_all(e, emacs_bindings, false);
  el_source(e, NULL);
  // Who does not want to edit sees what libedit echoes.
  if (editor->sink && !cle_is_editing(editor)) {
    el_wset(e, EL_SETFP, 1, stdout);
    fclose(editor->sink);
    editor->sink = NULL;
  }
  bool vi = cle_is_vi(editor);
  if (vi) bind_all(e, vi_bindings, false);
  bind_all(e, common_bindings, false);
  if (vi) bind_all(e, common_bindings, true);
  if (vi) bind_all(e, vi_command_bindings, true);
  atexit(cle_restore_terminal);
  return editor;
}

void cle_close(cle_editor *editor) {
  if (!editor) return;
  if (editor->edit_line) el_end(editor->edit_line);
  if (editor->history) history_wend(editor->history);
  if (editor->sink) fclose(editor->sink);
  free(editor->drawn);
  free(editor->prompt);
  free(editor);
}

bool cle_is_vi(cle_editor *editor) {
  const wchar_t *name = NULL;
  return el_wget(editor->edit_line, EL_EDITOR, &name) == 0 && name && wcscmp(name, L"vi") == 0;
}

bool cle_is_editing(cle_editor *editor) {
  int on = 1;
  el_wget(editor->edit_line, EL_EDITMODE, &on);
  return on != 0;
}

void cle_search_in_list(cle_editor *editor, bool on) {
  const wchar_t *function = on ? L"descent-search" : L"em-inc-search-prev";
  const binding bindings[] = {{L"^R", function}, {NULL, NULL}};
  bind_all(editor->edit_line, bindings, false);
  if (cle_is_vi(editor)) bind_all(editor->edit_line, bindings, true);
}

void cle_set_prompt(cle_editor *editor, const uint32_t *prompt) {
  wchar_t *copy = wcsdup((const wchar_t *)prompt);
  if (!copy) return;
  free(editor->prompt);
  editor->prompt = copy;
}

const uint32_t *cle_read_line(cle_editor *editor, int32_t *count) {
  int length = 0;
  const wchar_t *line = el_wgets(editor->edit_line, &length);
  *count = length;
  return (const uint32_t *)line;
}

void cle_line(cle_editor *editor, const uint32_t **text, size_t *count, size_t *cursor) {
  const LineInfoW *info = el_wline(editor->edit_line);
  *text = (const uint32_t *)info->buffer;
  *count = (size_t)(info->lastchar - info->buffer);
  *cursor = (size_t)(info->cursor - info->buffer);
}

void cle_insert(cle_editor *editor, const uint32_t *text) {
  el_winsertstr(editor->edit_line, (const wchar_t *)text);
}

void cle_delete_backward(cle_editor *editor, size_t count) {
  el_deletestr(editor->edit_line, (int)count);
}

void cle_move_cursor(cle_editor *editor, ptrdiff_t by) {
  el_cursor(editor->edit_line, (int)by);
}

void cle_redraw(cle_editor *editor) { el_wset(editor->edit_line, EL_REFRESH); }

bool cle_take_bell(cle_editor *editor) {
  if (!editor->sink || fflush(editor->sink) != 0) return false;
  bool rang = editor->drawn && memchr(editor->drawn, '\a', editor->drawn_count);
  rewind(editor->sink);
  return rang;
}

// libedit keeps its cursor's place when the window shrinks, and the next character typed would be written behind the
// end of its row. Where libedit draws, a redraw moves that cursor first; where its caller does, no size is needed.
void cle_resize(cle_editor *editor) {
  if (!editor->sink) el_resize(editor->edit_line);
}

void cle_set_raw(cle_editor *editor, bool raw) {
  el_wset(editor->edit_line, EL_PREP_TERM, raw ? 1 : 0);
}

void cle_send(const char *text) {
  fputs(text, stdout);
  fflush(stdout);
}

void cle_history_append(cle_editor *editor, const uint32_t *line) {
  HistEventW event;
  history_w(editor->history, &event, H_ENTER, (const wchar_t *)line);
}

bool cle_contains(const char *text, const char *part, bool exact) {
  return (exact ? strstr(text, part) : strcasestr(text, part)) != NULL;
}
