// Waiting for many sockets: epoll, or kqueue where there is none.
#define _GNU_SOURCE
#include "CLoad.h"

#include <errno.h>
#include <time.h>
#include <unistd.h>

#ifdef __linux__
#include <sys/epoll.h>

int load_poller(void) { return epoll_create1(EPOLL_CLOEXEC); }

int load_watch(int poller, int fd, uint64_t tag, uint32_t kinds, int is_new) {
  struct epoll_event event = {.data.u64 = tag};
  if (kinds & LOAD_READS) event.events |= EPOLLIN;
  if (kinds & LOAD_WRITES) event.events |= EPOLLOUT;
  return epoll_ctl(poller, is_new ? EPOLL_CTL_ADD : EPOLL_CTL_MOD, fd, &event);
}

int load_wait(int poller, struct load_event *events, int count, int64_t microseconds) {
  struct epoll_event found[256];
  if (count > 256) count = 256;
  int number;
#if defined(__GLIBC__) && __GLIBC_PREREQ(2, 35)
  // To the microsecond: a frame that goes out late counts as the server's delay.
  struct timespec time = {microseconds / 1000000, microseconds % 1000000 * 1000};
  number = epoll_pwait2(poller, found, count, microseconds < 0 ? NULL : &time, NULL);
#else
  number = epoll_wait(poller, found, count, microseconds < 0 ? -1 : (int)((microseconds + 999) / 1000));
#endif
  for (int index = 0; index < number; index++) {
    uint32_t flags = found[index].events;
    events[index].tag = found[index].data.u64;
    events[index].kinds = (flags & EPOLLIN ? LOAD_READS : 0) | (flags & EPOLLOUT ? LOAD_WRITES : 0);
    if (flags & (EPOLLERR | EPOLLHUP)) events[index].kinds = LOAD_READS | LOAD_WRITES;
  }
  return number;
}

#else
#include <sys/event.h>

int load_poller(void) { return kqueue(); }

int load_watch(int poller, int fd, uint64_t tag, uint32_t kinds, int is_new) {
  struct kevent changes[2];
  void *data = (void *)(uintptr_t)tag;
  EV_SET(&changes[0], fd, EVFILT_READ, EV_ADD | (kinds & LOAD_READS ? EV_ENABLE : EV_DISABLE), 0, 0, data);
  EV_SET(&changes[1], fd, EVFILT_WRITE, EV_ADD | (kinds & LOAD_WRITES ? EV_ENABLE : EV_DISABLE), 0, 0, data);
  return kevent(poller, changes, 2, NULL, 0, NULL);
}

int load_wait(int poller, struct load_event *events, int count, int64_t microseconds) {
  struct kevent found[256];
  struct timespec time = {microseconds / 1000000, microseconds % 1000000 * 1000};
  int number = kevent(poller, NULL, 0, found, count > 256 ? 256 : count, microseconds < 0 ? NULL : &time);
  for (int index = 0; index < number; index++) {
    events[index].tag = (uintptr_t)found[index].udata;
    events[index].kinds = found[index].filter == EVFILT_READ ? LOAD_READS : LOAD_WRITES;
  }
  return number;
}
#endif
