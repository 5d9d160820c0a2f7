"""Markdown: Japanese emphasis and ruby work, nothing else gets through, and nothing is slow."""

import pytest
from lxml import html as parser

from kyodo_portal.common.text.markdown import plain_text, render

TABLE = (
    '<div class="kp-scroll" tabindex="0" role="region" aria-label="表・数"><table class="kp-table">\n<thead>\n<tr>\n<td></td>\n<th>数</th>\n'
    "</tr>\n</thead>\n<tbody>\n<tr>\n<td>あ</td>\n<td>1</td>\n</tr>\n</tbody>\n</table></div>"
)


@pytest.mark.parametrize(
    ("text", "markup"),
    [
        ("これは**「重要」**です。", "<p>これは<strong>「重要」</strong>です。</p>"),
        ("**協働。**とは", "<p><strong>協働。</strong>とは</p>"),
        ("a*b*c と _x_", "<p>a<em>b</em>c と <em>x</em></p>"),
        ("2 * 3 * 4", "<p>2 * 3 * 4</p>"),
        ("{協働|きょうどう}する", "<p><ruby>協働<rp>（</rp><rt>きょうどう</rt><rp>）</rp></ruby>する</p>"),
        ('{<b>|"x}', '<p><ruby>&lt;b&gt;<rp>（</rp><rt>"x</rt><rp>）</rp></ruby></p>'),
        ("# 見出し\n## 小さい", "<h2>見出し</h2>\n<h3>小さい</h3>"),
        ("# **市民**と市がいっしょに進めること", "<h2><strong>市民</strong>と市が<wbr>いっしょに<wbr>進める<wbr>こと</h2>"),
        ("# <b>&", "<h2>&lt;b&gt;&amp;</h2>"),
        ("| |数|\n|-|-|\n|あ|1|", TABLE),
        ("<b>x</b>", "<p>&lt;b&gt;x&lt;/b&gt;</p>"),
        ("[市](https://example.jp/)", '<p><a href="https://example.jp/" rel="nofollow noopener">市</a></p>'),
        ("![絵](/static/img/a.png)", '<p><img src="/static/img/a.png" alt="絵"></p>'),
        ("![雪の道](/guidelines/pictures/12/)", '<p><img src="/guidelines/pictures/12/" alt="雪の道"></p>'),
        ("![](/guidelines/pictures/12/)", "<p>（絵の説明がないため、絵を出していません。）</p>"),
        ("![ ](/guidelines/pictures/12/)", "<p>（絵の説明がないため、絵を出していません。）</p>"),
        ("![絵](/reading/?easy=1)", "<p>絵</p>"),
        ("![絵](/guidelines/pictures/12/../../../me/)", "<p>絵</p>"),
        ("![絵](data:image/png;base64,AAAA)", "<p>絵</p>"),
        ("{協働|}と{|か}と{a b}と{", "<p>{協働|}と{|か}と{a b}と{</p>"),
        ("{協{働|どう}|きょう}", "<p>{協<ruby>働<rp>（</rp><rt>どう</rt><rp>）</rp></ruby>|きょう}</p>"),
        ("![絵](https://evil.example/a.png)", "<p>絵</p>"),
        ("![絵](//evil.example/a.png)", "<p>絵</p>"),
        ("![絵](/\\evil.example/a.png)", "<p>絵</p>"),
    ],
)
def test_what_becomes_of_a_text(text, markup):
    assert render(text).strip() == markup


def test_tables_can_be_scrolled_by_keyboard():
    assert render('|名前|"数" {量|りょう}|\n|-|-|\n|あ|1|').startswith(
        '<div class="kp-scroll" tabindex="0" role="region" aria-label="表・名前・&quot;数&quot; 量"><table class="kp-table">'
    )


def test_headings_never_rise_above_the_page_and_ruby_can_be_left_out():
    assert render("# あ\n\n###### い", heading_level=3) == "<h3>あ</h3>\n<h6>い</h6>\n"
    assert render("{協働|きょうどう}", ruby=False) == "<p>協働</p>\n"


@pytest.mark.parametrize(
    "text",
    [
        "[x](javascript:alert(1))", "[x](java&#x09;script:alert(1))", "[x]( JaVaScRiPt:alert(1))", "[x][r]\n\n[r]: javascript:alert(1)",
        "[x](vbscript:x)", "[x](data:text/html;base64,PHM=)", "<javascript:alert(1)>", '![x" onerror="alert(1)](/x)',
        '![x](/x "a\\" onerror=\\"alert(1)")', "```\n<script>alert(1)</script>\n```", '# h {: onclick="x" }', "<img src=x onerror=alert(1)>",
        "<style>*{}</style>", "{<script>|<script>}", "{a|b}<svg/onload=x>", '[x](https://e.jp/"onmouseover="x)', "```x\" onclick=\"y\nz\n```",
        '|<b onclick=x>|\n|-|\n|<i style="x">|', "<!--><script>x</script>-->",
    ],
)  # fmt: skip
def test_nothing_that_runs_gets_through(text):
    harmless(render(text))


def harmless(markup):
    tree = parser.fragment_fromstring(markup, create_parent=True)
    for element in tree.iter():
        assert element.tag not in ("script", "style", "svg", "iframe", "object", "form")
        assert not [name for name in element.attrib if name.startswith("on") or name == "style"]
        for address in (element.get("href", ""), element.get("src", "")):
            assert not address.strip().lower().startswith(("javascript", "vbscript", "data", "//"))


@pytest.mark.parametrize(
    "unit",
    ["*a_", ">", "[", "`a``", "{a|", "- ", "http://a.jp/&;", "行\n", "**「", "![a](", "*", "_ ", "<", "</p>", "[a](b", "[a]: b\n", "\\", "1. ", "> - ", "|a|\n|-|\n"],
)  # fmt: skip
def test_a_hostile_flood_is_harmless(unit):
    """A hundred thousand characters of one trick. Each takes about half a second at most; nothing here measures it."""
    harmless(render(unit * (100_000 // len(unit))))
    assert len(plain_text(unit * (100_000 // len(unit)))) <= 120


def test_a_text_beyond_the_limit_says_that_it_was_cut():
    assert "ここまでを表示しています" in render("長" * 50_001)
    assert "ここまでを表示しています" not in render("長" * 50_000)


def test_an_excerpt_has_only_words():
    assert (
        plain_text("# 見出し\n\nこれは**「重要」**な{協働|きょうどう}です。<b>x</b>")
        == "見出し これは「重要」な協働です。<b>x</b>"
    )
    assert plain_text("長" * 200, 10) == "長" * 9 + "…"
    assert plain_text(None) == ""
