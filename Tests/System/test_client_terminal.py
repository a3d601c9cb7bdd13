"""rpc-client as a person meets it: places, colours, addresses, completion, the manual."""
import json
import os
import pty
import re
import select
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
from conftest import BIN, PATIENCE, ROOT, Service
from test_client import SAMPLE, client

TEXT = "한솔시는 28일 청년 창업 지원을 크게 늘리겠다고 밝혔다. 시는 예산 30억원을 들여 창업관을 짓는다."


def on_terminal(*arguments: object, path: str, columns: int = 100, environment: dict[str, str] | None = None) -> str:
    """What a terminal shows of it."""
    pid, terminal = pty.fork()
    if pid == 0:
        os.environ.update({"RPC_SOCKET": path, "TERM": "xterm-256color", **(environment or {})})
        os.environ.pop("NO_COLOR", None) if environment is None else None
        os.execv(BIN / "rpc-client", ["rpc-client", *map(str, arguments)])
    import fcntl
    import struct
    import termios
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 40, columns, 0, 0))
    shown = b""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if select.select([terminal], [], [], 0.5)[0]:
            try:
                chunk = os.read(terminal, 1 << 16)
            except OSError:
                break
            if not chunk:
                break
            shown += chunk
    os.close(terminal)
    os.waitpid(pid, 0)
    return shown.decode().replace("\r\n", "\n")


def plain(text: str) -> str:
    return re.sub(r"\x1b\[[0-9;]*[A-Za-z]", "", text)


def width(text: str) -> int:
    return sum(2 if "\uac00" <= character <= "\ud7a3" else 1 for character in text)


@pytest.mark.parametrize(("arguments", "line", "marked"), [
    (["txt=a"], '  {"txt":"a"}', '"txt":"a"'),
    (["paragraphs:=[\"한글이다\", 3]"], '  {"paragraphs":["한글이다",3]}', "3"),
    (["--json", '{"text":"한글", "mode" "add"}'], '  {"text":"한글", "mode" "add"}', '"'),
])
def test_an_error_shows_its_place(service: Service, arguments: list[str], line: str, marked: str) -> None:
    told = client("call", "dedupe", *arguments, path=service.path).stderr.splitlines()
    shown = told[told.index(line) + 1]
    assert shown.strip() == "^" * len(marked)
    place = line.index(marked) if marked != '"' else line.index('"add"')
    assert width(shown) - len(marked) == width(line[:place])


def test_errors_are_json_for_scripts(service: Service) -> None:
    told = json.loads(client("call", "parseArticle", "txt=a", "--format", "json", path=service.path).stderr)
    assert told["exitStatus"] == 1 and told["error"]["data"]["pointer"] == "/params/txt"
    told = json.loads(client("call", "m", "--format", "json", path="/tmp/no-such-socket").stderr)
    assert told["exitStatus"] == 69 and "no-such-socket" in told["error"]["message"]


def test_what_a_terminal_would_act_on_is_not_written(service: Service) -> None:
    done = client("call", "parseArticle", "text=\x1b]0;owned\x07제목이다 하나\n\n본문 첫 문장이다. 둘째 문장이다.", "--format", "human", path=service.path)
    assert done.returncode == 0 and "\x1b" not in done.stdout and "\x07" not in done.stdout


def test_a_terminal_gets_a_view_and_colours_and_a_pipe_plain_json(service: Service) -> None:
    assert "\x1b[" in on_terminal("call", "system.health", path=service.path)
    assert "\x1b[" not in on_terminal("call", "system.health", path=service.path, environment={"NO_COLOR": "1"})
    assert "\x1b[" in client("call", "system.health", "--format", "pretty", "--color", "always", path=service.path).stdout
    assert "title" in on_terminal("call", "parseArticle", SAMPLE, path=service.path)
    assert json.loads(client("call", "parseArticle", SAMPLE, path=service.path).stdout)["title"]


def test_duplicates_are_shown_side_by_side_with_the_words_that_differ(service: Service, tmp_path: Path) -> None:
    other = tmp_path / "other.txt"
    other.write_text(TEXT, encoding="utf-8")
    client("call", "dedupe", f"text=@{other}", "id=a1", "mode=add", path=service.path)
    done = client(
        "call", "dedupe", "text=" + TEXT.replace("30억원", "35억원"), "--beside", other, "--format", "human", path=service.path)
    rows = [line for line in done.stdout.splitlines() if " │ " in line]
    assert any("[35억원을]" in row.split(" │ ")[0] for row in rows) and any("[30억원을]" in row.split(" │ ")[1] for row in rows)
    assert len({width(row.split(" │ ")[0]) for row in rows}) == 1
    assert done.stdout.count("[") == 2


def test_progress_is_shown_on_a_terminal_only(service: Service, tmp_path: Path) -> None:
    given = tmp_path / "in.ndjson"
    given.write_text("".join(json.dumps({"text": f"{n} {TEXT}"}) + "\n" for n in range(200)))
    command = f"exec {BIN / 'rpc-client'} call parseArticle --each < {given} > {tmp_path / 'o'}"
    pid, terminal = pty.fork()
    if pid == 0:
        os.environ["RPC_SOCKET"] = service.path
        os.execv("/bin/sh", ["sh", "-c", command])
    shown_bytes = b""
    while True:
        try:
            chunk = os.read(terminal, 1 << 16)
        except OSError:
            break
        if not chunk:
            break
        shown_bytes += chunk
    os.waitpid(pid, 0)
    last = plain(shown_bytes.decode()).strip().split("\r")[-1]
    assert client("call", "parseArticle", "--each", path=service.path, input=given.read_text()).stderr == ""
    assert "100%" in last and "200 done" in last and "/s" in last


