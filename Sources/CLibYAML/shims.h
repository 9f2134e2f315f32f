#ifndef UMSTIEG_CLIBYAML_SHIMS_H
#define UMSTIEG_CLIBYAML_SHIMS_H

#include <yaml.h>

#endif
