#include "options.h"

#include <err.h>
#include <getopt.h>
#include <stdlib.h>
#include <string.h>

static const char usage[] =
    "--socket PATH [--connections N] [--depth D] [--payload ping|article] [--seconds S | --requests N] [--warmup S]\n"
    "  [--framing lines|headers] [--style ours|netrpc|raw|sourcegraph] [--method NAME] [--pid SERVER_PID] [--rate R]";

static const char *const payloads[] = {"ping", "article", NULL};
static const char *const framings[] = {"lines", "headers", NULL};
static const char *const styles[] = {"ours", "netrpc", "raw", "sourcegraph", NULL};

static int choice(const char *value, const char *const names[]) {
  for (int i = 0; names[i] != NULL; i++) {
    if (strcmp(names[i], value) == 0) return i;
  }
  errx(64, "unknown word '%s'\nusage: %s", value, usage);
}

static double number(const char *value, double least) {
  char *end;
  double result = strtod(value, &end);
  if (*end != '\0' || end == value || !(result >= least)) errx(64, "'%s' is no number from %g up", value, least);
  return result;
}

Options options_parse(int argc, char **argv) {
  static const struct option known[] = {
      {"socket", required_argument, NULL, 's'},   {"connections", required_argument, NULL, 'c'},
      {"depth", required_argument, NULL, 'd'},    {"payload", required_argument, NULL, 'p'},
      {"seconds", required_argument, NULL, 't'},  {"warmup", required_argument, NULL, 'w'},
      {"framing", required_argument, NULL, 'f'},  {"style", required_argument, NULL, 'y'},
      {"method", required_argument, NULL, 'm'},   {"pid", required_argument, NULL, 'i'},
      {"rate", required_argument, NULL, 'r'},     {"requests", required_argument, NULL, 'n'},
      {NULL, 0, NULL, 0},
  };
  Options options = {
      .method = "echo", .connections = 1, .depth = 1, .seconds = 2, .warmup_seconds = 0.5,
  };
  int option;
  while ((option = getopt_long(argc, argv, "", known, NULL)) != -1) {
    switch (option) {
      case 's': options.socket_path = optarg; break;
      case 'm': options.method = optarg; break;
      case 'p': options.payload = (Payload)choice(optarg, payloads); break;
      case 'f': options.framing = (Framing)choice(optarg, framings); break;
      case 'y': options.style = (Style)choice(optarg, styles); break;
      case 'c': options.connections = (uint32_t)number(optarg, 1); break;
      case 'd': options.depth = (uint32_t)number(optarg, 1); break;
      case 't': options.seconds = number(optarg, 0.01); break;
      case 'w': options.warmup_seconds = number(optarg, 0); break;
      case 'n': options.requests = (uint64_t)number(optarg, 1); break;
      case 'r': options.rate = number(optarg, 1); break;
      case 'i': options.server_pid = (pid_t)number(optarg, 1); break;
      default: errx(64, "usage: %s", usage);
    }
  }
  if (options.socket_path == NULL) errx(64, "usage: %s", usage);
  return options;
}
