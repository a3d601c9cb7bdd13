"""What was acknowledged is there after kill -9: KILLS times, 6 if it is not set."""
import os
import random
import signal
import threading
from pathlib import Path

from conftest import Service

WORDS = "한솔시 시장 포럼 하천 관측 주민 예산 다리 학교 공원 창업 지원 회의 계획 발표 조사 결과 도로 철도 항구".split()


def story(number: int) -> list[str]:
    """An article that no other number's story is like."""
    words = random.Random(number)
    return [" ".join(words.choices(WORDS, k=40)) + f" {number}번째 소식이다." for _ in range(4)]


def add_until_killed(service: Service, first: int, acknowledged: list[int]) -> None:
    """Adds stories one by one; notes those whose answer came."""
    try:
        peer = service.connect()
        number = first
        while True:
            answer = peer.call("dedupe", {"paragraphs": story(number), "id": f"a{number}", "mode": "add"})
            if answer is None:
                return
            assert answer["result"]["added"], answer
            acknowledged.append(number)
            number += 1
    except OSError:
        return


def test_an_acknowledged_add_survives_kill_9(directory: Path) -> None:
    service = Service(directory)
    moments = random.Random(7)
    acknowledged: list[int] = []
    for round_number in range(int(os.environ.get("KILLS", "6"))):
        service.start()
        service.connect().close()
        threads = [
            threading.Thread(target=add_until_killed, args=(service, round_number * 100_000 + n * 10_000, acknowledged))
            for n in range(3)
        ]
        for thread in threads:
            thread.start()
        threads[0].join(timeout=0.2 + moments.random() / 2)
        service.stop(signal.SIGKILL)
        for thread in threads:
            thread.join()
    assert len(acknowledged) > 30
    service.start()
    peer = service.connect()
    for number in acknowledged:
        result = peer.call("dedupe", {"paragraphs": story(number)})["result"]
        assert result["status"] == "exact" and result["canonicalId"] == f"a{number}"
    assert peer.call("indexStats")["result"]["articles"] >= len(acknowledged)
    assert service.stop() == 0
