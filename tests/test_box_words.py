"""What a page calls its boxes comes back with what was typed into them, whoever refuses the form: W16, at every address."""

import json
import re

import pytest
from django.urls import URLPattern, get_resolver
from lxml import html

from kyodo_portal.common.forms.box_words import NAME, box_words, with_box_words
from kyodo_portal.common.forms.typed import typed_in_post
from tests import build
from tests.projects.grants.build import World
from tests.projects.voices import build as voices
from tests.sent import opened
from tests.test_text_survives import given_back

TEXT = "冬のあいだ、三日おきに声をかけて回りました。"
PAGE = """
<form method="get"><label for="q">さがす</label><input id="q" name="q"></form>
<form class="kp-form" method="post"><input type="hidden" name="etag" value="1"><fieldset><legend>行 1</legend>
<label for="a">やること<span class="kp-req">※必須</span></label><input type="text" id="a" name="rows-0-task" value="&lt;b&gt;">
<fieldset><legend class="kp-vh">公開</legend><label><input type="radio" name="p" value="1"> みんなに </label>
<input type="radio" name="p" value="0" id="p0"><label for="p0">市だけに</label></fieldset></fieldset>
<p id="m"><b>メモ</b>：</p><textarea name="note" aria-labelledby="m"></textarea><input type="checkbox" name="sure" id="s">
<label for="k">種類</label><select id="k" name="kind"><option value="">選ぶ</option><option value="npo" selected>NPO法人</option></select>
<fieldset><legend>地域</legend><label><input type="checkbox" name="areas" value="1">岩沢</label>
<label><input type="checkbox" name="areas" value="2">東小千谷</label></fieldset></form>
<form method="post"><input name="pk" type="hidden" value="3"><button>消す</button></form>
"""


def test_each_form_that_is_filled_in_carries_the_words_of_its_boxes():
    held = html.fromstring(with_box_words(PAGE)).xpath("//input[@name='box_words']")
    assert [box.getparent().get("class") for box in held] == ["kp-form"]
    said = json.loads(held[0].get("value"))
    assert said == {
        "rows-0-task": ["やること"], "p": ["公開", {"1": "みんなに", "0": "市だけに"}], "note": ["メモ"], "kind": ["種類", {"npo": "NPO法人"}],
        "areas": ["地域", {"1": "岩沢", "2": "東小千谷"}],
    }  # fmt: skip
    sent = [
        (NAME, held[0].get("value")),
        ("rows-3-task", "会場の準備"),
        ("kind", "npo"),
        ("areas", "1"),
        ("areas", "2"),
        ("_save", "保存"),
    ]
    assert typed_in_post(sent) == [("4行目のやること", "会場の準備"), ("種類", "NPO法人"), ("地域", "岩沢、東小千谷")]
    assert box_words([held[0].get("value")])["p"].label == "公開"
    read = '<form method="get"><label for="q">さがす</label><input id="q" name="q"></form>'
    assert with_box_words(read) is read


@pytest.mark.parametrize("sent", ["", "x", "[1]", '{"a": 1}', '{"a": [""]}', '{"a": ["b", 3]}', "[" * 100_000])
def test_what_is_no_list_of_words_says_nothing(sent):
    assert box_words([sent]) == {}


@pytest.mark.django_db
@pytest.mark.one_engine
def test_words_that_no_form_class_knows_come_back_as_the_page_said_them(client_for):
    """A line of a budget, what a step asks, the items that are to be put right, a choice: another person sends them by now."""
    world, topics = World(), voices.World()
    grant = world.decided()
    line = grant.lines.filter(side="expense").first()
    stranger = client_for(build.user())
    for by, page, typed in (
        (world.leader, f"{grant.get_absolute_url()}change/", {f"wanted_{line.pk}": ("３０万円", line.item)}),
        (topics.clerk, f"/voices/{topics.topic.pk}/step/answer/", {"public_answer": (TEXT, "市の考えとわけ")}),
        (world.leader, f"/partners/{world.group.pk}/publish/", {"phone": ("0", None)}),
    ):
        sent = opened(client_for(by), page, **{name: value for name, (value, _) in typed.items()})
        said = given_back(stranger.post(page, sent))
        for value, label in typed.values():
            assert label is None or said[label] == value, (page, said)
    assert "市とコーディネーターだけが見る" in said.values()


# What takes no words: codes that nobody waits for here, and one's own data in a file.
WORDLESS = {"/ask/code/", "/voices/send/code/", "/me/data/download/"}


def addresses():
    """Every address outside the admin and allauth, of a matter that there is not."""
    waiting = [("/", get_resolver())]
    while waiting:
        start, resolver = waiting.pop()
        for each in resolver.url_patterns:
            path = f"{start}{each.pattern}"
            if isinstance(each, URLPattern):
                yield re.sub(r"<(?!int)[^>]*>", "nai", re.sub(r"<int:[^>]*>", "987654321", path))
            elif "admin/" not in path and "accounts/" not in path:
                waiting.append((path, each))


@pytest.mark.django_db
@pytest.mark.one_engine
def test_at_every_address_a_matter_that_is_gone_gives_the_text_back(client_for):
    client, taken, asked = client_for(build.user()), set(), 0
    for address in addresses():
        answer, asked = client.post(address, {"omoi": TEXT, NAME: json.dumps({"omoi": ["思いついたこと"]})}), asked + 1
        assert answer.status_code < 500, address
        if answer.status_code == 302:
            taken.add(address)
        elif answer.get("Content-Type", "").startswith("text/html"):
            assert given_back(answer).get("思いついたこと") == TEXT, (address, answer.status_code)
    assert asked > 400 and taken == WORDLESS
