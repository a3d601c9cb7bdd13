"""A PostgreSQL server of the soak's own: it listens on a Unix socket in its directory and nowhere else."""
import os
import pwd
import subprocess
from pathlib import Path

USER = "postgres"


def programs() -> Path | None:
    """Where the newest version's programs lie; None: Debian's package postgresql is not installed."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    return found[-1].parent if found else None


class PostgreSQLServer:
    def __init__(self, directory: Path) -> None:
        tools = programs()
        assert tools is not None, "postgresql is not installed"
        self._tools, self._directory = tools, directory
        self._data = directory / "data"
        directory.mkdir()
        # The server refuses to run as root.
        self._user = USER if os.geteuid() == 0 else None
        if self._user:
            account = pwd.getpwnam(self._user)
            os.chown(directory, account.pw_uid, account.pw_gid)
        self._run("initdb", f"--pgdata={self._data}", f"--username={USER}", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8")
        with (self._data / "postgresql.conf").open("a") as settings:
            settings.write(f"listen_addresses = ''\nunix_socket_directories = '{directory}'\nfsync = on\nshared_buffers = 32MB\n")
        self.start()

    @property
    def address(self) -> str:
        return f"postgresql://{USER}@/postgres?host={self._directory}"

    def start(self) -> None:
        self._run("pg_ctl", "start", "--wait", "--silent", f"--pgdata={self._data}", f"--log={self._directory}/log")

    def stop(self, mode: str = "fast") -> None:
        """fast: ends its sessions, with a checkpoint; immediate: as a crash leaves it."""
        self._run("pg_ctl", "stop", "--wait", "--silent", f"--mode={mode}", f"--pgdata={self._data}")

    def _run(self, tool: str, *arguments: str) -> None:
        # Its output is not read: the server, a child of pg_ctl, would keep a pipe open.
        subprocess.run([self._tools / tool, *arguments], check=True, stdout=subprocess.DEVNULL, user=self._user, group=self._user, cwd="/")
