// What Swift cannot import: computed macros, variadic functions, libev's initialising macros.
#include <ev.h>
#include <libwebsockets.h>
#include <stddef.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdint.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

#ifdef __linux__
// Declared by glibc only under _GNU_SOURCE, which a module cannot set for its includes.
extern int accept4(int, struct sockaddr *, socklen_t *, int);
#endif

static const int inkling_lws_pre = LWS_PRE;
static const int inkling_no_listen = CONTEXT_PORT_NO_LISTEN_SERVER;
static const uint64_t inkling_option_libev = LWS_SERVER_OPTION_LIBEV;
static const uint64_t inkling_option_tls = LWS_SERVER_OPTION_DO_SSL_GLOBAL_INIT;

// Bytes that were read from a connected socket since it was opened; -1 where the system cannot tell.
static inline int64_t inkling_bytes_read(int fd) {
  for (int attempt = 0; attempt < 8; attempt++) {
    int waiting = 0;
    uint64_t before, after;
#ifdef __linux__
    // tcpi_bytes_received of linux/tcp.h, a header that does not go together with netinet/tcp.h.
    unsigned char info[256];
    socklen_t size = sizeof info;
    if (getsockopt(fd, IPPROTO_TCP, TCP_INFO, info, &size) != 0 || size < 136) return -1;
    memcpy(&before, info + 128, sizeof before);
    if (ioctl(fd, FIONREAD, &waiting) != 0) return -1;
    size = sizeof info;
    if (getsockopt(fd, IPPROTO_TCP, TCP_INFO, info, &size) != 0) return -1;
    memcpy(&after, info + 128, sizeof after);
#else
    struct tcp_connection_info info;
    socklen_t size = sizeof info;
    if (getsockopt(fd, IPPROTO_TCP, TCP_CONNECTION_INFO, &info, &size) != 0) return -1;
    before = info.tcpi_rxbytes;
    if (ioctl(fd, FIONREAD, &waiting) != 0) return -1;
    size = sizeof info;
    if (getsockopt(fd, IPPROTO_TCP, TCP_CONNECTION_INFO, &info, &size) != 0) return -1;
    after = info.tcpi_rxbytes;
#endif
    // The numbers belong together only when nothing came in between.
    if (before == after) return (int64_t)after - waiting;
  }
  return -1;
}

// A connection's block: plain data, zeroed by libwebsockets, freed after the connection is gone.
struct inkling_session {
  void *exchange;  // a retained HTTPExchange, or null
  void *socket;    // a retained WebSocketConnection, or null
};

static inline void inkling_io_init(struct ev_io *w, void (*cb)(struct ev_loop *, struct ev_io *, int), int fd) {
  ev_io_init(w, cb, fd, EV_READ);
}
static inline void inkling_async_init(struct ev_async *w, void (*cb)(struct ev_loop *, struct ev_async *, int)) {
  ev_async_init(w, cb);
}
static inline void inkling_timer_init(
    struct ev_timer *w, void (*cb)(struct ev_loop *, struct ev_timer *, int), double after, double repeat) {
  ev_timer_init(w, cb, after, repeat);
}
static inline void inkling_ev_break(struct ev_loop *loop) { ev_break(loop, EVBREAK_ALL); }
