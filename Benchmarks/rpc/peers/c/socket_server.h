// The epoll server under both C peers: one thread, non-blocking sockets, one read a wake, one write an answer batch.
#ifndef SOCKET_SERVER_H
#define SOCKET_SERVER_H

#include <stddef.h>

typedef struct Client Client;

// Called with what one read brought, in front of it what the last call left. Returns how many bytes were used up.
typedef size_t (*ReceiveFunction)(Client *client, const char *bytes, size_t length);

// Sends to a client, now or as soon as it reads. Until it has taken all, it is not read from.
void client_send(Client *client, const char *bytes, size_t length);

// Listens at `path` and serves until the process is ended.
_Noreturn void serve(const char *path, ReceiveFunction receive);

#endif
