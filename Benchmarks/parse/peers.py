"""The peers: what people extract articles with in Python. Each is a function from a page to a prediction, at the best settings
that we know for it, and in the form of score.py, so that no peer is hurt by form. Each imports its library itself: a process
runs one peer, and pays for that one only.
"""
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import cleaner
from dataset import HTML_KINDS, TEXT_KINDS, TIMED_HTML, Byline, Document, Prediction


@dataclass(frozen=True)
class Page:
    """Decoded input: CP949 behind a missing or wrong declaration would hide most peers' answers, so they are told the text.
    `data` is the same in UTF-8, for those that want bytes."""
    text: str
    korean: bool

    @property
    def data(self) -> bytes:
        return self.text.encode()


@dataclass(frozen=True)
class Peer:
    name: str
    package: str | None  # of which the version is reported
    extract: Callable[[Page], Prediction | None]
    kinds: tuple[str, ...] = HTML_KINDS
    timed: tuple[str, ...] = (TIMED_HTML,)

    def page(self, document: Document) -> Page:
        return Page(decoded(document), document.language == "ko")


def decoded(document: Document) -> str:
    """The text, without an XML declaration: lxml refuses text that still names its encoding."""
    return re.sub(r"^\s*<\?xml[^>]*\?>", "", text_of(document.contents(), document.encoding))


def text_of(data: bytes, encoding: str | None) -> str:
    if encoding:
        return data.decode(encoding, errors="replace")
    try:
        return data.decode()
    except UnicodeDecodeError:
        from trafilatura.utils import decode_file
        return decode_file(data)


# Form

BLOCKS = frozenset(("address article aside blockquote br dd div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 "
                    "header hr li main nav ol p pre section table tbody td th thead tr ul").split())
ROLE = re.compile(r"\s*(?:선임|수습|인턴|전문|객원|시민)?(?:기자|특파원|논설위원|칼럼니스트|앵커|PD)\s*$")
EMAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]*\w")


def paragraphs(text: str | None) -> list[str]:
    return [" ".join(line.split()) for line in (text or "").split("\n") if line.strip()]


def text_of_markup(markup: str) -> str:
    """The text of the HTML that a peer returns, a line a block."""
    from lxml import html
    parts: list[str] = []

    def walk(element: Any) -> None:
        block = element.tag in BLOCKS
        if block:
            parts.append("\n")
        if isinstance(element.tag, str):  # not a comment
            parts.append(line(element.text))
            for child in element:
                walk(child)
        if block:
            parts.append("\n")
        parts.append(line(element.tail))

    def line(text: str | None) -> str:
        return re.sub(r"\s+", " ", text or "")

    walk(html.fragment_fromstring(markup, create_parent="div"))
    return "".join(parts)


def bylines(authors: str | Iterable[str] | None) -> list[Byline]:
    """Names as peers write them -> names without a role, each with the e-mail that was written beside it."""
    names = re.split(r"[;,·]", authors) if isinstance(authors, str) else [str(author) for author in authors or []]
    found: list[Byline] = []
    for name in names:
        email = EMAIL.search(name)
        bare = ROLE.sub("", EMAIL.sub("", name).strip(" ()[]<>\n\t=")).split("=")[-1].strip()
        if bare:
            found.append({"name": bare, "email": email[0] if email else None})
    return found


def iso(date: datetime | str | None) -> str | None:
    return date.isoformat() if isinstance(date, datetime) else date or None


# Tools that give text and metadata

def trafilatura(page: Page, **options: Any) -> Prediction | None:
    from trafilatura import bare_extraction
    date = {"original_date": True, "extensive_search": True, "outputformat": "%Y-%m-%dT%H:%M:%S"}  # else it is cut to the day
    article = bare_extraction(page.text, with_metadata=True, include_comments=False, date_extraction_params=date, **options)
    return article and {"title": article.title, "publishedAt": article.date, "publisher": article.sitename,
                        "bylines": bylines(article.author), "paragraphs": paragraphs(article.text)}


def trafilatura_precision(page: Page) -> Prediction | None:
    return trafilatura(page, favor_precision=True)


def trafilatura_fast(page: Page) -> Prediction | None:
    return trafilatura(page, fast=True)


def newspaper4k(page: Page) -> Prediction:
    from newspaper import Article
    words_without_sentences()
    article = Article("", language="ko" if page.korean else None, fetch_images=False)
    article.download(input_html=page.text)
    article.parse()
    return {"title": article.title, "publishedAt": iso(article.publish_date), "publisher": article.meta_site_name,
            "bylines": bylines(article.authors), "paragraphs": paragraphs(article.text)}


