"""What the service may not do, and who may reach it."""
import json
import os
import re
import socket
import subprocess
import time
from pathlib import Path

from conftest import ETC, ROOT, SOCKET, UNIT, As, call, drop_in, run, systemctl

WHOAMI = f'print(json.dumps(Peer({SOCKET!r}).call("system.whoami")["result"]))'


def test_exposure_is_as_low_as_it_goes_while_the_service_works(service: None) -> None:
    assert call("system.health")["result"]["status"] == "ok"
    text = run("systemd-analyze", "security", "--no-pager", UNIT, check=False)
    level = float(re.search(r"Overall exposure level.*: ([\d.]+)", text).group(1))
    left = [line for line in text.splitlines() if line.startswith("✗")]
    print(f"exposure {level}\n" + "\n".join(left))
    assert level <= 0.4


def test_the_units_are_right(service: None) -> None:
    units = ["article.service", "article.socket", "article-admin.socket", "article-metrics.service",
             "article-metrics.socket", "article-metrics@.service", "article-metrics.timer"]
    assert run("systemd-analyze", "verify", "--man=no", *(f"/etc/systemd/system/{unit}" for unit in units)) == ""


def test_only_members_of_the_group_may_connect(service: None) -> None:
    assert json.loads(As("reader").run(WHOAMI))["uid"] == int(run("id", "-u", "reader"))
    assert As("stranger").is_refused(SOCKET) and not As("reader").is_refused(SOCKET)


def test_lists_know_users_and_groups_by_name(service: None) -> None:
    (ETC / "article.yaml").write_text("access:\n  indexStats:\n    users: [crawler]\n  dedupe:\n    groups: [article-clients]\n")
    asks = f'print(Peer({SOCKET!r}).call(sys.argv[1], json.loads(sys.argv[2])).get("error", {{}}).get("code"))'
    assert As("crawler").run(asks, "indexStats", "{}") == "None"
    assert As("reader").run(asks, "indexStats", "{}") == "-32011"
    assert As("reader").run(asks, "dedupe", '{"paragraphs": ["a"]}') == "None"
    # root is not on the list.
    assert call("indexStats")["error"]["code"] == -32011


def test_one_user_cannot_take_all_connections(service: None) -> None:
    hold = f'''
peers = [Peer({SOCKET!r}) for _ in range(64)]
for peer in peers: peer.call("system.whoami")
one_more = Peer({SOCKET!r})
print(one_more.receive()["error"]["code"], flush=True)
sys.stdin.read()
'''
    process = As("crawler").start(hold)
    assert process.stdout is not None and process.stdout.readline().strip() == "-32009"
    assert "uid" in As("reader").run(WHOAMI)
    # Still held: it waits for its input to end.
    assert process.poll() is None
    process.kill()
    process.communicate()


def test_one_user_with_many_calls_does_not_keep_another_waiting(service: None) -> None:
    """The crawler has 160 calls waiting over 8 connections; the reader's call takes its turn, not its place in line."""
    systemctl("start", UNIT)
    flood = f'''
text = "윤태경 한솔시장은 28일 청년 창업 지원을 늘리겠다고 밝혔다. " * 15
peers = [Peer({SOCKET!r}) for _ in range(8)]
for _ in range(20):
    for peer in peers: peer.send("extractEntities", {{"text": text}})
print("sent", flush=True)
for peer in peers:
    for _ in range(20): assert "result" in peer.receive()
'''
    ask = f'''
peer = Peer({SOCKET!r})
peer.call("system.whoami")
begin = time.monotonic()
assert "result" in peer.call("extractEntities", {{"text": "28일"}})
print(time.monotonic() - begin)
'''
    begin = time.monotonic()
    crawler = As("crawler").start(flood)
    assert crawler.stdout is not None and crawler.stdout.readline().strip() == "sent"
    waits = sorted(float(As("reader").run(ask)) for _ in range(3))
    assert crawler.poll() is None, "the flood was over too soon to prove anything"
    out, err = crawler.communicate(timeout=300)
    assert crawler.returncode == 0, err
    whole = time.monotonic() - begin
    print(f"the reader waited {waits[1]:.2f} s of the {whole:.1f} s that the crawler's calls took")
    assert waits[1] < whole / 5


