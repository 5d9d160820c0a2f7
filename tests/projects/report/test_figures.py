"""The figures of a report: every bar as long as its number says, every table the same numbers, nothing drawn of nothing."""

from projects.report.figures import figures_of, numbers_of
from projects.snapshots.figures import mark_new, summary_of

from .build import row

FIRST = [row("花いっぱい", number="R6-K-0001"), row("朝市", "grant")]
FORMS = ("grant", "grant", "commission", "nominal", "info", "other")


def summaries():
    rows = [row("花いっぱい", number="R6-K-0001", city_cost=120_000, people=40, areas=["岩沢"])]
    rows += [row(f"事業{number}", form, ("npo", "neighbourhood"), office="土木課") for number, form in enumerate(FORMS)]
    rows[1].city_cost = 3_000
    mark_new(rows, FIRST)
    return [summary_of(2024, FIRST), summary_of(2025, rows, FIRST, gaps=[("roles", cycle, 1) for cycle in range(5)])]


def test_the_years_are_bars_in_parts_of_which_only_the_most_frequent_forms_have_their_own():
    figure = figures_of(summaries())["years"]
    assert figure.kind == "parts" and figure.legend[0] == "補助・助成・負担金"[: len(figure.legend[0])]
    assert len(figure.legend) == 5 and figure.legend[-1] == "そのほか"
    assert [(bar.label, bar.shown) for bar in figure.rows] == [("令和6年度", "2件"), ("令和7年度", "7件")]
    # 7 is the longest: 2, 1, 1, 1 and the two others.
    assert [tone for tone, _ in figure.rows[1].parts] == [1, 2, 3, 4, 5]
    assert [share for _, share in figure.rows[1].parts] == [28.6, 14.3, 14.3, 14.3, 28.6]
    assert figure.table.rows[1][0] == "令和7年度" and figure.table.rows[1][-1] == 7 and sum(figure.table.rows[1][1:-1]) == 7
    assert "数えることに決めた形態" in figure.says[0]


def test_bars_are_in_proportion_to_the_longest_and_the_table_says_the_same():
    figures = figures_of(summaries())
    kinds = figures["kinds"]
    assert [(bar.share, bar.shown) for bar in kinds.rows] == [(100, "6件"), (100, "6件"), (17, "1件")]
    assert [count for _, count in kinds.table.rows] == [6, 6, 1] and "合計は件数と合いません" in kinds.says[0]
    flow = figures["flow"]
    assert [bar.shown for bar in flow.rows] == ["6件", "1件", "1件"]
    assert flow.note == "令和6年度の2件のうち、50.0％が続いています。"
    assert [(bar.label, bar.shown) for bar in figures["areas"].rows] == [("岩沢", "1件")]
    assert [(bar.share, bar.shown) for bar in figures["gaps"].rows] == [(25, "1.0点")]


def test_money_says_what_is_known_and_what_is_not():
    money = figures_of(summaries())["money"]
    assert [bar.shown for bar in money.rows] == ["12万円", "3,000円"] and [bar.share for bar in money.rows] == [100, 2]
    assert money.table.rows[-1] == ("計", "123,000", 2, 5)
    assert money.note == "合わせて123,000円。金額が分からないものが5件あります。"


def test_offices_are_lines_through_the_years_and_bars_in_the_first():
    offices = figures_of(summaries())["offices"]
    assert [(line.label, line.values, line.shown) for line in offices.rows] == [
        ("土木課", (0, 6), "0件 → 6件"), ("福祉課", (2, 1), "2件 → 1件"),
    ]  # fmt: skip
    assert offices.table.columns == ("担当課", "令和6年度", "令和7年度")
    alone = figures_of(summaries()[:1])
    assert alone["offices"].kind == "bars" and "flow" not in alone and "money" not in alone and "gaps" not in alone
    assert figures_of([summary_of(2020, [])]) == {}


def test_the_large_numbers_say_of_how_many_they_are_the_sum():
    keys = numbers_of(summaries())
    assert [(key.label, key.shown, key.unit) for key in keys] == [
        ("いっしょの仕事", "7", "件"), ("参加した人（のべ）", "40", "人"), ("新しく始まった", "6", "件"), ("市の負担", "12", "万円"),
    ]  # fmt: skip
    assert keys[0].in_words == "2年の動き。2、7件" and keys[3].said == "金額が分かる2件の合計。分からないものは5件"