def words_without_sentences() -> None:
    """newspaper4k's Korean needs NLTK's sentence model, which is not on PyPI. Words are split as well without."""
    from nltk import word_tokenize
    from newspaper.languages import ko
    ko.tokenizer = lambda text: word_tokenize(text, preserve_line=True)


def news_please(page: Page) -> Prediction:
    from newsplease import NewsPlease
    words_without_sentences()
    article = NewsPlease.from_html(page.text, fetch_images=False)
    return {"title": article.title, "publishedAt": iso(article.date_publish), "bylines": bylines(article.authors),
            "paragraphs": paragraphs(article.maintext)}


def goose3(page: Page) -> Prediction:
    from goose3 import Goose
    from goose3.text import StopWordsKorean
    korean = {"target_language": "ko", "use_meta_language": False, "stopwords_class": StopWordsKorean} if page.korean else {}
    article = Goose({"enable_image_fetching": False, **korean}).extract(raw_html=page.text)
    return {"title": article.title, "publishedAt": iso(article.publish_date), "publisher": article.opengraph.get("site_name"),
            "bylines": bylines(article.authors), "paragraphs": paragraphs(article.cleaned_text)}


def gne(page: Page) -> Prediction:
    from gne import GeneralNewsExtractor
    article = GeneralNewsExtractor().extract(page.text)
    return {"title": article["title"], "publishedAt": iso(article["publish_time"]), "bylines": bylines(article["author"]),
            "paragraphs": paragraphs(article["content"])}


# Tools that give text and perhaps a title

def readability_lxml(page: Page) -> Prediction:
    from readability import Document as Readable
    article = Readable(page.text)
    return {"title": article.short_title(), "paragraphs": paragraphs(text_of_markup(article.summary(html_partial=True)))}


def resiliparse(page: Page) -> Prediction:
    from resiliparse.extract.html2text import extract_plain_text
    return {"paragraphs": paragraphs(extract_plain_text(page.text, main_content=True, preserve_formatting=True,
                                                        list_bullets=False, alt_texts=False))}


def justext(page: Page) -> Prediction:
    """Without its stop words: Korean ones are endings, which it does not find. Its lengths are for words of Latin letters."""
    import justext as library
    lengths = {"length_low": 30, "length_high": 90} if page.korean else {}
    blocks = library.justext(page.data, frozenset(), encoding="utf-8", stopwords_low=0, stopwords_high=0, **lengths)
    return {"paragraphs": [block.text for block in blocks if not block.is_boilerplate]}


def boilerpy3(page: Page) -> Prediction:
    from boilerpy3.extractors import ArticleExtractor
    article = ArticleExtractor(raise_on_failure=False).get_doc(page.text)
    return {"title": article.title, "paragraphs": paragraphs(article.content)}


def regex_cleaner(page: Page) -> Prediction:
    return cleaner.clean(page.text)


# Bare parsers, for their time: what any tool that stands on them pays before it has done anything

def bare_lxml(page: Page) -> Prediction:
    from lxml import html
    html.document_fromstring(page.data, parser=html.HTMLParser(encoding="utf-8"))
    return {}


def bare_lexbor(page: Page) -> Prediction:
    from selectolax.lexbor import LexborHTMLParser
    LexborHTMLParser(page.data)
    return {}


PEERS = {peer.name: peer for peer in (
    Peer("trafilatura", "trafilatura", trafilatura),
    Peer("trafilatura-precision", "trafilatura", trafilatura_precision),
    Peer("trafilatura-fast", "trafilatura", trafilatura_fast),
    Peer("newspaper4k", "newspaper4k", newspaper4k),
    Peer("news-please", "news-please", news_please),
    Peer("goose3", "goose3", goose3),
    Peer("gne", "gne", gne),
    Peer("readability-lxml", "readability-lxml", readability_lxml),
    Peer("resiliparse", "resiliparse", resiliparse),
    Peer("justext", "justext", justext),
    Peer("boilerpy3", "boilerpy3", boilerpy3),
    Peer("regex-cleaner", None, regex_cleaner, TEXT_KINDS, TEXT_KINDS),
    Peer("lxml-parser", "lxml", bare_lxml, ()),
    Peer("lexbor-parser", "selectolax", bare_lexbor, ()),
)}
