#include <systemd/sd-daemon.h>
// CODE_FILE and its kin name the caller's line, which only the caller knows.
#define SD_JOURNAL_SUPPRESS_LOCATION
#include <systemd/sd-journal.h>
