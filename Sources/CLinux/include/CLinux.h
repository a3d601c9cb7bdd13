/// Names of Linux that Swift's Glibc module lacks: they need _GNU_SOURCE, are variadic or of a header that it leaves out.
#pragma once
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/// accept4(2) with SOCK_CLOEXEC and SOCK_NONBLOCK; -1 and errno on failure.
int clinux_accept(int listener);

/// socket(2) of AF_UNIX and SOCK_STREAM with SOCK_CLOEXEC; -1 and errno on failure.
int clinux_stream_socket(void);

/// SOCK_STREAM, which is an enumerator of a header that Swift does not see.
int clinux_stream_type(void);

/// SO_PEERCRED of unix(7); 0, or -1 and errno.
int clinux_peer_credentials(int socket, uid_t *uid, gid_t *gid, pid_t *pid);

/// fcntl(2) F_DUPFD_CLOEXEC; the new descriptor, or -1 and errno.
int clinux_duplicate(int descriptor);

/// SO_PEERGROUPS of socket(7): the number of groups, or -1 and errno.
int clinux_peer_groups(int socket, gid_t *groups, size_t count);

/// Bytes that are allocated, by any thread: mallinfo2(3).
size_t clinux_heap_bytes(void);

/// malloc_trim(3) of all that is free: gives whole pages back to the system.
void clinux_trim_heap(void);

/// mallopt(3) M_ARENA_MAX: of how many arenas threads allocate, from now on; 0 where the allocator refuses.
int clinux_limit_arenas(int count);