def test_addresses(service: Service, directory: Path) -> None:
    assert client("list", "--socket", f"unix:{service.path}").returncode == 0
    assert client("list", "-s", service.path).returncode == 0
    command = f"exec:{BIN / 'article-service'} --stdio --state-dir {directory / 'other'} --log-level error"
    done = client("call", "system.health", "--socket", command)
    assert json.loads(done.stdout)["status"] == "ok"
    assert client("list", "--socket", "exec:exit 3").returncode in (69, 74)
    for wrong in ("ssh:host", "unix:", "exec:", "ssh:-oProxyCommand=x:/s"):
        assert client("list", "--socket", wrong).returncode == 64


def test_an_abstract_address(service: Service) -> None:
    name = f"rpc-client-test-{os.getpid()}"
    relay = subprocess.Popen(
        [sys.executable, "-c", f"""
import socket, threading
listener = socket.socket(socket.AF_UNIX); listener.bind("\\0{name}"); listener.listen(); print("ready", flush=True)
def copy(a, b):
    while data := a.recv(65536): b.sendall(data)
    b.shutdown(socket.SHUT_WR)
peer, _ = listener.accept()
server = socket.socket(socket.AF_UNIX); server.connect({service.path!r})
threading.Thread(target=copy, args=(server, peer), daemon=True).start()
copy(peer, server)
"""], stdout=subprocess.PIPE)
    assert relay.stdout is not None and relay.stdout.readline() == b"ready\n"
    assert client("list", "--socket", f"unix:@{name}").returncode == 0
    relay.wait(PATIENCE)


def test_a_server_over_ssh(service: Service, tmp_path: Path) -> None:
    daemon = shutil.which("sshd") or ("/usr/sbin/sshd" if Path("/usr/sbin/sshd").exists() else None)
    if daemon is None or shutil.which("ssh") is None:
        pytest.skip("no openssh-server here")
    for name in ("host", "user"):
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", tmp_path / name], check=True)
    shutil.copy(tmp_path / "user.pub", tmp_path / "authorized")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    (tmp_path / "sshd").write_text(f"""
Port {port}
ListenAddress 127.0.0.1
HostKey {tmp_path}/host
AuthorizedKeysFile {tmp_path}/authorized
StrictModes no
UsePAM no
PidFile none
""")
    Path("/run/sshd").mkdir(exist_ok=True)
    server = subprocess.Popen([daemon, "-D", "-e", "-f", tmp_path / "sshd"], stderr=subprocess.DEVNULL)
    shim = tmp_path / "bin" / "ssh"
    shim.parent.mkdir()
    shim.write_text(f"""#!/bin/sh
exec {shutil.which('ssh')} -p {port} -i {tmp_path}/user -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null -o LogLevel=ERROR "$@"
""")
    shim.chmod(0o755)
    try:
        environment = {**os.environ, "PATH": f"{shim.parent}:{os.environ['PATH']}"}
        end = time.monotonic() + PATIENCE
        while True:
            done = subprocess.run(
                [BIN / "rpc-client", "list", "--socket", f"ssh:127.0.0.1:{service.path}"], capture_output=True, text=True,
                env=environment, timeout=PATIENCE)
            if done.returncode == 0 or time.monotonic() > end:
                break
            time.sleep(0.2)
        assert "parseArticle" in done.stdout, done.stderr
    finally:
        server.kill()
        server.wait()


def test_wait_needs_no_seconds(directory: Path) -> None:
    process = subprocess.Popen(
        [BIN / "rpc-client", "list", "--wait"], stdout=subprocess.PIPE, env={**os.environ, "RPC_SOCKET": str(directory / "s")})
    service = Service(directory).start()
    try:
        assert process.wait(PATIENCE) == 0
    finally:
        service.stop()


def test_bash_completes_the_names_that_the_server_has(service: Service, tmp_path: Path) -> None:
    script = tmp_path / "completion"
    script.write_text(subprocess.run(
        [BIN / "rpc-client", "--generate-completion-script", "bash"], capture_output=True, text=True, check=True).stdout)
    def completed(*words: str) -> list[str]:
        program = f"""source {script}; PATH={BIN}:$PATH; COMP_WORDS=({' '.join(words)}); COMP_CWORD={len(words) - 1}
COMP_LINE="{' '.join(words)}"; COMP_POINT=${{#COMP_LINE}}; COMP_TYPE=9; COMP_KEY=9; _rpc-client rpc-client "{words[-1]}" "{words[-2]}"; printf '%s\\n' "${{COMPREPLY[@]}}\""""
        done = subprocess.run(
            ["bash", "-c", program], capture_output=True, text=True, env={**os.environ, "RPC_SOCKET": service.path})
        return done.stdout.split()
    assert "parseArticle" in completed("rpc-client", "call", "pa")
    assert "publishedAt=" in completed("rpc-client", "call", "extractEntities", "pu")


def test_the_manual_says_what_help_says(service: Service) -> None:
    manual = subprocess.run([BIN / "rpc-client", "manual", "commands"], capture_output=True, text=True, check=True).stdout
    for command in ("call", "list", "describe"):
        helped = client(command, "--help").stdout
        for option in set(re.findall(r"--[a-z-]+", helped)):
            assert option.replace("-", "\\-") in manual, (command, option)
    page = (ROOT / "deploy/man/rpc-client.1.in").read_text()
    assert "@COMMANDS@" in page and "@STATUSES@" in page
