#ifndef UMSTIEG_CLIBSSH2_SHIMS_H
#define UMSTIEG_CLIBSSH2_SHIMS_H

#include <libssh2.h>

#endif
