"""Pages."""
from __future__ import annotations

import hashlib
import html
import json
import re
from datetime import datetime, timezone
from typing import Callable

from feed import authors, CAPTION, DOMAINS, FIGURE, MAIL, MENU, plain
from rendering import Rendering


class PageRendering(Rendering):
    """Pages of five kinds of sites."""

    def listing(self, count: int, tag: str = "ul", item: str = '<li><a href="#">{}</a></li>') -> str:
        return f"<{tag}>" + "".join(item.format(html.escape(h)) for h in self.related(count)) + f"</{tag}>"

    def nav(self) -> str:
        return "".join(f'<li><a href="#">{m}</a></li>' for m in MENU)

    def captioned(self, form: str) -> str:
        """The body with its figures in a site's own form."""
        def swap(m: re.Match) -> str:
            found = CAPTION.search(m[0])
            return form.replace("{}", html.escape(plain(found[1] or ""), quote=False) if found else "")
        return FIGURE.sub(swap, self.a.fragment)

    def varied_body(self, default: str) -> str:
        """The body between tags as the template has it, or with --vary as paragraphs or with other captions."""
        if not self.vary or self.r.random() < .35:
            return default
        form = self.r.choice([
            '<div class="img_wrap"><img src="x.jpg"><p class="caption">{}</p></div>',
            '<div class="photo"><img src="x.jpg" alt="{}"><span class="txt">{}</span></div>',
            '<table class="body_img_table"><tr><td><img src="x.jpg"></td></tr><tr><td>{}</td></tr></table>',
            '<figure class="photo-layout image"><img src="x.jpg"><figcaption>{}</figcaption></figure>',
            '<p style="text-align:center"><img src="x.jpg"><br>▲ {}</p>',
            '<dl class="img_dsc"><dt><img src="x.jpg"></dt><dd>{}</dd></dl>'])
        style = self.r.choice(["p", "p", "br", "div"])
        out: list[str] = []
        for b in self.a.blocks:
            text = "<br>".join(html.escape(p, quote=False) for p in b.pieces)
            if b.kind == "caption":
                out.append(form.replace("{}", text))
            elif style == "br":
                out.append(text + "<br><br>")
            else:
                out.append(f"<{style}>{text}</{style}>")
            if self.maybe(.06):
                out.append(self.r.choice(['<div class="ad_area"><iframe src="/ad"></iframe></div>', '<div class="ad">광고</div>',
                                          '<!-- AD --><ins class="adsbygoogle"></ins>', '<p>&nbsp;</p>']))
        return "\n".join(out)

    def inner_tail(self) -> str:
        """What sites put inside the body's container after the text (--vary only)."""
        out = ""
        if self.maybe(.4):
            lines = self.byline_lines()
            form = self.r.choice(["<p>{}</p>", "<br>{}<br>", '<p class="byline">{}</p>', "<div>{}</div>"])
            out += "".join(form.format(html.escape(line, quote=False)) for line in lines)
        if self.maybe(.3):
            out += self.r.choice(["<p>{}</p>", '<div class="copy">{}</div>', "<br>{}", '<p class="copyright">{}</p>']).format(
                html.escape(self.copyright(), quote=False))
        if self.maybe(.3):
            out += self.r.choice(['<div class="related_news"><strong>관련기사</strong>{}</div>', "<p><b>관련기사</b></p>{}",
                                  '<div class="relate"><h4>[관련기사]</h4>{}</div>']).format(self.listing(3))
        if self.maybe(.15):
            out += "<p>※ 기사제보 및 보도자료는 이메일로 보내 주세요.</p>".replace("이메일", "news@" + DOMAINS[self.a.publisher])
        return out

    def page_t1(self) -> bytes:
        """Modern page with JSON-LD."""
        a, quote, e = self.a, self.quote(), html.escape
        self.section, moment = a.section, self.modify()
        iso: Callable[[datetime], str] = lambda d: d.astimezone(timezone.utc).strftime("%Y-%m-%dT%H:%M:%S.000Z")
        creator = "" if a.creator == "인터넷 기자" else a.creator
        ld = {"@context": "https://schema.org", "@type": "NewsArticle", "headline": a.title, "datePublished": iso(a.published),
              "dateModified": iso(moment),
              "author": [{"@type": "Person", "name": n} for n in authors(a.creator, a.publisher) or []],
              "publisher": {"@type": "NewsMediaOrganization", "name": a.publisher}}
        script = f'<script type="application/ld+json">{json.dumps(ld, ensure_ascii=False)}</script>' if not self.maybe(.4) else ""
        author = f'<a class="{self.one("article-byline__author", "author", "reporter_name", "journalist")}" href="#">{e(creator)}</a>' if creator else ""
        box = self.one("article-body", "article-body", "news-article-body", "story-news article", "article-text", "cont_article",
                       "article_body fs3", "view_txt", "news_cnt_detail_wrap", "editor-p")
        head = [f'<h1 class="article-header__headline"><span>{e(a.title)}</span></h1>',
                f'<h2 class="{self.one("article-header__sub", "subtitle", "sub-tit")}">{e(quote)}</h2>' if quote else "",
                f'<div class="article-byline">{author}<button>구독</button></div>',
                f'<div class="article-dateline"><span class="inputDate">입력 {a.published:%Y.%m.%d. %H:%M}</span> '
                f'<span class="upDate">업데이트 {moment:%Y.%m.%d. %H:%M}</span></div>',
                f'<div class="toolbar"><button>글자 크기</button><button>가</button><button>가</button><a>공유</a><a>댓글 {self.r.randint(0, 99)}</a></div>']
        if self.maybe(.4):
            head = [head[0], head[1], head[3], head[2], head[4]]
        return (
            f'<!DOCTYPE html><html lang="ko"><head><meta charset="utf-8"><title>{e(a.title)} - {a.publisher}</title>'
            f'<meta property="og:type" content="article"><meta property="og:title" content="{e(a.title)}">'
            f'<meta property="og:site_name" content="{a.publisher}"><meta property="article:published_time" content="{iso(a.published)}">'
            f'<link rel="canonical" href="{e(a.url)}">{script}'
            f"<script>window.dataLayer=window.dataLayer||[];dataLayer.push({{'event':'view','author':'{creator}'}});</script></head><body>"
            f'<header class="header"><nav><ul>{self.nav()}</ul></nav></header><main><div class="breadcrumb"><a href="/national/">{a.section}</a></div>'
            + "".join(head) + f'<section class="{box}">{self.varied_body(a.fragment)}{self.inner_tail()}</section>'
            f'<div class="promo">네이버에서 {a.publisher} 구독하기</div><div class="tags"><a>#{e(a.title[:4])}</a></div>'
            f'<div class="reporter-card">{e(creator)} 구독</div>'
            '<div class="reactions"><span>좋아요</span><span>0</span><span>슬퍼요</span><span>0</span></div>'
            f'<section class="most-read"><h3>많이 본 뉴스</h3>{self.listing(8, "ol")}</section>'
            f'<section class="related"><h3>관련기사</h3>{self.listing(4)}</section></main>'
            f'<footer><p>Copyright {a.publisher} All rights reserved. 무단 전재 및 재배포 금지</p>'
            '<p>제보 · 광고문의 · 개인정보처리방침 · 청소년보호정책</p></footer></body></html>').encode()

    def page_t2(self) -> bytes:
        """NDsoft CMS."""
        a, quote, e, name = self.a, self.quote(), html.escape, self.bare()
        self.section, moment = a.section, self.modify()
        lead = next((b.text for b in a.blocks if b.kind == "para"), "")
        info = ([f'<li><i class="icon-user-o"></i> 기자명 {e(name)}</li>'] if name else []) + \
            [f'<li><i class="icon-clock-o"></i> 입력 {a.published:%Y.%m.%d %H:%M}</li>', f"<li>수정 {moment:%Y.%m.%d %H:%M}</li>",
             '<li><a href="#reply">댓글 0</a></li>']
        if self.maybe(.3):
            info.reverse()
        box = self.one('<article id="article-view-content-div" class="article-veiw-body view-page" itemprop="articleBody">',
                       '<article id="article-view-content-div" class="article-veiw-body view-page" itemprop="articleBody">',
                       '<div id="articleBody" class="cont-body" itemprop="articleBody">', '<div class="grid body"><div class="user-content">',
                       '<div id="news_body_area" class="smartOutput">')
        close = "</article>" if box.startswith("<article") else "</div>" * box.count("<div")
        meta = "" if self.maybe(.3) else (f'<meta property="og:site_name" content="{a.publisher}"><meta property="article:published_time" '
                                          f'content="{a.published.isoformat()}"><meta name="dable:author" content="{e(name)}">')
        return (
            f'<!DOCTYPE html><html lang="ko"><head><meta charset="utf-8"><title>{e(a.title)} &lt; {a.section} &lt; 기사본문 - {a.publisher}</title>'
            .replace("&lt; ", "< ") +
            f'<meta name="description" content="{e(lead[:150])}"><meta property="og:title" content="{e(a.title)} - {a.publisher}">{meta}</head>'
            f'<body><div id="user-wrap"><header><ul class="user-nav">{self.nav()}</ul></header><div class="article-view">'
            f'<header class="article-view-header"><ul class="breadcrumb"><li>{a.section}</li></ul>'
            f'<{self.one("h3", "h3", "h1", "h2")} class="heading">{e(a.title)}</h3>' +
            (f'<h4 class="{self.one("subheading", "subheading", "sub-title")}">{e(quote)}</h4>' if quote else "") +
            f'<article class="item"><ul class="infomation">{"".join(info)}</ul></article><div class="sns"><button>SNS 기사보내기</button>'
            '<button>페이스북(으)로 기사보내기</button><button>카카오톡(으)로 기사보내기</button><button>URL복사(으)로 기사보내기</button>'
            '<button>본문 글씨 키우기</button><button>본문 글씨 줄이기</button></div></header>'
            f'{box}{self.varied_body(a.fragment)}{self.inner_tail()}{close}'
            f'<div class="view-copyright">{e(self.copyright(), quote=False)}</div>'
            f'<article class="writer"><strong>{e(name)}</strong> <a href="#">다른기사 보기</a></article>'
            f'<section class="auto"><h4>관련기사</h4>{self.listing(3)}</section><aside><h4>많이 본 기사</h4>{self.listing(10)}</aside>'
            '<div class="reply"><h4>댓글삭제</h4><p>삭제한 댓글은 다시 복구할 수 없습니다. 그래도 삭제하시겠습니까?</p><button>댓글쓰기</button>'
            '<p>계정을 선택하시면 로그인·계정인증을 통해 댓글을 남기실 수 있습니다.</p></div></div>'
            f'<footer><address>발행·편집인 : 홍길동 | 청소년보호책임자 : 홍길동</address><p>Copyright © {a.publisher}. All rights reserved.</p></footer>'
            '</div></body></html>').encode()

    def page_t3(self) -> bytes:
        """Naver-like."""
        a, quote, e, by = self.a, self.quote(), html.escape, self.credited()
        self.section, moment = a.section, self.modify()
        body = self.captioned('<span class="end_photo_org"><div class="nbd_im_w"><img src="x.jpg" alt=""></div><em class="img_desc">{}</em></span>')
        body = re.sub(r"</p>\s*<p[^>]*>", "<br><br>", body)
        ampm: Callable[[datetime], str] = lambda d: self.when(d, "{d:%Y.%m.%d}. {ap} {h12}:{d:%M}")
        stamp = ('<div class="media_end_head_info_datestamp_bunch">{t}<span class="media_end_head_info_datestamp_time {c}" '
                 '{k}="{v:%Y-%m-%d %H:%M:%S}">{s}</span></div>')
        times = stamp.format(t="입력", c="_ARTICLE_DATE_TIME", k="data-date-time", v=a.published, s=ampm(a.published)) + \
            stamp.format(t="수정", c="_ARTICLE_MODIFY_DATE_TIME", k="data-modify-date-time", v=moment, s=ampm(moment))
        strong = f"<strong>{e(quote)}</strong><br><br>" if quote else ""
        if self.maybe(.3) and quote:
            strong = f'<strong class="media_end_summary">{e(quote)}</strong>'
        return (
            f'<!doctype html><html lang="ko"><head><meta charset="utf-8"><title>{e(a.title)}</title><meta property="og:title" content="{e(a.title)}">'
            f'<meta property="og:type" content="article"><meta property="og:article:author" content="{a.publisher} | 네이버">'
            f'<meta name="twitter:creator" content="{a.publisher}"></head><body><div id="u_skip"><a href="#ct">본문 바로가기</a></div>'
            f'<header><ul class="Nlnb_menu">{self.nav()}</ul></header><div id="ct"><div class="media_end_head"><a class="media_end_head_top_logo">'
            f'<img src="l.png" alt="{a.publisher}" title="{a.publisher}"></a>'
            f'<em class="media_end_head_top_channel_layer_text">{a.publisher} 구독하고 메인에서 바로 보세요!</em>'
            f'<h2 id="title_area" class="media_end_head_headline"><span>{e(a.title)}</span></h2>'
            f'<div class="media_end_head_info_datestamp">{times}<a href="{e(a.url)}">기사원문</a></div>' +
            (f'<em class="media_end_head_journalist_name">{e(by)}</em>' if by else "") +
            '<div class="tools"><span>추천</span><span>쏠쏠정보</span><span>0</span><span>댓글</span><span>본문 요약봇</span>'
            '<span>텍스트 음성 변환 서비스</span><span>글자 크기 변경하기</span><span>가1단계 작게</span><span>가2단계 보통</span>'
            '<span>SNS 보내기</span><span>인쇄하기</span></div></div><div id="newsct_article"><article id="dic_area" class="go_trans _article_content">'
            f'{strong}{self.varied_body(body)}{self.inner_tail()}</article></div>'
            f'<div class="byline"><p class="byline_p"><span class="byline_s">{e(by)}</span></p></div>'
            f'<p class="c_text">Copyright ⓒ {a.publisher}. All rights reserved. 무단 전재 및 재배포 금지.</p>'
            f'<p class="media_end_categorize">이 기사는 언론사에서 <em>{a.section}</em> 섹션으로 분류했습니다.</p>'
            '<div class="media_end_categorize_desc">기사의 섹션 정보는 해당 언론사의 분류를 따르고 있습니다. 한 기사를 2개 이상 섹션으로 '
            f'나누기도 합니다.</div><div class="u_cbox"><h3>{a.publisher} 헤드라인</h3>{self.listing(6)}</div>'
            f'<div class="rank"><h3>이 기사를 추천합니다</h3>{self.listing(6)}<h3>{a.publisher} 언론사가 직접 선정한 이슈</h3></div></div>'
            '<footer>이 글의 저작권은 제공처에 있습니다.</footer>'
            '</body></html>').encode()

    def page_t4(self) -> bytes:
        """Old table page in CP949."""
        a, quote, e = self.a, self.quote(), html.escape
        body = self.captioned('<table width="300" align="center"><tr><td><img src="/upimages/x.jpg"></td></tr><tr><td class="img_cap">{}</td></tr></table>')
        body = re.sub(r"</?div\b[^>]*>|<p\b[^>]*>", "", body).replace("</p>", "<br><br>")
        by = ""
        for line in self.byline_lines():
            mail = MAIL.search(line)[0]
            by += "<br>" + e(line, quote=False).replace(mail, f'<a href="mailto:{mail}">{mail}</a>')
        charset = '<meta http-equiv="Content-Type" content="text/html; charset=euc-kr">' if self.r.random() < .78 else ""
        stamp = self.when(a.published, self.one("{d:%Y년 %m월 %d일}({wd}) {d:%H:%M}", "{d:%Y년 %m월 %d일}({wd}) {d:%H:%M}",
                                                "입력 : {d:%Y-%m-%d %H:%M}", "기사입력 :[ {d:%Y-%m-%d %H:%M} ]", "{d:%Y.%m.%d %H:%M}"))
        cls = (self.one("read_title", "read_title", "title", "view_tit", "f18b"), self.one("read_sub", "read_sub", "subtitle"),
               self.one("read_time", "read_time", "date", "f11"), self.one("joinskmbox", "joinskmbox", "articleBody", "CLtag", "news_content"))
        rows = [f"<tr><td class={cls[0]}>{e(a.title)}</td></tr>", f"<tr><td class={cls[1]}>{e(quote)}</td></tr>" if quote else "",
                f'<tr><td class={cls[2]}>{stamp} <a href="javascript:fontsz(13)">가</a><a href="javascript:fontsz(16)">가</a></td></tr>']
        if self.maybe(.3):
            rows = [rows[0], rows[2], rows[1]]
        hot = "".join(f"<a href=#>{e(h)}</a><br>" for h in self.related(9))
        most = "".join(f"<a href=#>{e(h)}</a><br>" for h in self.related(6))
        page = (
            f'<html><head>{charset}<title>{a.publisher}</title><script language="javascript">function fontsz(n)'
            f'{{document.getElementById("{cls[3]}").style.fontSize=n;}}</script></head><body topmargin=0><table width=980><tr><td colspan=3>'
            f'{" | ".join(MENU)}</td></tr><tr><td width=680 valign=top><table width=100%>{"".join(rows)}'
            f'<tr><td id={cls[3]}>{self.varied_body(body)}{by}{self.inner_tail() if by else ""}</td></tr></table></td><td width=20>&nbsp;'
            f'<td width=280 valign=top><b>실시간 핫뉴스</b><br>{hot}<b>많이 본 기사</b><br>{most[:-4]}</td></tr><tr><td colspan=3>'
            f'서울특별시 중구 | 대표전화 02-000-0000 | Copyright 1996-2024 {a.publisher} All rights reserved.</td></tr></table></body></html>')
        return page.encode("cp949", "xmlcharrefreplace")

    def page_t5(self) -> bytes:
        """Daum-like."""
        a, quote, e, by = self.a, self.quote(), html.escape, self.credited()
        moment = self.modify()
        day: Callable[[datetime], str] = lambda d: self.when(d, "{y}. {m}. {day}. {d:%H:%M}")
        form = ('<figure class="figure_frm"><p class="link_figure"><img src="x.jpg" alt="{0}"></p>'
                '<figcaption class="txt_caption default_figure">{0}</figcaption></figure>')
        if self.maybe(.3):
            form = '<figure class="figure_frm origin_fig"><p class="link_figure"><img src="x.jpg"></p><figcaption>{0}</figcaption></figure>'
        body = ""
        for b in a.blocks:
            pid = hashlib.sha1(b.text.encode()).hexdigest()[:10]
            body += form.format(e(b.text)) if b.kind == "caption" else \
                f'<p dmcf-pid="{pid}" dmcf-ptype="general">{e(b.text, quote=False)}</p>'
        if self.maybe(.4):
            for line in self.byline_lines():
                body += f'<p dmcf-pid="0a1b2c3d4e" dmcf-ptype="general">{e(line, quote=False)}</p>'
        if self.maybe(.3):
            body += f'<p dmcf-pid="0b1b2c3d4e" dmcf-ptype="general">{e(self.copyright(), quote=False)}</p>'
        author = f'<span class="txt_info">{e(by)}</span>' if by else ""
        return (
            f'<!doctype html><html lang="ko"><head><meta charset="utf-8"><title>{e(a.title)}</title><meta property="og:title" content="{e(a.title)}">' +
            ("" if self.maybe(.3) else f'<meta property="og:regDate" content="{a.published:%Y%m%d%H%M%S}">') +
            f'<meta property="article:media_name" content="{a.publisher}"></head><body><div id="kakaoIndex"><a href="#main">본문 바로가기</a></div>'
            f'<header><ul class="gnb">{self.nav()}</ul></header><main><h3 class="tit_view" data-translation="true">{e(a.title)}</h3>'
            f'<div class="info_view">{author}<span class="txt_info">입력 <span class="num_date">{day(a.published)}</span></span>'
            f'<span class="txt_info">수정 <span class="num_date">{day(moment)}</span></span><button>번역 설정</button><button>공유</button>'
            '<button>글씨크기 조절하기</button><button>인쇄하기</button></div>'
            f'<div class="summary_view">{e(quote) if quote else ""}</div><div class="article_view" data-translation-body="true">'
            f'<section dmcf-sid="abc">{body}</section></div><p class="txt_copyright">Copyright © {a.publisher}. 무단전재 및 재배포 금지.</p>'
            '<div class="foot_view"><button>해당 언론사로 이동</button><button>이 기사에 대해 어떻게 생각하시나요?</button></div>'
            f'<section class="box_etc"><h4>{a.publisher} 주요 뉴스</h4>{self.listing(5)}</section>'
            f'<section class="rank"><h4>많이 본 뉴스</h4>{self.listing(8, "ol")}</section></main><footer>© Kakao Corp.</footer></body></html>').encode()
