// load: keeps requests in flight on Unix sockets and measures the answers. One thread; see ../README.md.
#include <err.h>
#include <errno.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include "connection.h"

// Slots of a connection in an open loop: when all wait, the server is too slow for the rate.
enum { open_loop_in_flight_max = 512, events_max = 64 };
static const uint64_t tick_ns = 20000000, patience_ns = 5000000000;

typedef struct {
  Options options;
  RequestImages images;
  AnswerReader reader;
  Connection *connections;
  Window window;
  int poll, timer;
  uint64_t start_ns;
  uint64_t intended;  // open loop: how many requests were begun
  bool drains;
} Load;

static void watch(Load *load, Connection *connection, int operation) {
  uint32_t writable = connection_has_unsent(connection) ? EPOLLOUT : 0;
  struct epoll_event event = {.events = EPOLLIN | writable, .data.ptr = connection};
  if (epoll_ctl(load->poll, operation, connection->descriptor, &event) != 0) err(1, "epoll_ctl");
}

static void send_requests(Load *load, Connection *connection, uint32_t count, uint64_t at_ns) {
  connection_send(connection, &load->images, count, at_ns);
  if (connection_has_unsent(connection)) watch(load, connection, EPOLL_CTL_MOD);
}

// Closed loop: as many as there is room for.
static void refill(Load *load, Connection *connection) {
  uint32_t in_flight = connection_in_flight(connection), depth = load->options.depth;
  if (load->drains || in_flight >= depth || connection_has_unsent(connection)) return;
  send_requests(load, connection, depth - in_flight, now_ns());
}

static uint64_t intended_ns(const Load *load, uint64_t number) {
  return load->start_ns + (uint64_t)((double)number * 1e9 / load->options.rate);
}

// Open loop: what is due goes to the connections in turn. A request that finds its connection full stays due: its
// latency counts from when it should have gone.
static void send_due(Load *load) {
  if (load->drains) return;
  uint64_t due_ns;
  while ((due_ns = intended_ns(load, load->intended)) <= now_ns()) {
    Connection *connection = &load->connections[load->intended % load->options.connections];
    if (connection->free_count == 0 || connection_has_unsent(connection)) return;
    send_requests(load, connection, 1, due_ns);
    load->intended++;
  }
  struct itimerspec next = {.it_value = {(time_t)(due_ns / 1000000000), (long)(due_ns % 1000000000)}};
  if (timerfd_settime(load->timer, TFD_TIMER_ABSTIME, &next, NULL) != 0) err(1, "timerfd_settime");
}

static bool is_open_loop(const Load *load) { return load->options.rate > 0; }

// Returns how many answers came.
static uint32_t wake(Load *load, const struct epoll_event *event) {
  Connection *connection = event->data.ptr;
  if (connection == NULL) {
    uint64_t expirations;
    if (read(load->timer, &expirations, sizeof expirations) < 0 && errno != EAGAIN) err(1, "timerfd");
    return 0;
  }
  uint32_t answers = 0;
  if ((event->events & EPOLLOUT) && connection_flush(connection)) watch(load, connection, EPOLL_CTL_MOD);
  if (event->events & ~(uint32_t)EPOLLOUT) {
    answers = connection_receive(connection, &load->reader, &load->window);
  }
  if (!is_open_loop(load)) refill(load, connection);
  return answers;
}

// Waits once for whatever comes. Returns how many answers came.
static uint32_t turn(Load *load) {
  struct epoll_event events[events_max];
  // No time-out: arming a timer at each wait costs a microsecond on a virtual machine. The ticking timer wakes us.
  int count = epoll_wait(load->poll, events, events_max, -1);
  uint32_t answers = 0;
  for (int i = 0; i < count; i++) answers += wake(load, &events[i]);
  if (is_open_loop(load)) send_due(load);
  return answers;
}

static uint32_t in_flight(const Load *load) {
  uint32_t sum = 0;
  for (uint32_t i = 0; i < load->options.connections; i++) sum += connection_in_flight(&load->connections[i]);
  return sum;
}

static void set_up(Load *load) {
  const Options *options = &load->options;
  Text text = payload_text(options->payload);
  load->images = request_images(options, text, options->depth);
  load->reader = (AnswerReader){.options = *options, .text = text};
  load->poll = epoll_create1(EPOLL_CLOEXEC);
  load->timer = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC);
  struct itimerspec tick = {.it_interval.tv_nsec = (long)tick_ns, .it_value.tv_nsec = (long)tick_ns};
  struct epoll_event event = {.events = EPOLLIN};
  if (load->poll < 0 || load->timer < 0 || timerfd_settime(load->timer, 0, &tick, NULL) != 0 ||
      epoll_ctl(load->poll, EPOLL_CTL_ADD, load->timer, &event) != 0) {
    err(1, "epoll and timer");
  }
  load->connections = calloc(options->connections, sizeof *load->connections);
  if (load->connections == NULL) err(1, "calloc");
  for (uint32_t i = 0; i < options->connections; i++) {
    load->connections[i] =
        connection_open(options->socket_path, is_open_loop(load) ? open_loop_in_flight_max : options->depth);
    watch(load, &load->connections[i], EPOLL_CTL_ADD);
  }
}

static void run(Load *load) {
  load->start_ns = now_ns();
  if (is_open_loop(load)) {
    send_due(load);
  } else {
    for (uint32_t i = 0; i < load->options.connections; i++) refill(load, &load->connections[i]);
  }
  uint64_t now, last_answer_ns = load->start_ns;
  while (now = now_ns(), window_follow(&load->window, &load->options, load->start_ns, now)) {
    if (turn(load) > 0) {
      last_answer_ns = now;
    } else if (in_flight(load) > 0 && now - last_answer_ns > patience_ns) {
      errx(1, "no answer for 5 s");
    }
  }
}

// What is in flight at the end of the window must still be answered.
static void drain(Load *load) {
  load->drains = true;
  struct itimerspec tick = {.it_interval.tv_nsec = (long)tick_ns, .it_value.tv_nsec = (long)tick_ns};
  if (timerfd_settime(load->timer, 0, &tick, NULL) != 0) err(1, "timerfd_settime");
  uint64_t begin = now_ns();
  while (in_flight(load) > 0 && now_ns() - begin < patience_ns) turn(load);
  for (uint32_t i = in_flight(load); i > 0; i--) window_error(&load->window, "a request without an answer", 0);
}

int main(int argc, char **argv) {
  static Load load;
  load.options = options_parse(argc, argv);
  set_up(&load);
  run(&load);
  drain(&load);
  window_print(&load.window);
}
