// What Swift cannot import: computed macros, variadic functions, libev's initialising macros.
#include <ev.h>
#include <libwebsockets.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/socket.h>

#ifdef __linux__
// Declared by glibc only under _GNU_SOURCE, which a module cannot set for its includes.
extern int accept4(int, struct sockaddr *, socklen_t *, int);
#endif

static const int inkling_lws_pre = LWS_PRE;
static const int inkling_no_listen = CONTEXT_PORT_NO_LISTEN_SERVER;
static const uint64_t inkling_option_libev = LWS_SERVER_OPTION_LIBEV;
static const uint64_t inkling_option_tls = LWS_SERVER_OPTION_DO_SSL_GLOBAL_INIT;

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
