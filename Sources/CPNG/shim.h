#ifndef INKLING_CPNG_SHIM_H
#define INKLING_CPNG_SHIM_H

#include <png.h>
#include <setjmp.h>
#include <string.h>

/* libpng leaves a fault by longjmp, which must not cross Swift's frames. So the whole of writing
   an image is one C function, and Swift sees its result. */

typedef struct {
  png_bytep bytes;
  size_t capacity, count;
} inkling_png_sink;

static void inkling_png_append(png_structp png, png_bytep data, png_size_t count) {
  inkling_png_sink *sink = (inkling_png_sink *)png_get_io_ptr(png);
  if (count > sink->capacity - sink->count) png_error(png, "the buffer is full");
  memcpy(sink->bytes + sink->count, data, count);
  sink->count += count;
}

static void inkling_png_flush(png_structp png) { (void)png; }
static void inkling_png_fail(png_structp png, png_const_charp message) {
  (void)message;
  longjmp(png_jmpbuf(png), 1);
}
static void inkling_png_ignore(png_structp png, png_const_charp message) {
  (void)png;
  (void)message;
}

/* Writes a greyscale image of 4 bits a pixel, two pixels a byte, the left one high, each row
   starting at a byte. Returns the number of bytes, or 0 when memory or the buffer ran out. */
__attribute__((noinline, unused)) static size_t inkling_png_write_grey4(
    const unsigned char *pixels, int width, int height, int level, unsigned char *bytes,
    size_t capacity) {
  inkling_png_sink sink = {bytes, capacity, 0};
  png_structp png =
      png_create_write_struct(PNG_LIBPNG_VER_STRING, NULL, inkling_png_fail, inkling_png_ignore);
  if (!png) return 0;
  png_infop info = png_create_info_struct(png);
  if (!info || setjmp(png_jmpbuf(png))) {
    png_destroy_write_struct(&png, &info);
    return 0;
  }
  png_set_write_fn(png, &sink, inkling_png_append, inkling_png_flush);
  png_set_filter(png, PNG_FILTER_TYPE_BASE, PNG_FILTER_NONE);
  png_set_compression_level(png, level);
  png_set_IHDR(png, info, (png_uint_32)width, (png_uint_32)height, 4, PNG_COLOR_TYPE_GRAY,
               PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
  png_write_info(png, info);
  size_t row = ((size_t)width + 1) / 2;
  for (int y = 0; y < height; y++) png_write_row(png, (png_const_bytep)(pixels + row * (size_t)y));
  png_write_end(png, info);
  png_destroy_write_struct(&png, &info);
  return sink.count;
}

#endif
