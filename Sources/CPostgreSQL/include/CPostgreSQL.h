// libpq as a table of its functions, found by dlopen(3) when PostgreSQL is wanted: linking it would load LDAP, Kerberos
// and GnuTLS at every start. Nothing of libpq is needed to build. The names and numbers are those of its ABI, which
// has been stable since libpq.so.5 began; the pipeline functions came with PostgreSQL 14.
//
// Source: https://www.postgresql.org/docs/15/libpq.html and libpq-fe.h of 15.
#pragma once
#include <stddef.h>

#pragma clang assume_nonnull begin

/// PGconn.
typedef struct pg_conn libpq_connection;
/// PGresult.
typedef struct pg_result libpq_result;

/// PQconninfoOption. What is of use here: `keyword`, `val`. An array of these ends with a NULL keyword.
typedef struct {
  char *_Nullable keyword, *_Nullable envvar, *_Nullable compiled, *_Nullable val, *_Nullable label, *_Nullable dispchar;
  int dispsize;
} libpq_option;

/// ConnStatusType, the two that last.
enum { LIBPQ_CONNECTION_OK = 0, LIBPQ_CONNECTION_BAD = 1 };

/// PostgresPollingStatusType.
enum { LIBPQ_POLLING_FAILED = 0, LIBPQ_POLLING_READING = 1, LIBPQ_POLLING_WRITING = 2, LIBPQ_POLLING_OK = 3 };

/// ExecStatusType; the others are of COPY and replication, or of no use here.
enum {
  LIBPQ_EMPTY_QUERY = 0,
  LIBPQ_COMMAND_OK = 1,
  LIBPQ_TUPLES_OK = 2,
  LIBPQ_FATAL_ERROR = 7,
  LIBPQ_PIPELINE_SYNC = 10,
  LIBPQ_PIPELINE_ABORTED = 11
};

/// PGTransactionStatusType.
enum { LIBPQ_IDLE = 0, LIBPQ_ACTIVE = 1, LIBPQ_IN_TRANSACTION = 2, LIBPQ_IN_FAILED_TRANSACTION = 3 };

/// PGVerbosity: messages are the SQLSTATE alone.
enum { LIBPQ_ERRORS_SQLSTATE = 3 };

/// PG_DIAG_SQLSTATE.
enum { LIBPQ_FIELD_SQLSTATE = 'C' };

/// The functions of libpq, each named like its own (`status` is PQstatus) unless said.
typedef struct {
  // Connecting
  libpq_option *_Nullable (*_Nonnull conninfo_parse)(const char *conninfo, char *_Nullable *_Nullable message);
  void (*_Nonnull conninfo_free)(libpq_option *options);
  void (*_Nonnull free_memory)(void *memory);
  /// PQconnectStartParams.
  libpq_connection *_Nullable (*_Nonnull connect_start)(
      const char *_Nullable const *_Nonnull keywords, const char *_Nullable const *_Nonnull values,
      int expand_dbname);
  int (*_Nonnull connect_poll)(libpq_connection *);
  /// PQconnectionNeedsPassword.
  int (*_Nonnull needs_password)(const libpq_connection *);
  void (*_Nonnull finish)(libpq_connection *);

  // A connection
  int (*_Nonnull status)(const libpq_connection *);
  int (*_Nonnull transaction_status)(const libpq_connection *);
  int (*_Nonnull server_version)(const libpq_connection *);
  int (*_Nonnull socket)(const libpq_connection *);
  char *_Nullable (*_Nonnull error_message)(const libpq_connection *);
  int (*_Nonnull set_nonblocking)(libpq_connection *, int on);
  int (*_Nonnull set_error_verbosity)(libpq_connection *, int verbosity);
  void *_Nullable (*_Nonnull set_notice_receiver)(
      libpq_connection *, void (*_Nonnull receive)(void *_Nullable, const libpq_result *_Nullable), void *_Nullable context);

  // Asking
  int (*_Nonnull enter_pipeline_mode)(libpq_connection *);
  int (*_Nonnull exit_pipeline_mode)(libpq_connection *);
  int (*_Nonnull pipeline_sync)(libpq_connection *);
  int (*_Nonnull send_query)(libpq_connection *, const char *sql);
  int (*_Nonnull send_query_params)(
      libpq_connection *, const char *sql, int count, const unsigned *_Nullable types,
      const char *_Nullable const *_Nullable values, const int *_Nullable lengths, const int *_Nullable formats,
      int result_format);
  int (*_Nonnull send_prepare)(
      libpq_connection *, const char *name, const char *sql, int count, const unsigned *_Nullable types);
  int (*_Nonnull send_query_prepared)(
      libpq_connection *, const char *name, int count, const char *_Nullable const *_Nullable values,
      const int *_Nullable lengths, const int *_Nullable formats, int result_format);

  // Bytes out and in
  int (*_Nonnull flush)(libpq_connection *);
  int (*_Nonnull consume_input)(libpq_connection *);
  int (*_Nonnull is_busy)(libpq_connection *);
  libpq_result *_Nullable (*_Nonnull get_result)(libpq_connection *);

  // A result
  int (*_Nonnull result_status)(const libpq_result *);
  char *_Nullable (*_Nonnull result_error_field)(const libpq_result *, int field);
  void (*_Nonnull clear)(libpq_result *);
  int (*_Nonnull ntuples)(const libpq_result *);
  int (*_Nonnull nfields)(const libpq_result *);
  unsigned (*_Nonnull ftype)(const libpq_result *, int column);
  int (*_Nonnull fformat)(const libpq_result *, int column);
  int (*_Nonnull getisnull)(const libpq_result *, int row, int column);
  int (*_Nonnull getlength)(const libpq_result *, int row, int column);
  char *_Nullable (*_Nonnull getvalue)(const libpq_result *, int row, int column);
} libpq_functions;

/// Loads the library `name` as dlopen(3) finds it and keeps it for the life of the process. NULL when it or one of the
/// functions is missing; the reason then is in `message`, whole or cut at `size` bytes, zero-terminated.
const libpq_functions *_Nullable libpq_load(const char *name, char *message, size_t size);

/// A notice receiver that drops what it gets; libpq's own writes to the standard error stream.
void libpq_drop_notice(void *_Nullable context, const libpq_result *_Nullable notice);

#pragma clang assume_nonnull end
