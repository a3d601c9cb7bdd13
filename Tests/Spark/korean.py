"""Made-up Korean articles: stories that share no sentence, and copies of them."""
from __future__ import annotations

import random
from dataclasses import dataclass

PLACES = "한솔시 나래군 새벽도 다온구 가람시 미르군 푸른시 달빛군 은하구 해오름시".split()
PEOPLE = "윤태경 서지안 문가람 배도윤 노하린 강이든 임새봄 조한결 백로운 유다온 신우주 허가온".split()
TOPICS = """하천 도서관 버스 노선 시장 상가 학교 급식 공원 숲길 항만 축제 병원 응급실 주택 재개발 농가 사과 어선 관측소 태양광 발전소 반도체
 공장 청년 창업 어린이집 보육 경로당 복지관 박물관 유물 철도 터널 교량 상수도 저수지 산불 진화대 소방서 체육관 선수단 합창단 전시회 번역
 사전 기록관 통계 예산 조례 감사 입찰 계약 물류 창고 냉동 수출 관세 환율 금리 대출 보증 연금 세금 고지서 민원 창구 통역 이주민 유학생
 기숙사 실험실 위성 로봇 배터리 전기차 충전기 주차장 자전거 보행로 신호등 가로수 미세먼지 소음 악취 매립지 재활용 분리수거""".split()
ENDINGS = """늘리겠다고 밝혔다|줄이기로 했다|새로 짓는다|다음 달부터 바꾼다|처음으로 공개했다|맞추기로 뜻을 모았다|다시 살피고 있다|문제가 많다고 지적했다|
내년으로 미뤘다|주민 투표에 부친다|전문가에게 맡겼다|올해 안에 마치기로 했다|예산이 모자란다고 털어놓았다|점검에 들어갔다|협약을 맺었다""".replace("\n", "").split("|")


@dataclass(frozen=True)
class Article:
    id: str
    story: int
    text: str


def sentence(chance: random.Random) -> str:
    a, b, c, d = chance.sample(TOPICS, 4)
    number = chance.randint(2, 970)
    return chance.choice([
        f"{chance.choice(PLACES)}는 {chance.randint(1, 28)}일 {a}와 {b}에 쓸 {number}억원을 들여 {c} {d} 사업을 {chance.choice(ENDINGS)}.",
        f"{chance.choice(PEOPLE)} {a} 담당관은 “{b} {number}곳 가운데 {c}가 먼저”라며 {d} 계획을 {chance.choice(ENDINGS)}.",
        f"{a}를 쓰는 {chance.choice(PLACES)} 주민 {number}명은 {b}보다 {c}를 {d} 옆에 두는 안을 {chance.choice(ENDINGS)}.",
        f"조사에 따르면 {a} 이용은 {number}% 늘었지만 {b}와 {c}는 {chance.choice(PLACES)} {d} 때문에 {chance.choice(ENDINGS)}.",
    ])


def corpus(stories: int, seed: int = 7) -> list[Article]:
    """Three articles a story, mixed: the story, an exact copy, and one cut short or with a byline after it."""
    chance = random.Random(seed)
    articles = []
    for story in range(stories):
        lines = [" ".join(sentence(chance) for _ in range(2)) for _ in range(6)]
        byline = f"{chance.choice(PEOPLE)} 기자 desk{story}@saebyeok.example"
        third = lines[:-1] if story % 2 else [*lines, byline]
        for kind, copy in (("a", lines), ("b", lines), ("c", third)):
            articles.append(Article(f"{story:04}{kind}", story, "\n".join(copy)))
    chance.shuffle(articles)
    return articles
