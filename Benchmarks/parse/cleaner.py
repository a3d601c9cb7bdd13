"""The peer for plain text: the ten lines that one writes when scraped article text is to be cleaned. Line by line, no model."""
import re

DATE = re.compile(r"(20\d\d)[.\-/년]\s*(\d\d?)[.\-/월]\s*(\d\d?)[일.]?(?:\s*\([월화수목금토일]\))?\s*"
                  r"(?:(오전|오후)\s*)?(\d\d?):(\d\d)")
BYLINE = re.compile(r"([가-힣]{2,4})\s*(?:기자|특파원|논설위원)(?:\s*[(\[<]?\s*([\w.+-]+@[\w-]+\.[\w.]+))?")
SENTENCE = re.compile(r"[.?!…]['\"”’)\]]*$")
NOISE = re.compile(r"@|ⓒ|©|저작권|무단\s?전재|재배포|제보|구독|댓글|공유|스크랩|관련\s?기사|사진\s?[=제ㅣ|/]|"
                   r"(?:입력|승인|수정|기사등록)\s?:?\s?20\d\d")
DATELINE = re.compile(r"^[(\[【][^)\]】]{2,20}[)\]】]\s*(?:[가-힣]{2,4}\s*(?:기자|특파원)\s*)?=\s*")


def clean(text: str) -> dict:
    """Title, time, bylines and paragraphs of an article's text, in the form of score.py."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    date, byline = DATE.search(text), BYLINE.search(text)
    kept = [DATELINE.sub("", line) for line in lines[1:] if SENTENCE.search(line) and not NOISE.search(line)]
    return {"title": lines[0] if lines else None,
            "publishedAt": time_of(*date.groups()) if date else None,
            "bylines": [{"name": byline[1], "email": byline[2]}] if byline else [],
            "paragraphs": list(dict.fromkeys(kept))}


def time_of(year: str, month: str, day: str, half: str | None, hour: str, minute: str) -> str:
    hours = int(hour) % 12 + (12 if half == "오후" else 0) if half else int(hour)
    return f"{year}-{int(month):02}-{int(day):02}T{hours:02}:{minute}:00+09:00"
