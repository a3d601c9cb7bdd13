// cold-start: from fork to the first answer, once.
//
//   cold-start activated|polled [options of load] -- SERVER ARGUMENT...
//
// activated: the request waits in the socket before the server exists, and the server inherits it as systemd would
// pass it (sd_listen_fds(3)). polled: the server makes the socket itself, and we try to connect until it is there.
// In C, since forking a large process takes longer than some servers need to start.
#include <err.h>
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include "process.h"
#include "wire.h"

enum { first_passed_descriptor = 3, poll_us = 100, patience_ms = 10000, answer_bytes_max = 64 << 10 };

static pid_t server;

static _Noreturn void give_up(const char *why) {
  if (server > 0) kill(server, SIGKILL);
  errx(1, "%s", why);
}

static struct sockaddr_un address_of(const char *path) {
  struct sockaddr_un address = {.sun_family = AF_UNIX};
  if (strlen(path) >= sizeof address.sun_path) errx(64, "path too long: %s", path);
  strcpy(address.sun_path, path);
  return address;
}

static int listen_at(const char *path) {
  struct sockaddr_un address = address_of(path);
  int listener = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (listener < 0 || bind(listener, (struct sockaddr *)&address, sizeof address) != 0 || listen(listener, 16) != 0) {
    err(1, "listen at %s", path);
  }
  return listener;
}

static int connect_to(const char *path) {
  struct sockaddr_un address = address_of(path);
  for (int tries = patience_ms * 1000 / poll_us; tries > 0; tries--) {
    int client = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (client < 0) err(1, "socket");
    if (connect(client, (struct sockaddr *)&address, sizeof address) == 0) return client;
    close(client);
    usleep(poll_us);
  }
  give_up("the server does not listen");
}

// In the child. A listener of -1: the server makes its own.
static _Noreturn void become_server(int listener, char **command) {
  if (listener >= 0) {
    char pid[16];
    snprintf(pid, sizeof pid, "%d", getpid());
    setenv("LISTEN_PID", pid, 1);
    setenv("LISTEN_FDS", "1", 1);
    setenv("LISTEN_FDNAMES", "rpc", 1);
    // dup2 onto itself would leave the close-on-exec flag set.
    int copy = dup(listener);
    if (copy < 0 || dup2(copy, first_passed_descriptor) < 0) err(1, "dup2");
    if (copy != first_passed_descriptor) close(copy);
  }
  execvp(command[0], command);
  err(1, "exec %s", command[0]);
}

static void send_request(int client, const Options *options, Text text) {
  RequestImages image = request_images(options, text, 1);
  request_set_id(&image, 0, first_id);
  if (send(client, image.bytes, image.length, MSG_NOSIGNAL) != (ssize_t)image.length) give_up("request not sent");
}

static void await_answer(int client, const Options *options, Text text) {
  static char bytes[answer_bytes_max];
  AnswerReader reader = {.options = *options, .text = text};
  size_t length = 0;
  for (;;) {
    struct pollfd readable = {.fd = client, .events = POLLIN};
    if (poll(&readable, 1, patience_ms) != 1) give_up("no answer");
    ssize_t got = read(client, bytes + length, sizeof bytes - length);
    if (got <= 0) give_up("the connection ended before the answer");
    length += (size_t)got;
    Answer answer = answer_next(&reader, bytes, length);
    if (answer.kind == ANSWER_RIGHT && answer.id == first_id) return;
    if (answer.kind != ANSWER_PARTIAL) give_up("a wrong answer");
  }
}

int main(int argc, char **argv) {
  bool activated = argc > 1 && strcmp(argv[1], "activated") == 0;
  if (argc < 2 || (!activated && strcmp(argv[1], "polled") != 0)) errx(64, "usage: cold-start activated|polled ...");
  Options options = options_parse(argc - 1, argv + 1);
  char **command = argv + 1 + optind;
  if (*command == NULL) errx(64, "which server?");
  Text text = payload_text(options.payload);

  int listener = activated ? listen_at(options.socket_path) : -1;
  int client = activated ? connect_to(options.socket_path) : -1;
  if (activated) send_request(client, &options, text);
  uint64_t begin = now_ns();
  server = fork();
  if (server < 0) err(1, "fork");
  if (server == 0) become_server(listener, command);
  if (activated) {
    close(listener);  // the server's is the last one now: if it ends without an answer, the connection does too
  } else {
    client = connect_to(options.socket_path);
    send_request(client, &options, text);
  }
  await_answer(client, &options, text);
  uint64_t end = now_ns();
  ProcessMemory memory = process_memory(server);
  close(client);
  kill(server, SIGKILL);
  waitpid(server, NULL, 0);
  printf("{\"first_answer_ms\":%.3f,\"peak_kib\":%lld}\n", (double)(end - begin) / 1e6, (long long)memory.peak_kib);
}
