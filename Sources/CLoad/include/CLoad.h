// What the load generator asks of the system: waiting for many sockets, and the sockets' own calls.
#ifndef CLOAD_H
#define CLOAD_H

#include <stdint.h>

// What a socket is watched for, and what became of it.
enum { LOAD_READS = 1, LOAD_WRITES = 2 };

struct load_event {
  uint64_t tag;
  // LOAD_READS, LOAD_WRITES; an error or a hang-up reads as both.
  uint32_t kinds;
};

// Makes a set of sockets to wait for; -1 when the system refuses.
int load_poller(void);

// Watches a socket for `kinds`; 0 watches for its end alone.
int load_watch(int poller, int fd, uint64_t tag, uint32_t kinds, int is_new);

// Waits until something happens, at most so many microseconds; for ever below 0.
int load_wait(int poller, struct load_event *events, int count, int64_t microseconds);

// Begins a TCP connection without waiting for it; -1 and errno when that fails at once.
// `address` is a number, IPv4 or IPv6.
int load_connect(const char *address, int port);

// The error with which connecting ended; 0 for none.
int load_connected(int fd);

// As send(2) without a signal where the far end is gone.
int64_t load_send(int fd, const void *bytes, uint64_t count);
int64_t load_receive(int fd, void *bytes, uint64_t count);

// Waits until the socket can be read or written; 0 when it cannot within the time.
int load_await(int fd, uint32_t kind, int milliseconds);

// Closes with a reset: nothing more is sent, no port is held.
void load_drop(int fd);

// The numeric address of a host's name; 0 when it has none.
int load_resolve(const char *host, char *address, int size);

// Answers WebSocket frames as fast as one thread can, and does nothing else: what any server on
// this machine could reach at most. Serves until the process ends; -1 when it cannot listen.
// `answer` bytes go back for each binary frame. Calls `ready` with its port.
int load_echo(int answer, void (*ready)(int port));

#endif
