"""What the figures of a year say, to the digit: each definition of the page once, out of rows written by hand."""

import pytest

from projects.snapshots.figures import changes_of, fingerprint, mark_new, summary_of
from projects.snapshots.models import SnapshotRow


def row(title, form="joint_host", kinds=("civic",), **more):
    said = {
        "partners": f"{title}の会",
        "form_codes": [form],
        "office": "市民協働課",
        "counted": "matter",
        "source": "list",
        **more,
    }
    return SnapshotRow(title=title, form_code=form, partner_kinds=list(kinds), **said)


BEFORE = [
    row("花いっぱい", number="R6-K-0001"),
    row("第12回雪まつり", partners="雪まつりの会"),
    row("朝市"),
    row("広報の後援", form="nominal", counted="support"),
]
ROWS = [
    row(
        "花いっぱい運動", number="R6-K-0001", kinds=("neighbourhood", "npo"), city_cost=120_000, people=40, fields=["まちづくり"]
    ),
    row(
        "第13回雪まつり", partners="雪まつりの会", form_codes=["joint_host", "inkind"], city_cost=0, is_last=True, areas=["岩沢"]
    ),
    row("子ども食堂", form="grant", kinds=("npo",), office="子育て支援課", city_cost=300_000, group_cost=50_000),
    row("落語の会", form="nominal", counted="support"),
    row("名だけの後援", form="nominal", counted="no"),
]


@pytest.fixture
def summary():
    mark_new(ROWS, BEFORE)
    return summary_of(2025, ROWS, BEFORE, gaps=[("roles", cycle, cycle % 2) for cycle in range(5)] + [("dialogue", 1, 4)])


def test_a_matter_counts_once_and_what_is_support_or_not_counted_stands_apart(summary):
    assert (summary["rows"], summary["count"]) == (5, 3)
    assert summary["counted"] == {"matter": 3, "support": 1, "no": 1}
    assert summary["support"] == [{"code": "nominal", "label": "後援", "count": 1}]


def test_a_form_of_the_citys_own_is_said_by_its_name_and_not_only_as_another():
    def own(words, counted="support", source="record"):
        return row(words, form="other", form_words=words, counted=counted, source=source)

    rows = [own("活動支援"), own("活動支援"), own("その他"), own("夜間解放", "matter"), own("山田さんの手伝い", source="list")]
    mark_new(rows, None)
    summary = summary_of(2025, rows)
    label = "その他（活動支援、夜間解放）"
    assert summary["support"] == [{"code": "other", "label": label, "count": 4}]
    assert [(form["label"], form["count"]) for form in summary["forms"]] == [(label, 1)]
    many = [own(f"支援{number}") for number in (1, 2, 3, 4)]
    mark_new(many, None)
    assert summary_of(2025, many)["support"][0]["label"] == "その他（支援1、支援2、支援3など）"


def test_nobe_is_the_sum_over_all_forms_or_kinds_of_a_matter(summary):
    assert [(form["code"], form["count"], form["any"]) for form in summary["forms"]] == [
        ("joint_host", 2, 2), ("grant", 1, 1), ("inkind", 0, 1),
    ]  # fmt: skip
    assert summary["forms_total"] == 4
    assert [(kind["code"], kind["count"]) for kind in summary["kinds"]] == [("neighbourhood", 1), ("npo", 2), ("civic", 1)]
    assert summary["kinds_total"] == 4
    assert {"form": "grant", "kind": "npo", "count": 1} in summary["form_kind"] and len(summary["form_kind"]) == 4


def test_new_and_continued_follow_number_name_and_partner_but_not_the_number_of_times(summary):
    assert [found.is_new for found in ROWS] == [False, False, True, True, True]
    # 花いっぱい by its number, 雪まつり although it is the 13th now; 朝市 ended. 後援 of last year was no matter.
    assert summary["flow"] == {"before": 2024, "before_count": 3, "new": 1, "continued": 2, "ended": 1, "rate": 66.7}
    assert summary["last"] == 1
    assert summary["offices"] == [
        {"name": "市民協働課", "count": 2, "new": 0, "last": 1}, {"name": "子育て支援課", "count": 1, "new": 1, "last": 0},
    ]  # fmt: skip


def test_without_a_list_of_the_year_before_nothing_is_called_new():
    rows = [row("朝市")]
    mark_new(rows, None)
    summary = summary_of(2020, rows)
    assert rows[0].is_new is None and set(summary["flow"].values()) == {None} and summary["offices"][0]["new"] is None
    mark_new(rows, [])
    empty = summary_of(2021, rows, [])["flow"]
    assert (rows[0].is_new, empty["rate"], empty["new"]) == (True, None, 1)


def test_money_is_the_sum_of_what_is_known_and_says_how_much_is_not(summary):
    assert summary["money"] == {
        "city": {"known": 3, "unknown": 0, "sum": 420_000}, "group": {"known": 1, "unknown": 2, "sum": 50_000},
    }  # fmt: skip
    assert summary["forms"][0]["city"] == {"known": 2, "unknown": 0, "sum": 120_000}
    assert summary["people"] == {"known": 1, "unknown": 2, "sum": 40}


def test_an_average_of_gaps_is_told_of_five_matters_and_not_of_one(summary):
    assert summary["gaps"] == [{"principle": "roles", "label": "役割分担", "cycles": 5, "average": 0.4}]


def test_a_version_says_what_changed_and_equal_rows_have_one_fingerprint():
    former = [row("花いっぱい", city_cost=1_000), row("朝市"), row("夜市")]
    rows = [row("花いっぱい", city_cost=20_000), row("朝市"), row("昼市")]
    assert changes_of(former, rows) == {
        "added": ["昼市"],
        "removed": ["夜市"],
        "changed": [{"title": "花いっぱい", "fields": [{"label": "市の負担", "before": "1,000", "after": "20,000"}]}],
        "counts": {"added": 1, "removed": 1, "changed": 1},
    }
    assert fingerprint(former) != fingerprint(rows) and fingerprint(rows) == fingerprint(list(rows))
