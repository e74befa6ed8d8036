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
  }
  return CC_NORM;
}

static unsigned char complete(EditLine *e, wint_t key) { (void)key; return run(e, CLE_COMPLETE); }
static unsigned char previous(EditLine *e, wint_t key) { (void)key; return run(e, CLE_PREVIOUS); }
static unsigned char next(EditLine *e, wint_t key) { (void)key; return run(e, CLE_NEXT); }
static unsigned char insert_pending(EditLine *e, wint_t key) {
  (void)key;
  return run(e, CLE_INSERT_PENDING);
}
static unsigned char show_cursor(EditLine *e, wint_t key) {
  (void)key;
  return run(e, CLE_SHOW_CURSOR);
}

static void add_functions(EditLine *e) {
  el_wset(e, EL_ADDFN, L"descent-complete", L"Complete the word", complete);
  el_wset(e, EL_ADDFN, L"descent-previous", L"Previous line that begins like this one", previous);
  el_wset(e, EL_ADDFN, L"descent-next", L"Next line that begins like this one", next);
  el_wset(e, EL_ADDFN, L"descent-insert", L"Insert a pasted block", insert_pending);
  el_wset(e, EL_ADDFN, L"descent-show-cursor", L"Show where the cursor is", show_cursor);
}

typedef struct binding {
  const wchar_t *key;
  const wchar_t *function;
} binding;

// Bound before ~/.editrc is read, which may change them.
static const binding emacs_bindings[] = {
  {L"^P", L"descent-previous"}, {L"^N", L"descent-next"},
  {L"\033[A", L"descent-previous"}, {L"\033[B", L"descent-next"},
  {L"\033OA", L"descent-previous"}, {L"\033OB", L"descent-next"},
  {L"^R", L"em-inc-search-prev"}, {L"^W", L"ed-delete-prev-word"}, {L"^U", L"vi-kill-line-prev"},
  {L"\033[1;5C", L"em-next-word"}, {L"\033[1;5D", L"ed-prev-word"},
  {L"\033[3~", L"ed-delete-next-char"}, {L"\033[1~", L"ed-move-to-beg"},
  {L"\033[4~", L"ed-move-to-end"}, {L"\033[7~", L"ed-move-to-beg"},
  {L"\033[8~", L"ed-move-to-end"}, {NULL, NULL},
};

// `bind -v` forgets what was bound before, so these come after it.
static const binding vi_bindings[] = {
  {L"^P", L"descent-previous"}, {L"^N", L"descent-next"}, {L"^R", L"em-inc-search-prev"},
  {NULL, NULL},
};

// The keys that everything relies on, in every mode.
static const binding common_bindings[] = {
  {L"^I", L"descent-complete"},
  {L"\x90", L"descent-insert"}, {L"\x91", L"descent-show-cursor"},
  {L"\x92", L"descent-previous"}, {L"\x93", L"descent-next"},
  {L"\x94", L"ed-prev-char"}, {L"\x95", L"ed-next-char"},
  {L"\x96", L"ed-move-to-beg"}, {L"\x97", L"ed-move-to-end"},
  {L"\x98", L"ed-delete-next-char"}, {NULL, NULL},
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

cle_editor *cle_open(const char *program, bool dumb, cle_callbacks callbacks) {
  choose_encoding();
  cle_editor *editor = calloc(1, sizeof *editor);
  if (!editor) return NULL;
  editor->callbacks = callbacks;
  editor->prompt = wcsdup(L"");
  editor->history = history_winit();
  editor->edit_line = el_init(program, stdin, stdout, stderr);
  if (!editor->prompt || !editor->history || !editor->edit_line) {
    cle_close(editor);
    return NULL;
  }
  EditLine *e = editor->edit_line;
  el_wset(e, EL_CLIENTDATA, editor);
  if (dumb) el_wset(e, EL_TERMINAL, "dumb");
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
  bool vi = cle_is_vi(editor);
  if (vi) bind_all(e, vi_bindings, false);
  bind_all(e, common_bindings, false);
  if (vi) bind_all(e, common_bindings, true);
  atexit(cle_restore_terminal);
  return editor;
}

void cle_close(cle_editor *editor) {
  if (!editor) return;
  if (editor->edit_line) el_end(editor->edit_line);
  if (editor->history) history_wend(editor->history);
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

int32_t cle_width(uint32_t character) {
  int width = wcwidth((wchar_t)character);
  return width < 0 ? 0 : width;
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

void cle_resize(cle_editor *editor) { el_resize(editor->edit_line); }

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
