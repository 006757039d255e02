#include <zlib.h>

// deflateInit2 is a macro: this opens a stream that writes the gzip format (RFC 1952).
static inline int inkling_gzip_init(z_stream *stream, int level) {
  return deflateInit2(stream, level, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY);
}
