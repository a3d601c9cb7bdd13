// raw-echo: sends back the bytes it reads. What a server on this machine cannot be faster than; others are told as
// multiples of it.
#include <err.h>

#include "socket_server.h"

static size_t echo(Client *client, const char *bytes, size_t length) {
  client_send(client, bytes, length);
  return length;
}

int main(int argc, char **argv) {
  if (argc != 2) errx(64, "usage: raw-echo SOCKET");
  serve(argv[1], echo);
}
