"""What a form asks besides the columns, and further forms: on the page of an office, in its table, in the ledger."""

import pytest

from projects.models import Cycle, FormField, InventoryLine
from tests.projects.inventory.build import YEAR, a_round, go, matter, say, sheet_of
from tests.projects.inventory.test_pages import book_of, page_of, rows_by_title, sent_back, typed
from tests.projects.ledger.build import World, form, settle
from tests.sent import text_of


def asking():
    """(world, round): last year a 市民まつり under the city's name, whose form asks five things."""
    world = World()
    spec = settle(world.small, way="name")
    rows = (
        ("fee", "参加費", "yen", "enter", True, ""), ("venue", "会場", "line", "any", True, ""),
        ("award", "賞状を出す", "yesno", "enter", False, ""), ("name", "使う名義", "choices", "enter", True, "市\n教育委員会"),
        ("held", "開いた日", "date", "enter", False, ""), ("result", "収支", "text", "finish", False, ""),
    )  # fmt: skip
    for key, label, kind, asked, in_table, options in rows:
        FormField.objects.create(spec=spec, key=key, label=label, kind=kind, asked=asked, in_table=in_table, options=options)
    former = {"fee": 500, "venue": "市民会館", "result": "去年の収支"}
    matter(world, "市民まつり", small=True, extra=former)
    return world, a_round(world)


@pytest.fixture(scope="module")
def laid_world(lay):
    return lay(asking)


def test_what_a_city_calls_a_form_or_a_column_is_no_formula_in_its_table(city, client_for):
    type(city.small).objects.filter(pk=city.small.pk).update(title='=HYPERLINK("http://example.invalid")')
    FormField.objects.filter(key="fee").update(label="+1+1")
    book = book_of(client_for(city.clerk), page_of(city.office))
    cells = [cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row if cell.value is not None]
    risky = {cell.value: cell.data_type for cell in cells if str(cell.value).startswith(("=", "+", "'"))}
    assert set(risky.values()) == {"s"} and {'=HYPERLINK("http://example.invalid")'} <= {word.lstrip("'") for word in risky}


def cells_of(city, **values):
    """{name in the form: text} of what the page sends of 市民まつり's asked cells."""
    line = InventoryLine.objects.get(title="市民まつり")
    return {f"{line.mark}-x{city.small.pk}-{key}": value for key, value in values.items()}


def test_last_years_answers_stand_there_but_not_what_is_told_at_the_end(city):
    assert InventoryLine.objects.get().extra == {"fee": 500, "venue": "市民会館"}


def test_they_are_answered_on_the_page_and_go_into_the_year(city, client_for):
    clerk, url = client_for(city.clerk), page_of(city.office)
    page = text_of(clerk.get(url))
    assert "市民会館" in page and "賞状を出す" in page and "収支" not in page
    bad = typed(city, 市民まつり={"answer": "same"}) | cells_of(city, fee="たくさん") | {"save": "1"}
    assert "後援：参加費" in text_of(clerk.post(url, bad))
    also = {f"{InventoryLine.objects.get().mark}-also": ["", "共催", "委託"]}
    good = cells_of(city, fee="300円", venue="", award="はい", name=["", "市", "教育委員会"], held="2025/8/1")
    answer = clerk.post(url, typed(city, 市民まつり={"answer": "same"}) | good | also | {"save": "1"})
    assert answer.status_code == 302
    line = InventoryLine.objects.get()
    stored = {"fee": 300, "award": True, "name": ["市", "教育委員会"], "held": "2025-08-01"}
    assert (line.answer, line.extra, line.also) == ("changed", stored, ["joint_host", "commission"])
    assert "去年 500" in text_of(clerk.get(url))
    clerk.post(url, typed(city) | good | also | {"save": "1"})
    assert InventoryLine.objects.get().version == 2  # the same once more changes nothing
    go(sheet_of(city.office), "hand_in", by=city.clerk)
    go(sheet_of(city.office), "accept", by=city.chief)
    cycle = Cycle.objects.get(project__title="市民まつり", fiscal_year=YEAR)
    assert (cycle.extra, cycle.also) == (stored, ["joint_host", "commission"])


def test_they_are_columns_of_the_table_and_come_back(city, client_for):
    clerk, url = client_for(city.clerk), page_of(city.office)
    book = book_of(clerk, url)
    heads, rows = rows_by_title(book.worksheets[0])
    asked = ["後援：参加費", "後援：会場", "後援：賞状を出す", "後援：使う名義", "後援：開いた日"]
    assert heads[-5:] == asked
    row = rows["市民まつり"]
    assert [row[heads.index(name)].value for name in asked[:2]] == [500, "市民会館"]
    row[heads.index("答え")].value = "同じ"
    row[heads.index("後援：使う名義")].value = "市、県"
    assert "次から選んでください：市、教育委員会" in text_of(sent_back(clerk, url, book))
    row[heads.index("後援：使う名義")].value = "市"
    row[heads.index("後援：参加費")].value = 800
    assert sent_back(clerk, url, book).status_code == 302
    assert sent_back(clerk, url, book).status_code == 302
    line = InventoryLine.objects.get()
    assert (line.extra, line.version) == ({"fee": 800, "venue": "市民会館", "name": ["市"]}, 2)


def test_another_form_asks_other_things(city, client_for):
    form("commission", "委託")
    say(sheet_of(city.office), city.clerk, 市民まつり={"answer": "changed", "form_id": "委託"})
    assert InventoryLine.objects.get().extra == {}
    say(sheet_of(city.office), city.clerk, 市民まつり={"form_id": "後援"})
    clerk, url = client_for(city.clerk), page_of(city.office)
    both = cells_of(city, venue="新しい会場") | {f"{InventoryLine.objects.get().mark}-form_id": "委託", "save": "1"}
    assert "この行の形態では聞かない欄です" in text_of(clerk.post(url, typed(city) | both))
