#include "socket_server.h"

#include <err.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

enum { read_bytes_max = 64 << 10, left_bytes_max = 1 << 20, backlog = 4096, events_max = 64 };

typedef struct {
  char *data;
  size_t length;
} Bytes;

struct Client {
  int descriptor;
  Bytes left;    // read but not used up
  Bytes unsent;  // what the socket did not take
};

static int poll_descriptor;

static void append(Bytes *bytes, const char *data, size_t length) {
  bytes->data = realloc(bytes->data, bytes->length + length);
  if (bytes->data == NULL) err(1, "realloc");
  memcpy(bytes->data + bytes->length, data, length);
  bytes->length += length;
}

static void drop_first(Bytes *bytes, size_t count) {
  bytes->length -= count;
  memmove(bytes->data, bytes->data + count, bytes->length);
  if (bytes->length > 0) return;
  free(bytes->data);  // an idle client holds no buffer
  bytes->data = NULL;
}

static void watch(Client *client, int operation, uint32_t events) {
  struct epoll_event event = {.events = events, .data.ptr = client};
  if (epoll_ctl(poll_descriptor, operation, client->descriptor, &event) != 0) err(1, "epoll_ctl");
}

// What the socket took; 0 too when the peer is gone, which the next read finds out.
static size_t write_some(Client *client, const char *bytes, size_t length) {
  ssize_t written = send(client->descriptor, bytes, length, MSG_NOSIGNAL);
  return written > 0 ? (size_t)written : 0;
}

void client_send(Client *client, const char *bytes, size_t length) {
  size_t written = client->unsent.length == 0 ? write_some(client, bytes, length) : 0;
  if (written == length) return;
  if (client->unsent.length == 0) watch(client, EPOLL_CTL_MOD, EPOLLOUT);
  append(&client->unsent, bytes + written, length - written);
}

static void flush(Client *client) {
  drop_first(&client->unsent, write_some(client, client->unsent.data, client->unsent.length));
  if (client->unsent.length == 0) watch(client, EPOLL_CTL_MOD, EPOLLIN);
}

static void close_client(Client *client) {
  close(client->descriptor);
  free(client->left.data);
  free(client->unsent.data);
  free(client);
}

static void read_once(Client *client, ReceiveFunction receive) {
  static char buffer[left_bytes_max + read_bytes_max];
  size_t left = client->left.length;
  ssize_t got = read(client->descriptor, buffer + left, read_bytes_max);
  if (got < 0 && (errno == EAGAIN || errno == EINTR)) return;
  if (got <= 0) {
    close_client(client);
    return;
  }
  if (left > 0) memcpy(buffer, client->left.data, left);
  drop_first(&client->left, left);
  size_t length = left + (size_t)got, used = receive(client, buffer, length);
  if (length - used > left_bytes_max) {
    close_client(client);
  } else if (used < length) {
    append(&client->left, buffer + used, length - used);
  }
}

static void accept_client(int listener) {
  int descriptor = accept4(listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
  if (descriptor < 0) return;
  Client *client = calloc(1, sizeof *client);
  if (client == NULL) err(1, "calloc");
  client->descriptor = descriptor;
  watch(client, EPOLL_CTL_ADD, EPOLLIN);
}

static int listen_at(const char *path) {
  struct sockaddr_un address = {.sun_family = AF_UNIX};
  if (strlen(path) >= sizeof address.sun_path) errx(64, "path too long: %s", path);
  strcpy(address.sun_path, path);
  int listener = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (listener < 0 || bind(listener, (struct sockaddr *)&address, sizeof address) != 0 ||
      listen(listener, backlog) != 0) {
    err(1, "listen at %s", path);
  }
  return listener;
}

_Noreturn void serve(const char *path, ReceiveFunction receive) {
  int listener = listen_at(path);
  poll_descriptor = epoll_create1(EPOLL_CLOEXEC);
  struct epoll_event listening = {.events = EPOLLIN, .data.ptr = NULL}, events[events_max];
  if (poll_descriptor < 0 || epoll_ctl(poll_descriptor, EPOLL_CTL_ADD, listener, &listening) != 0) err(1, "epoll");
  for (;;) {
    int count = epoll_wait(poll_descriptor, events, events_max, -1);
    for (int i = 0; i < count; i++) {
      Client *client = events[i].data.ptr;
      if (client == NULL) {
        accept_client(listener);
      } else if (events[i].events & EPOLLOUT) {
        flush(client);
      } else {
        read_once(client, receive);
      }
    }
  }
}
