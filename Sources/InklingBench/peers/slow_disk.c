// Loaded before the C library: every wait for the disk takes at least SLOW_DISK_MS.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdlib.h>
#include <unistd.h>

static void rest(void) {
  const char *milliseconds = getenv("SLOW_DISK_MS");
  usleep((milliseconds ? atoi(milliseconds) : 50) * 1000);
}

int fdatasync(int file) {
  rest();
  return ((int (*)(int))dlsym(RTLD_NEXT, "fdatasync"))(file);
}

int fsync(int file) {
  rest();
  return ((int (*)(int))dlsym(RTLD_NEXT, "fsync"))(file);
}
