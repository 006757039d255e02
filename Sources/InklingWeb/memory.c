// The few functions of a C library that Swift and clang ask for. Memory comes in sizes of powers of
// two; what is freed is used again for the same size. Compiled with bulk memory, so the first three
// below are one instruction each and do not call themselves.

typedef __SIZE_TYPE__ size_t;

extern unsigned char __heap_base;

enum { CLASSES = 32, HEADER = 16, PAGE = 65536 };
static size_t top;
static void *unused[CLASSES];

void *memcpy(void *to, const void *from, size_t count) {
  return __builtin_memcpy(to, from, count);
}
void *memmove(void *to, const void *from, size_t count) {
  return __builtin_memmove(to, from, count);
}
void *memset(void *to, int value, size_t count) { return __builtin_memset(to, value, count); }

int memcmp(const void *a, const void *b, size_t count) {
  const unsigned char *left = a, *right = b;
  for (size_t place = 0; place < count; place++) {
    if (left[place] != right[place]) return left[place] - right[place];
  }
  return 0;
}

// To the nearest whole number, halves away from zero; WebAssembly rounds them to even.
double round(double value) {
  const double whole = __builtin_trunc(value);
  return __builtin_fabs(value - whole) < 0.5 ? whole : whole + __builtin_copysign(1, value);
}

// A block begins `HEADER` bytes before what its user sees, and its last four bytes there say which
// size it has. All alignments up to 64 are given by aligning what the user sees to 64.
int posix_memalign(void **place, size_t alignment, size_t count) {
  int class = 6;
  while (class < CLASSES - 1 && ((size_t)1 << class) < count) class++;
  if (alignment > 64 || ((size_t)1 << class) < count) return 12;
  if (unused[class]) {
    *place = unused[class];
    unused[class] = *(void **)*place;
    return 0;
  }
  if (!top) top = (size_t)&__heap_base;
  const size_t start = (top + HEADER + 63) / 64 * 64;
  const size_t end = start + ((size_t)1 << class);
  const size_t have = __builtin_wasm_memory_size(0) * PAGE;
  if (end < start) return 12;
  if (end > have && __builtin_wasm_memory_grow(0, (end - have + PAGE - 1) / PAGE) == (size_t)-1) {
    return 12;
  }
  top = end;
  ((int *)start)[-1] = class;
  *place = (void *)start;
  return 0;
}

void free(void *place) {
  if (!place) return;
  const int class = ((int *)place)[-1];
  *(void **)place = unused[class];
  unused[class] = place;
}
