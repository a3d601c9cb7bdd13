"""Scraped texts."""
from __future__ import annotations

import re

from feed import ENDS, MARK
from rendering import Rendering


class TextRendering(Rendering):
    """What people copy out of a page, in four styles."""

    def text_a(self) -> str:
        """광주일보 mobile: doubled subtitle, every second line again."""
        a, quote = self.a, self.quote()
        stamp = self.when(a.published, self.one(
            "{d:%Y년 %m월 %d일}({wd}) {d:%H:%M} 가가", "{d:%Y년 %m월 %d일}({wd}) {d:%H:%M} 가 가", "입력 : {d:%Y-%m-%d %H:%M}",
            "기사입력 :[ {d:%Y-%m-%d %H:%M} ]", "{d:%Y년 %m월 %d일 %H시 %M분}", "입력 {d:%Y.%m.%d} ({d:%H:%M})", "{d:%Y.%m.%d %H:%M}"))
        lines = [a.title]
        head = [stamp] + ([quote] * (1 if self.maybe(.4) else 2) if quote else [])
        if self.maybe(.3):
            head = head[1:] + head[:1]
        lines += head
        if self.maybe(.4):
            lines += self.r.choice([["글자크기"], ["공유하기"], ["프린트"], ["이 기사를 공유합니다"],
                                    ["읽어주기 기능은 크롬기반의", "브라우저에서만 사용하실 수 있습니다."]])
        zoom = self.maybe(.2)
        body: list[str] = []
        plain_lines: list[str] = []
        for b in a.blocks:
            if b.kind == "caption":
                body += ["photo이미지 크게보기"] * zoom + [b.text]
            else:
                body += b.pieces
                plain_lines += b.pieces
        by = self.byline_lines()
        lines += body + by
        tail = self.one("second", "second", "none", "whole", "first")
        ending = by
        if tail == "whole":
            lines += plain_lines + by
        elif tail == "second":
            lines += plain_lines[::2] + by
        marked = self.maybe(.4)
        if marked or tail == "first":
            lines += [self.copyright()]
            ending = [lines[-1]]
        if tail == "first":
            lines += [plain_lines[0]]
        if self.maybe(.4) and ending:
            lines += self.r.choice([[], ["핫뉴스"], ["많이 본 뉴스"], ["관련기사"]]) + self.related(self.r.randint(4, 10))
        if not marked and tail != "first" and not any(b["email"] for b in self.bylines or []):
            self.publisher = None
        return "\n".join(lines)

    def text_b(self) -> str:
        """NDsoft page text: title twice, bulleted info lines, blank lines between paragraphs."""
        a, name = self.a, self.bare()
        bullet = self.one("  • ", "  • ", "  - ", "  · ", "")
        info = ([bullet + self.one("", "", "기자명 ") + name] if name else []) + \
            [bullet + self.when(a.published, self.one("승인 {d:%Y.%m.%d %H:%M}", "승인 {d:%Y.%m.%d %H:%M}", "입력 {d:%Y.%m.%d %H:%M}",
                                                      "입력 {d:%Y-%m-%d %H:%M}"))]
        if self.maybe(.3):
            info.append(f"{bullet}호수 {self.r.randint(100, 1999)}")
        if self.maybe(.3):
            info.append(bullet + self.when(self.modify(), "수정 {d:%Y.%m.%d %H:%M}"))
        info.append(bullet + "댓글 " + self.one("0", "0", "3"))
        if self.maybe(.2):
            info.reverse()
        lines = [a.title] * (1 if self.maybe(.3) else 2)
        if self.vary and self.r.random() < .4 and self.quote():
            lines.append(self.subtitles[0])
        lines += info
        lines += ["이 기사를 공유합니다"] if not self.maybe(.3) else \
            ["SNS 기사보내기", "페이스북(으)로 기사보내기", "카카오톡(으)로 기사보내기", "바로가기", "본문 글씨 키우기", "본문 글씨 줄이기"]
        lines.append("")
        caption = self.one("▲ {} |", "▲ {} |", "▲ {}", "△ {}", "{}", "사진={}", "![]() | ▲ {}")
        for line in self.body_lines(lambda c: caption.format(c)):
            lines += [line, ""]
        if self.maybe(.3):
            for line in self.byline_lines():
                lines += [line, ""]
        lines += [self.copyright(), name, "다른기사 보기"] if not self.maybe(.2) else [self.copyright()]
        lines += ["관련기사"] + self.related(3) + ["댓글삭제", "삭제한 댓글은 다시 복구할 수 없습니다."]
        if self.maybe(.3):
            lines += ["그래도 삭제하시겠습니까?", "많이 본 기사"] + self.related(5)
        return "\n".join(lines)

    def text_b_mojibake(self) -> str:
        """The same with its CP949 bytes read as Latin-1; characters CP949 lacks are lost."""
        return self.text_b().encode("cp949", "ignore").decode("latin-1")

    def text_c(self) -> str:
        """Naver page text."""
        a, quote, by = self.a, self.quote(), self.credited()
        style = self.one("{d:%Y.%m.%d}. {ap} {h12}:{d:%M}", "{d:%Y.%m.%d}. {ap} {h12}:{d:%M}", " {d:%Y.%m.%d. %H:%M}",
                         " {d:%Y-%m-%d %H:%M}", " {d:%Y.%m.%d %H:%M:%S}")
        lines = [a.publisher, a.title, "입력" + self.when(a.published, style)]
        if not self.maybe(.3):
            lines.append("수정" + self.when(self.modify(), style))
        lines += ["기사원문"] + ([by] if by else [])
        tools = ["추천", "댓글", "본문 요약봇", "텍스트 음성 변환 서비스 사용하기", "글자 크기 변경하기", "SNS 보내기", "인쇄하기"]
        if self.vary:
            tools = [t for t in tools + ["쏠쏠정보", "12", "가1단계 작게", "가2단계 보통", "본문듣기", "공유하기", "구독"] if self.r.random() < .7]
        lines += tools + ([quote] if quote else [])
        lines += self.body_lines()
        if self.maybe(.4):
            lines += self.byline_lines()
        lines += [by] if by and not self.maybe(.3) else []
        lines.append(f"Copyright ⓒ {a.publisher}. All rights reserved. 무단 전재 및 재배포 금지." if not self.maybe(.4) else self.copyright())
        lines += [f"이 기사는 언론사에서 {a.section} 섹션으로 분류했습니다.", "기사의 섹션 정보는 해당 언론사의 분류를 따르고 있습니다."] \
            if not self.maybe(.3) else [f"{a.publisher} 언론사홈 바로가기", "기자 구독 후 기사보기"]
        lines += [f"{a.publisher} 헤드라인"] + self.related(4)
        return "\n".join(lines)

    def text_d(self) -> str:
        """Wire page text: a dateline leads the first paragraph."""
        a = self.a
        lines = [a.title, "송고시간" + self.when(a.published, "{d:%Y-%m-%d %H:%M}")]
        tools = ["요약", "공유", "댓글", "글자크기조정", "인쇄"]
        lines += [t for t in tools if not self.maybe(.3)]
        archive = [f" [{a.publisher} 자료사진]" if self.r.random() < .4 else ""]
        body = self.body_lines(lambda c: c + (archive.pop() if archive else ""))
        names = [b["name"] for b in self.bylines or []]
        lead_in = next((b for b in a.blocks if b.kind == "para" and (len(b.text) >= 40 or ENDS.search(b.text))), None)
        if names and lead_in and lead_in is a.of("para")[0] and not MARK.match(lead_in.text) and not a.of("byline"):
            place = re.match(r"^([가-힣]{2,5})=", a.creator)
            where, who = (place[1] if place else "서울"), "·".join(names)
            p = a.publisher
            lead = self.r.choice([f"({where}={p}) {who} 기자 = ", f"[{where}={p}] {who} 기자 = ", f"[{p} {who} 기자] "])
            if self.maybe(.6):
                lead = self.r.choice([f"【{where}={p}】{who} 기자 = ", f"[{where}={p}]{who} 기자 = ", f"({where}={p}) {who} 기자 = ",
                                      f"【{p} {where}={who} 기자】", f"[{p} {where}={who} 기자] ", f"<{p} {who} 기자> ",
                                      f"[{p}={who} 기자] ", f"({where} = {p}) {who} 기자 = "])
            if re.search(where + r"\s?=", lead) and "=" + who not in lead:
                self.dateline = {"place": where, "agency": p}
            elif f"{where}={who}" in lead:
                self.dateline = {"place": where, "agency": p}
            at = body.index(lead_in.pieces[0])
            body[at] = lead + body[at]
        lines += body
        if any(name not in line for name in names for line in ["\n".join(body)]):
            self.bylines, names = None, []  # nowhere on the page: not scored
        if names and not self.body_mail():
            self.bylines[0]["email"] = self.mail(names[0])
            lines.append(self.bylines[0]["email"])
        else:
            lines.append("제보는 카카오톡 okjebo")
        if self.maybe(.4):
            lines.append("(끝)")
        lines.append(f"<저작권자(c) {a.publisher}, 무단 전재-재배포, AI 학습 및 활용 금지>" if not self.maybe(.4) else self.copyright())
        lines.append(self.when(a.published, "{d:%Y/%m/%d %H:%M} 송고"))
        if self.maybe(.3):
            lines += [self.r.choice(["관련기사", "많이 본 뉴스", "핫뉴스"])] + self.related(5)
        return "\n".join(lines)
