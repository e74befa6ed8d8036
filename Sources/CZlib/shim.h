// zlib as the system has it, for gzipped data sets.
#ifndef DESCENT_CZLIB_SHIM_H
#define DESCENT_CZLIB_SHIM_H

#include <zlib.h>

#endif
