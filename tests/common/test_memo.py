"""What is drawn once: the same values give the same text, other values another, and a text that is safe is not taken for one that is not."""

from django.template import Context, Template
from django.utils.safestring import mark_safe

from kyodo_portal.common.lists.memo import Memo
from partners.directory.list_presenters import Row

ROW = Row(
    1, name="ひだまり", kind="civic", kind_label="市民活動団体", about="歌う会", offers="歌の伴奏", needs="", is_sample=False, source="",
    is_dormant=False, areas=("東山", "岩沢"), members="", confirmed="", is_stale=False, level=3,
)  # fmt: skip


def show(source, **values):
    return Template("{% load lists %}" + source).render(Context(values))


def test_what_was_least_asked_for_goes_first():
    drawn = []

    def draw(key):
        return memo.get(key, lambda: drawn.append(key) or key.upper())

    memo = Memo(2)
    assert [draw(key) for key in "abacab"] == ["A", "B", "A", "C", "A", "B"]
    assert drawn == ["a", "b", "c", "b"]


def test_a_row_shows_the_values_that_it_is_given_each_time():
    draw = '{% row "partners/directory/_row.html" row %}'
    first = show(draw, row=ROW)
    assert first == show(draw, row=Row(*ROW)) and "東山・岩沢" in first and "12人" not in first
    assert "<b>" not in show(draw, row=ROW._replace(name="<b>"))
    changed = show(draw, row=ROW._replace(members="12人", offers=""))
    assert "12人" in changed and "歌の伴奏" not in changed and "歌の伴奏" in show(draw, row=ROW)


def test_safe_and_unsafe_words_that_read_the_same_stay_apart():
    for _ in range(2):
        assert show('{% icon "arrow" label=v %}', v="<i>").count("&lt;i&gt;") == 1
        assert show('{% icon "arrow" label=v %}', v=mark_safe("<i>")).count("<i>") == 1
        assert show("{% chip v %}", v="<i>") == '<span class="kp-chip">&lt;i&gt;</span>'
        assert show('{% chip v "ok" %}', v=mark_safe("<i>")) == '<span class="kp-chip kp-chip--ok"><i></span>'
        assert show("{{ v|ph }}", v="<i>") == "&lt;i&gt;"
