// libyaml as the system has it, for the front matter of course documents.
#ifndef DESCENT_CYAML_SHIM_H
#define DESCENT_CYAML_SHIM_H

#include <yaml.h>

#endif
