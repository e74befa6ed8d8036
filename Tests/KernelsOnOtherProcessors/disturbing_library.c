// Loaded before the program, it disturbs the arithmetic of the first thread before main begins.
#include "disturb.h"

__attribute__((constructor)) static void begin(void) { disturb(); }
