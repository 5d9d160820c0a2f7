"""`[[図：…]]` in a text: what people wrote as a list is drawn, and whatever they wrote, the page stands."""

import re
from xml.etree import ElementTree

import pytest

from guidelines.library.blocks import kinds_in, split_body
from kyodo_portal.common.drawing import diagrams

pytestmark = pytest.mark.usefixtures("shared_library")

LISTS = {
    "輪": "[[図：輪｜協働（総働）]]\n- 行政（市役所）\n- コミ協・自治会などの地域自治組織\n- NPO法人・市民活動団体",
    "流れ": "[[図：流れ｜除雪]]\n\n1. 気づく\n2. 話し合う\n3. ふりかえる・続ける・広げる・もっと広げる",
    "段": "[[図：段｜参加から協働へ]]\n- 参加：加わります。\n- 参画：計画から加わります。\n- 協働：いっしょに動きます。",
    "はしご": "[[図：はしご｜補完性]]\n- 市民（家族）：自分でします。\n- 地域コミュニティ協議会（コミ協）：地域でします。\n- 市：受け持ちます。",
    "地図": "[[図：地図｜公益性・共益性・規模小・規模大]]\n- 特殊法人：1・5\n- 区自治協議会（自治協）：2・5\n- 消費生活協同組合：5・4\n- NPO：2・2",
    "PDCA": "[[図：PDCA]]",
    "柱": "[[図：柱｜3つの柱]]\n- 理念の共有：みんなで考える\n- 行動・取り組み：みんなで動く\n- 評価・検証・改善：みんなでよりよくする",
}  # fmt: skip


def drawing(body):
    return next(value for kind, value in split_body(body) if kind == "drawing")


@pytest.mark.parametrize("kind", LISTS)
def test_a_list_is_drawn_and_stays_as_words(kind):
    drawn = drawing(f"前の文。\n\n{LISTS[kind]}\n\n後の文。")
    svg = drawn.svg("figure-1-1")
    root = ElementTree.fromstring(svg)
    width = float(root.get("viewBox").split()[2])
    sizes = [float(size) for size in re.findall(r'font-size="([\d.]+)"', svg)]
    assert root.find("title").text and root.find("desc").text and "style" not in svg
    assert min(sizes) * diagrams.NARROW / width >= diagrams.SMALLEST
    words = re.sub(r"<[^>]*>", "", drawn.words(ruby=False))
    assert all(label in words for label, _ in drawn.entries)
    assert [kind for kind, _ in split_body(f"前の文。\n\n{LISTS[kind]}\n\n後の文。")] == ["text", "drawing", "text"]


def boxes(svg):
    """[(left, top, right, bottom)] of the names' boxes."""
    root = ElementTree.fromstring(svg)
    rects = [[float(box.get(name)) for name in ("x", "y", "width", "height")] for box in root.iter("rect") if box.get("rx")]
    return [(x, y, x + w, y + h) for x, y, w, h in rects]


def test_names_on_the_map_never_overlap_and_stand_in_words():
    names = [f"- とても長い名前の団体その{number}（別の名前）：{number % 5 + 1}・{number % 3 + 1}" for number in range(20)]
    drawn = drawing("[[図：地図｜左・右・下・上]]\n" + "\n".join(names))
    placed = boxes(drawn.svg("m"))
    assert len(placed) == 20 and all(0 <= box[0] and box[2] <= 400 for box in placed)
    for at, (left, top, right, bottom) in enumerate(placed):
        for other in placed[at + 1 :]:
            assert right <= other[0] or other[2] <= left or bottom <= other[1] or other[3] <= top
    assert "とても長い名前の団体その0（別の名前）：左の端、下の端" in drawn.words(ruby=False)


@pytest.mark.parametrize(
    "body",
    [
        "[[図：輪｜x]]", "[[図：輪｜]]\n- ひとつ", "[[図：地図｜左・右]]\n- 名：1・2", "[[図：地図｜左・右・下・上]]\n- 名：9・x\n- 名",
        "[[図：段｜x]]\n" + "- 段\n" * 40, "[[図：流れ｜x]]\n" + "- 段\n" * 400, "[[図：柱｜" + "題" * 80 + "]]\n- あ\n- い",
        "[[図：はしご｜x]]\n- " + "長" * 5000 + "\n- い", "[[図：輪｜x]]\n- \n- \n- ",
    ],
)  # fmt: skip
def test_a_list_that_fits_no_drawing_is_shown_alone(client_for, ojiya, body):
    assert drawing(body).svg("x") == ""
    page = written(client_for, ojiya, body)
    assert "<figure" not in page and '<svg viewBox="0 0 4' not in page


@pytest.mark.parametrize("kind", LISTS)
def test_hostile_lists_are_harmless(client_for, ojiya, kind):
    body = f"[[図：{kind}｜<b>\"'&・</svg>・{{{{x}}}}・]]\n- <script>alert(1)</script>：<b>1</b>・2\n- </svg><img src=x onerror=alert(1)>：2・2\n- &amp;：{{a|b}}"
    page = written(client_for, ojiya, body)
    assert "<script>" not in page and "<img src=x" not in page and page.count("</svg>") == page.count("<svg")


def written(client_for, guideline, body):
    """The page of a chapter with this body."""
    chapter = guideline.chapters.get(number=3)
    chapter.body = body
    chapter.save()
    answer = client_for().get("/guidelines/ojiya/3/")
    assert answer.status_code == 200
    return answer.content.decode()


def test_an_unknown_drawing_stays_text_and_items_stand_beside_drawings():
    assert [kind for kind, _ in split_body("[[図：星｜x]]\n- あ")] == ["text"]
    assert kinds_in("[[図：PDCA]]\n\n[[用語]]\n- あ") == {"用語"}
