#include "CPostgreSQL.h"

#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SYMBOL(field, name) {offsetof(libpq_functions, field), name}

static const struct {
  size_t offset;
  const char *name;
} symbols[] = {
    SYMBOL(conninfo_parse, "PQconninfoParse"),
    SYMBOL(conninfo_free, "PQconninfoFree"),
    SYMBOL(free_memory, "PQfreemem"),
    SYMBOL(connect_start, "PQconnectStartParams"),
    SYMBOL(connect_poll, "PQconnectPoll"),
    SYMBOL(needs_password, "PQconnectionNeedsPassword"),
    SYMBOL(finish, "PQfinish"),
    SYMBOL(status, "PQstatus"),
    SYMBOL(transaction_status, "PQtransactionStatus"),
    SYMBOL(server_version, "PQserverVersion"),
    SYMBOL(socket, "PQsocket"),
    SYMBOL(error_message, "PQerrorMessage"),
    SYMBOL(set_nonblocking, "PQsetnonblocking"),
    SYMBOL(set_error_verbosity, "PQsetErrorVerbosity"),
    SYMBOL(set_notice_receiver, "PQsetNoticeReceiver"),
    SYMBOL(enter_pipeline_mode, "PQenterPipelineMode"),
    SYMBOL(exit_pipeline_mode, "PQexitPipelineMode"),
    SYMBOL(pipeline_sync, "PQpipelineSync"),
    SYMBOL(send_query, "PQsendQuery"),
    SYMBOL(send_query_params, "PQsendQueryParams"),
    SYMBOL(send_prepare, "PQsendPrepare"),
    SYMBOL(send_query_prepared, "PQsendQueryPrepared"),
    SYMBOL(flush, "PQflush"),
    SYMBOL(consume_input, "PQconsumeInput"),
    SYMBOL(is_busy, "PQisBusy"),
    SYMBOL(get_result, "PQgetResult"),
    SYMBOL(result_status, "PQresultStatus"),
    SYMBOL(result_error_field, "PQresultErrorField"),
    SYMBOL(clear, "PQclear"),
    SYMBOL(ntuples, "PQntuples"),
    SYMBOL(nfields, "PQnfields"),
    SYMBOL(ftype, "PQftype"),
    SYMBOL(fformat, "PQfformat"),
    SYMBOL(getisnull, "PQgetisnull"),
    SYMBOL(getlength, "PQgetlength"),
    SYMBOL(getvalue, "PQgetvalue"),
};

_Static_assert(
    sizeof symbols / sizeof *symbols * sizeof(void *) == sizeof(libpq_functions), "a function without its name");

const libpq_functions *libpq_load(const char *name, char *message, size_t size) {
  void *library = dlopen(name, RTLD_NOW | RTLD_LOCAL);
  if (!library) {
    const char *reason = dlerror();
    snprintf(message, size, "%s", reason ? reason : "unknown");
    return NULL;
  }
  libpq_functions *functions = malloc(sizeof *functions);
  const char *missing = functions ? NULL : "memory";
  for (size_t i = 0; !missing && i < sizeof symbols / sizeof *symbols; i++) {
    void *symbol = dlsym(library, symbols[i].name);
    if (!symbol) missing = symbols[i].name;
    memcpy((char *)functions + symbols[i].offset, &symbol, sizeof symbol);
  }
  if (!missing) return functions;
  snprintf(message, size, "%s: no %s", name, missing);
  free(functions);
  dlclose(library);
  return NULL;
}

void libpq_drop_notice(void *context, const libpq_result *notice) {
  (void)context;
  (void)notice;
}
