// The bare echo: epoll, frames unmasked in place, an answer of fixed size for each. It keeps
// nothing, judges nothing and stores nothing.
#define _GNU_SOURCE
#include "CLoad.h"

#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { ROOM = 16384, SOCKETS = 20000 };

struct client {
  int fd, is_open, held;
  unsigned char rest[2048];
};

static struct client *clients[SOCKETS];
static unsigned char output[ROOM * 32];

static int text_frame(unsigned char *at, const char *text, int length) {
  at[0] = 0x81;
  if (length < 126) {
    at[1] = (unsigned char)length;
    memcpy(at + 2, text, length);
    return length + 2;
  }
  at[1] = 126;
  at[2] = (unsigned char)(length >> 8);
  at[3] = (unsigned char)length;
  memcpy(at + 4, text, length);
  return length + 4;
}

// An answer as the server gives it: the newest number, and as many bytes as `size` says.
static int feedback(unsigned char *at, uint32_t seq, int size) {
  static char text[4096];
  int length = snprintf(text, sizeof text, "{\"type\":\"feedback\",\"seq\":%u,\"saved\":%u,\"quality\":\"", seq, seq);
  while (length < size - 2 && length < (int)sizeof text - 2) text[length++] = '.';
  text[length++] = '"';
  text[length++] = '}';
  return text_frame(at, text, length);
}

// Answers what is complete and returns how many bytes that were; -1 for no frames.
static int64_t answer_frames(unsigned char *bytes, int64_t count, int size, int *written) {
  int64_t at = 0;
  while (count - at >= 6) {
    unsigned char *frame = bytes + at;
    int64_t length = frame[1] & 127, head = 2;
    if (length == 126) {
      length = frame[2] << 8 | frame[3];
      head = 4;
    } else if (length == 127) {
      return -1;
    }
    if (count - at < head + 4 + length) break;
    unsigned char *mask = frame + head, *payload = mask + 4;
    for (int64_t index = 0; index < length; index++) payload[index] ^= mask[index & 3];
    if ((frame[0] & 15) == 2 && length >= 8 && *written < (int)sizeof output - 8192) {
      uint32_t seq;
      memcpy(&seq, payload + 4, sizeof seq);
      *written += feedback(output + *written, seq, size);
    } else if ((frame[0] & 15) == 1) {
      *written += text_frame(output + *written, "{\"type\":\"begun\"}", 16);
    } else if ((frame[0] & 15) == 8) {
      return -1;
    }
    at += head + 4 + length;
  }
  return at;
}

static int serve(struct client *client, int size) {
  static unsigned char bytes[ROOM + 2048];
  memcpy(bytes, client->rest, client->held);
  int64_t count = load_receive(client->fd, bytes + client->held, ROOM);
  if (count <= 0) return count < 0 && errno == EAGAIN ? 0 : -1;
  count += client->held;
  client->held = 0;
  int written = 0;
  int64_t used;
  if (!client->is_open) {
    unsigned char *end = memmem(bytes, count, "\r\n\r\n", 4);
    if (!end) {
      if (count > 2048) return -1;
      memcpy(client->rest, bytes, count);
      client->held = (int)count;
      return 0;
    }
    // The generator does not look at the key's answer, and this server is there for it alone.
    const char *answer = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n";
    const char *welcome = "{\"type\":\"welcome\",\"token\":\"x\",\"pace\":{\"interval_ms\":16}}";
    memcpy(output, answer, strlen(answer));
    written = (int)strlen(answer);
    written += text_frame(output + written, welcome, (int)strlen(welcome));
    client->is_open = 1;
    used = end + 4 - bytes;
  } else {
    used = answer_frames(bytes, count, size, &written);
  }
  if (used < 0 || count - used > 2048) return -1;
  client->held = (int)(count - used);
  memcpy(client->rest, bytes + used, client->held);
  // Answers are small and read at once: what does not fit is an end to the measurement.
  if (written > 0 && load_send(client->fd, output, written) != written) return -1;
  return 0;
}

static void accept_all(int listener, int poller) {
  for (int fd; (fd = accept(listener, NULL, NULL)) >= 0;) {
    if (fd >= SOCKETS) {
      close(fd);
      continue;
    }
    int yes = 1;
    fcntl(fd, F_SETFL, O_NONBLOCK);
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    clients[fd] = calloc(1, sizeof *clients[fd]);
    if (!clients[fd]) abort();
    clients[fd]->fd = fd;
    load_watch(poller, fd, (uint64_t)fd, LOAD_READS, 1);
  }
}

int load_echo(int answer, void (*ready)(int port)) {
  int listener = socket(AF_INET, SOCK_STREAM, 0), poller = load_poller();
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  socklen_t size = sizeof address;
  if (listener < 0 || poller < 0 || bind(listener, (struct sockaddr *)&address, size) != 0 ||
      listen(listener, 4096) != 0 || getsockname(listener, (struct sockaddr *)&address, &size) != 0)
    return -1;
  fcntl(listener, F_SETFL, O_NONBLOCK);
  load_watch(poller, listener, SOCKETS, LOAD_READS, 1);
  ready(ntohs(address.sin_port));
  struct load_event events[256];
  for (;;) {
    int count = load_wait(poller, events, 256, -1);
    for (int index = 0; index < count; index++) {
      if (events[index].tag == SOCKETS) {
        accept_all(listener, poller);
        continue;
      }
      struct client *client = clients[events[index].tag];
      if (client && serve(client, answer) < 0) {
        clients[client->fd] = NULL;
        close(client->fd);
        free(client);
      }
    }
  }
}
