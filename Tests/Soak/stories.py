"""Articles made up for a soak: none is like another, and each is known by its number."""
import html
import random
from functools import cache

SYLLABLES = "가나다라마바사아자차강남동산수정진해호윤한솔비달별길천봉유선영경기민재연주하소은원준태현서리문도"
ENDINGS = "밝혔다 설명했다 나타났다 시작했다 마련했다 논의했다 확정했다 공개했다".split()


@cache
def story(number: int) -> list[str]:
    """The paragraphs of an article that no other number's is like. Kept, since making one takes longer than the call that it is for."""
    chance = random.Random(number)
    return [" ".join(sentence(chance) for _ in range(5)) + f" {number}번째 소식이다." for _ in range(4)]


def sentence(chance: random.Random) -> str:
    # Words that nobody knows: stories of known ones would share rows of them, and be near duplicates.
    words = ["".join(chance.choices(SYLLABLES, k=chance.randrange(2, 4))) for _ in range(7)]
    return f"{words[0]}은 {chance.randrange(1, 29)}일 {words[1]}에서 {' '.join(words[2:])}을 {chance.choice(ENDINGS)}."


@cache
def page(number: int) -> str:
    """The same article as a site prints it."""
    body = "".join(f"<p>{html.escape(paragraph)}</p>" for paragraph in story(number))
    return (
        f'<!doctype html><html lang="ko"><head><meta charset="utf-8"><title>{number}번째 소식 - 새벽뉴스</title></head><body><nav><ul><li><a href="/1">정치</a>'
        f'</li><li><a href="/2">경제</a></li></ul></nav><article><h1>{number}번째 소식</h1><div class="info">입력 2026.04.16 14:20</div>'
        f'<div class="article_body">{body}</div></article><footer>무단 전재 및 재배포 금지</footer></body></html>')
