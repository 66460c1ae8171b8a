"""Bylines as the press of many countries sets them around the headline, all of invented papers."""

import pytest

from tellings.clean.head.heads import read_head
from tellings.text.linearise import parse

PAGE = """<html lang="{lang}"><head><title>Ferry sinks off Ansel - {site}</title><meta property="og:site_name" content="{site}"></head><body><header><a href="/">{site}</a></header>
<main><article><h1>Ferry sinks off Ansel</h1>{line}<div class="text"><p>The ferry had been built in the yard of the old town, and nobody had thought that she would ever leave
it, said those who had seen her there.</p><p>She went down at noon, within sight of the quay.</p></div></article></main></body></html>"""

# language, name of the site, what stands below the headline, persons, desk
LINES = [
    ("en", "Daily Nation", '<div class="author-box"><span>By <a href="/author/grace">GRACE NJOROGE</a></span> <span class="more">More by this author</span></div>', "GRACE NJOROGE", None),
    ("en", "Punch", '<div class="post-byline">By <span class="post-author"><a>Adeola Falana</a></span>, Ibadan</div>', "Adeola Falana", None),
    ("en", "The Hindu", '<div class="author-name"><a class="person-name lnk" href="/profile/author/Meena-Iyer-12/">Meena Iyer</a></div><div class="publish-time">Updated - March 3, 2025 09:12 pm IST - CHENNAI</div>', "Meena Iyer", None),
    ("en", "Times", '<div class="byline">Rakesh Bhat | TNN | Mar 3, 2025, 21:12 IST</div>', "Rakesh Bhat", None),
    ("en", "Econ", '<div class="ByLine">By <a>Sunita Rao</a>, ET Bureau<time>Last Updated: Mar 03, 2025, 09:12:00 PM IST</time></div>', "Sunita Rao", None),
    ("en", "ABC", '<p class="byline">By Kerrin Walsh and Tegan Price</p><p>Posted Mon 3 Mar 2025 at 6:12pm, updated 8:00pm</p>', "Kerrin Walsh, Tegan Price", None),
    ("en", "RNZ", '<div class="author"><span class="author-name">Aroha Tipene</span><span class="author-job">, Māori News Journalist</span> <a href="mailto:x@rnz.example">x@rnz.example</a></div>', "Aroha Tipene", None),
    ("en", "Gleaner", "<p>Delroy Hylton/Gleaner Writer</p>", "Delroy Hylton", None),
    ("en", "Dawn", '<span class="story__byline">Imtiaz Gul</span> <span class="story__time">Published March 3, 2025</span>', "Imtiaz Gul", None),
    ("en", "Japan Daily", '<p class="byline">BY MAGDA OLIVER</p><p class="credit">STAFF WRITER</p>', "MAGDA OLIVER", None),
    ("en", "SCMP", '<div class="info-author"><a href="/author/lin">Lin Choi-yuk</a> <span>in Beijing</span></div>', "Lin Choi-yuk", None),
    ("en", "Straits", '<p class="byline-name">Rohana Binte Salleh</p><p class="byline-title">Senior Correspondent</p>', "Rohana Binte Salleh", None),
    ("en", "Reuters", '<p class="author">By Ayesha Karim and John Flett</p><p>March 3, 2025 5:12 AM UTC Updated 2 hours ago</p>', "Ayesha Karim, John Flett", None),
    ("en", "AP", '<div class="Page-authors">By <a class="Link" href="/author/kim-tolby">KIM TOLBY</a></div>', "KIM TOLBY", None),
    ("en", "The Local Times", "<div>Story by Pat Dooley, photos by Ann Wray</div>", "Pat Dooley", None),
    ("en", "Guard", '<a rel="author" href="https://guard.example/profile/hanna-yusuf">Hanna Yusuf</a> <span>in Nairobi</span>', "Hanna Yusuf", None),
    ("fr", "Le Jour", '<p class="meta__authors">Par <a class="article__author-link">Hélène Sallon (Beyrouth, correspondante)</a></p>', "Hélène Sallon", None),
    ("fr", "Le Fil", '<div class="signature">Par Wakat Séra avec AFP</div>', "Wakat Séra", None),
    ("fr", "Ouest", '<div class="auteur">Propos recueillis par Maël Le Guen</div>', "Maël Le Guen", None),
    ("fr", "Senenews", '<span class="author">Auteur: Ndèye Fatou Diop</span>', "Ndèye Fatou Diop", None),
    ("es", "El Diario", '<div class="a_md_a"><a class="a_md_a_n" href="/autor/luis-doncel/">Luis Doncel Prieto</a><span>Madrid - 03 mar 2025</span></div>', "Luis Doncel Prieto", None),
    ("es", "La Gaceta", '<div class="autor">Por <strong>Julieta Otero</strong> | Enviada especial</div>', "Julieta Otero", None),
    ("es", "El Heraldo", '<p class="firma">Redacción El Heraldo</p>', None, "Redacción El Heraldo"),
    ("es", "Milenio Hoy", '<span class="nd-cnn-author">Itzel Cano / Agencia Reforma</span>', "Itzel Cano", None),
    ("pt", "Folha do Sul", '<div class="c-signature"><strong class="c-signature__author">Tainá Veloso</strong><span class="c-signature__location">Brasília</span></div>', "Tainá Veloso", None),
    ("pt", "Gazeta", '<p class="content-publication-data__from" title="Por Breno Lessa, g1 — Manaus">Por Breno Lessa, g1 — Manaus</p>', "Breno Lessa", None),
    ("pt", "Agência Rio", "<p>Jonas Valente - Repórter Agência Rio</p>", "Jonas Valente", None),
    ("it", "Corriere del Lago", '<div class="news-signature">di <span>Milena Gatti</span>, inviata a Bari</div>', "Milena Gatti", None),
    ("it", "Notizie", '<p class="firma">Redazione Notizie</p>', None, "Redazione Notizie"),
    ("de", "Der Blickwinkel", '<div>Von <a href="/impressum/autor-1.html">Ann-Katrin Müller</a> und <a>Gunther Latsch</a></div>', "Ann-Katrin Müller, Gunther Latsch", None),
    ("de", "Rundblick", '<span class="atc-MetaAuthorText">Von Jochen Buchsteiner, London</span>', "Jochen Buchsteiner", None),
    ("de", "Süd", '<p class="author">Kommentar von Detlef Esslinger</p>', "Detlef Esslinger", None),
    ("nl", "De Courant", '<span class="auteur">Door onze correspondent Saskia Konijn</span>', "Saskia Konijn", None),
    ("nl", "Volksblad", "<p>Maarten Albers 3 maart 2025, 17:00</p>", "Maarten Albers", None),
    ("sv", "Dagbladet", '<div class="byline"><span class="byline__name">Lovisa Ternby</span><a href="mailto:l@dn.example">Mejla</a></div>', "Lovisa Ternby", None),
    ("no", "Avisen", '<div class="byline"><a>Ingrid Bjørndal</a> Journalist</div>', "Ingrid Bjørndal", None),
    ("da", "Avis", "<p>Af Mette Hybel</p>", "Mette Hybel", None),
    ("fi", "Sanomat", '<p class="author">Teksti Jussi Pullinen, kuvat Antti Hämäläinen</p>', "Jussi Pullinen", None),
    ("pl", "Gazeta", '<div class="author_name">Agnieszka Kublik</div>', "Agnieszka Kublik", None),
    ("pl", "Portal", '<div class="ods-a-author">Opracowanie: Jakub Wojas</div>', "Jakub Wojas", None),
    ("cs", "Deník", '<div class="authors">Autor: <a>Jana Ševčíková</a>, <a>ČTK</a></div>', "Jana Ševčíková", None),
    ("hu", "Hír", '<div class="author">Szerző: Kovács Emese</div>', "Kovács Emese", None),
    ("ro", "Ziar", '<span class="author">De Andreea Pora</span> <span>03.03.2025</span>', "Andreea Pora", None),
    ("sr", "Vesti", '<div class="author">Autor: Jelena Zorić</div>', "Jelena Zorić", None),
    ("hr", "List", '<div class="authors">PIŠE: Marko Špoljar</div>', "Marko Špoljar", None),
    ("el", "Εφημερίδα", '<div class="author">Της Ελένης Βαρβιτσιώτη</div>', "Ελένης Βαρβιτσιώτη", None),
    ("ru", "Вести", '<p class="doc__author">Иван Сафронов, Елена Черненко</p>', "Иван Сафронов, Елена Черненко", None),
    ("ru", "Газета", "<div>Текст: Юлия Кривошапко</div>", "Юлия Кривошапко", None),
    ("uk", "Правда", '<div class="post_author"><a href="/authors/x/">Роман Романюк</a> — Понеділок, 3 березня 2025, 17:30</div>', "Роман Романюк", None),
    ("bg", "Дневник", '<span class="author">Автор: Десислава Попова</span>', "Десислава Попова", None),
    ("tr", "Gazete", '<div class="author">Haber: Nuray Babacan</div>', "Nuray Babacan", None),
    ("tr", "Gazete", '<a class="yazar-adi" href="/yazarlar/x">Barış Terkoğlu</a>', "Barış Terkoğlu", None),
    ("ar", "الشرق", '<div class="author">القاهرة: محمد نبيل حلمي</div>', "محمد نبيل حلمي", None),
    ("ar", "الجزيرة الصغيرة", '<p class="author">كتب - أحمد السيد:</p>', "أحمد السيد", None),
    ("fa", "روزنامه", '<div class="author">نویسنده: مریم شکرانی</div>', "مریم شکرانی", None),
    ("he", "העיתון", '<div class="author">מאת: ניר חסון</div>', "ניר חסון", None),
    ("hi", "समाचार", '<div class="author">रिपोर्ट: अनिल शर्मा, नई दिल्ली</div>', "अनिल शर्मा", None),
    ("bn", "আলো", '<div class="author">নিজস্ব প্রতিবেদক, ঢাকা</div>', None, None),
    ("id", "Harian", '<div class="read__author">Penulis Rahel Narda Chaterine | Editor Dani Prabowo</div>', "Rahel Narda Chaterine", None),
    ("id", "Detik", '<div class="detail__author">Anggi Muliawati - detikNews</div>', "Anggi Muliawati", None),
    ("ms", "Berita", "<div>Oleh Suzalina Halid</div>", "Suzalina Halid", None),
    ("th", "ข่าว", '<div class="author">โดย สมชาย ใจดี</div>', "สมชาย ใจดี", None),
    ("ja", "新聞", '<div class="author">編集委員・高橋純子</div>', "高橋純子", None),
    ("ja", "新聞社", '<p class="byline">【菊池陽子】</p>', None, None),
    ("zh", "财新", '<div class="author">文｜记者 王晓明</div>', "王晓明", None),
    ("zh", "新华网", '<span class="editor">责任编辑：王佳宁</span>', None, None),
    ("zh", "聯合報", '<span class="author">聯合報 記者林河名／台北報導</span>', "林河名", None),
    ("ko", "한겨레", '<div class="author">김민수 기자 kim@han.example</div>', "김민수", None),
    ("ko", "연합", '<p class="writer">(서울=연합뉴스) 박지영 기자</p>', "박지영", None),
    ("sw", "Mwananchi", '<div class="author">Na Bakari Kiango</div>', "Bakari Kiango", None),
    ("so", "Hiiraan", '<div class="author">W/Q: Cabdi Xasan</div>', "Cabdi Xasan", None),
    ("en", "Graphic", '<div class="article-info">Author: <span>Kwame Asare Boadu</span> Category: Politics</div>', "Kwame Asare Boadu", None),
    ("en", "Blog", '<span class="posted-on">Posted on March 3, 2025</span><span class="byline"> by <span class="author vcard"><a class="url fn n" href="/author/admin/">admin</a></span></span>', None, None),
    ("en", "News", '<div class="td-post-author-name"><div class="td-author-by">By</div> <a href="/author/x/">Sello Motseta</a><div class="td-author-line"> - </div></div>', "Sello Motseta", None),
    ("en", "News", '<span class="submitted">Submitted by rmensah on Mon, 03/03/2025 - 12:10</span>', "rmensah", None),
    ("en", "Stack", '<div class="pencraft"><a href="https://substack.com/@mhale" class="link">Marjorie Hale</a><div class="pencraft">Mar 03, 2025</div></div>', "Marjorie Hale", None),
]  # fmt: skip


@pytest.mark.parametrize(("lang", "site", "line", "persons", "desk"), LINES)
def test_a_byline_of_many_countries_gives_its_persons(lang, site, line, persons, desk):
    made = read_head(parse(PAGE.format(lang=lang, site=site, line=line)), "https://paper.example/news/ferry")
    assert (made["byline"].value if "byline" in made else None) == persons
    assert (made["desk"].value if "desk" in made else None) == desk