def confined(tries: dict[str, str], extra: str = "", user: str = "root") -> list[str]:
    """Those of the shell commands that succeed in the confinement of the service's unit, changed by `extra`.

    As root: what an ordinary user could not do anyway would prove nothing.
    """
    unit = open(f"/etc/systemd/system/{UNIT}", encoding="utf-8").read()
    own = re.compile(r"(ExecStart|ExecReload|Sockets|Type|NotifyAccess|Restart|WatchdogSec|StateDirectory|DynamicUser|"
                     r"Requires|After|Wants)")
    text = "\n".join(line for line in (unit + "\n" + extra).splitlines() if not own.match(line))
    script = "; ".join(f"({command}) 2>/dev/null && echo 'CAN {name}'" for name, command in tries.items()) + "; true"
    # In a unit a dollar sign is written twice.
    start = f'[Service]\nUser={user}\nType=oneshot\nStateDirectory=probe\nExecStart=/bin/bash -c "{script.replace("$", "$$")}"\n'
    with open("/run/systemd/system/probe.service", "w", encoding="utf-8") as file:
        file.write(text.replace("[Service]\n", start, 1))
    systemctl("daemon-reload")
    cursor = run("journalctl", "--lines=0", "--show-cursor").split("cursor: ")[-1].strip()
    systemctl("start", "probe.service")
    run("journalctl", "--sync")
    said = run("journalctl", "--no-pager", "--output=cat", "--unit=probe.service", f"--after-cursor={cursor}")
    return re.findall(r"^CAN (.*)$", said, re.MULTILINE)


def test_it_can_neither_write_elsewhere_nor_reach_the_network(service: None) -> None:
    """What the unit allows, asked for by a shell in the same confinement."""
    # Clock and kernel are this machine's own: where the confinement fails, they are set to what they are.
    tries = {
        "etc": "echo x > /etc/x", "usr": "echo x > /usr/x", "home": "ls /root", "tmp of others": "ls /tmp/witness",
        "clock": "date -s @$(date +%%s)", "mount": "mount -t tmpfs x /mnt",
        "kernel": "cat /proc/sys/vm/swappiness > /proc/sys/vm/swappiness", "user namespace": "unshare -U true",
        "own state": "echo x > /var/lib/probe/x",
    }
    run("touch", "/tmp/witness")
    assert confined(tries) == ["own state"]
    # Root owns these processes and sees them; the service does not.
    assert confined({"processes of others": "ls /proc/1/status"}, user="nobody") == []
    assert subprocess.run(["ls", "/proc/1/status"], user="nobody", capture_output=True, check=False).returncode == 0
    # The probe itself works: without confinement it can.
    assert "CAN etc" in run("/bin/bash", "-c", f"({tries['etc']}) 2>/dev/null && echo 'CAN etc'")


def test_the_drop_in_for_postgresql_opens_its_socket_and_no_network(service: None) -> None:
    tcp = socket.create_server(("127.0.0.1", 15432))
    Path("/run/postgresql").mkdir(exist_ok=True)
    path = "/run/postgresql/.s.PGSQL.15432"
    Path(path).unlink(missing_ok=True)
    unix = socket.socket(socket.AF_UNIX)
    unix.bind(path)
    os.chmod(path, 0o777)
    unix.listen()
    tries = {"socket": f"/usr/bin/socat -u /dev/null UNIX-CONNECT:{path}",
             "network": "exec 3<>/dev/tcp/127.0.0.1/15432"}
    drop = (ROOT / "deploy" / "postgresql.conf").read_text(encoding="utf-8")
    try:
        assert confined(tries, drop) == ["socket"]
        # For a server elsewhere: the lines that are commented out, with this machine as the server.
        elsewhere = re.sub(r"^#(?=PrivateNetwork|Restrict|IPAddress)", "", drop, flags=re.MULTILINE)
        assert confined(tries, elsewhere.replace("192.0.2.10", "127.0.0.1")) == ["socket", "network"]
        assert drop_in_verifies(drop)
    finally:
        tcp.close()
        unix.close()


def drop_in_verifies(text: str) -> bool:
    drop_in(text)
    return run("systemd-analyze", "verify", "--man=no", f"/etc/systemd/system/{UNIT}") == ""
