#ifndef UMSTIEG_CZLIB_SHIMS_H
#define UMSTIEG_CZLIB_SHIMS_H

#include <zlib.h>

// inflateInit2 is a macro.
static inline int umstieg_inflate_init(z_stream *stream, int window_bits) {
    return inflateInit2(stream, window_bits);
}

#endif
