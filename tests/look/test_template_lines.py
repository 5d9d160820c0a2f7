"""A template breaks its lines beside Japanese characters, and nobody sees it."""

import pytest
from django.template import Context, Engine

PAGES = {
    # A sentence over two lines has no gap; a tag may stand at the break.
    "sentence.html": ("<p>\n  雪おろしは、\n  いっしょに\n</p>", "<p>雪おろしは、いっしょに</p>"),
    "link.html": ("<p>くわしくは\n  <a href='/'>手引き</a>\n  を見て</p>", "<p>くわしくは<a href='/'>手引き</a>を見て</p>"),
    "variable.html": ("<p>{{ name }}（\n  {{ name }}）</p>", "<p>見本（見本）</p>"),
    # Between Latin words, between tags and between attributes a line break stays what it is.
    "english.html": ("<p>ask\n  the office</p>", "<p>ask\nthe office</p>"),
    "tags.html": ("<b>1</b>\n<i>2</i>", "<b>1</b>\n<i>2</i>"),
    "attributes.html": ("<a class='kp-btn'\n  title='進む'>進む</a>", "<a class='kp-btn'\ntitle='進む'>進む</a>"),
    # Lines that only steer leave nothing; what they let through keeps its distance.
    "steering.html": (
        "<ul>\n  {% for x in 'ab' %}\n    {% if x == 'a' %}\n      <li>{{ x }}</li>\n    {% else %}\n\n      <li>B</li>\n    {% endif %}\n  {% endfor %}\n</ul>\n",
        "<ul>\n<li>a</li>\n<li>B</li>\n</ul>\n",
    ),
    "sentence_of_choices.html": ("ask\n{% if name %}\nthe office\n{% endif %}\nnow", "ask\nthe office\nnow"),
    "tags_of_ours.html": ("{% now 'Y' as y %}\n<b>1</b>", "\n<b>1</b>"),
    # An ideographic space is a character, not an indentation.
    "wide.html": ("<p>受付番号\n　7</p>", "<p>受付番号　7</p>"),
    # What is typed keeps its lines, and so does a mail.
    "typed.html": (
        "<pre>一行目\n二行目</pre>\n<textarea>一\n二</textarea>",
        "<pre>一行目\n二行目</pre>\n<textarea>一\n二</textarea>",
    ),
    "mail.txt": ("一行目です。\n二行目です。", "一行目です。\n二行目です。"),
}


@pytest.mark.parametrize("name", PAGES)
def test_a_line_break_beside_japanese_is_no_space(tmp_path, name):
    written, read = PAGES[name]
    (tmp_path / name).write_text(written, encoding="utf-8")
    engine = Engine(dirs=[tmp_path], loaders=["kyodo_portal.common.web.template_loader.Loader"])
    assert engine.get_template(name).render(Context({"name": "見本"})) == read
