// The calls on one socket, where systems differ.
#define _GNU_SOURCE
#include "CLoad.h"

#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#ifndef MSG_NOSIGNAL
#define MSG_NOSIGNAL 0
#endif

static struct addrinfo *find(const char *host, int port, int flags) {
  struct addrinfo hints = {.ai_flags = flags, .ai_socktype = SOCK_STREAM};
  struct addrinfo *found = NULL;
  char service[8];
  snprintf(service, sizeof service, "%d", port);
  return getaddrinfo(host, service, &hints, &found) == 0 ? found : NULL;
}

int load_resolve(const char *host, char *address, int size) {
  struct addrinfo *found = find(host, 1, 0);
  if (!found) return 0;
  int result = getnameinfo(found->ai_addr, found->ai_addrlen, address, size, NULL, 0, NI_NUMERICHOST);
  freeaddrinfo(found);
  return result == 0;
}

int load_connect(const char *address, int port) {
  struct addrinfo *found = find(address, port, AI_NUMERICHOST);
  if (!found) {
    errno = EADDRNOTAVAIL;
    return -1;
  }
  int fd = socket(found->ai_family, SOCK_STREAM, 0);
  if (fd >= 0) {
    int yes = 1;
    fcntl(fd, F_SETFL, O_NONBLOCK);
    fcntl(fd, F_SETFD, FD_CLOEXEC);
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
#ifdef SO_NOSIGPIPE
    setsockopt(fd, SOL_SOCKET, SO_NOSIGPIPE, &yes, sizeof yes);
#endif
    if (connect(fd, found->ai_addr, found->ai_addrlen) != 0 && errno != EINPROGRESS) {
      int error = errno;
      close(fd);
      errno = error;
      fd = -1;
    }
  }
  freeaddrinfo(found);
  return fd;
}

int load_connected(int fd) {
  int error = 0;
  socklen_t size = sizeof error;
  return getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &size) == 0 ? error : errno;
}

int64_t load_send(int fd, const void *bytes, uint64_t count) {
  return send(fd, bytes, count, MSG_NOSIGNAL);
}

int64_t load_receive(int fd, void *bytes, uint64_t count) { return recv(fd, bytes, count, 0); }

int load_await(int fd, uint32_t kind, int milliseconds) {
  struct pollfd waiting = {.fd = fd, .events = kind == LOAD_READS ? POLLIN : POLLOUT};
  return poll(&waiting, 1, milliseconds) > 0;
}

void load_drop(int fd) {
  struct linger linger = {.l_onoff = 1, .l_linger = 0};
  setsockopt(fd, SOL_SOCKET, SO_LINGER, &linger, sizeof linger);
  close(fd);
}
