"""The pages of one side's sheet: a few questions each, so that it can be filled in on a telephone."""

from typing import NamedTuple

from .models import EvaluationAnswer, EvaluationItem

MOST = 4  # questions of a page
ALL = "all"  # the whole sheet on one page
WORDS = {"good": "よかったこと", "hard": "むずかしかったこと", "private_note": "公開しないメモ"}  # the boxes for free words


class SheetPage(NamedTuple):
    """Some questions under a title. `asks_words`: and the boxes for free words."""

    number: int
    title: str
    items: list[EvaluationItem]
    asks_words: bool


def pages_of(items):
    """[SheetPage]: the guideline's principles, in two pages where they are many, then what is asked everywhere with the free words."""
    principles, common = [item for item in items if item.principle_id], [item for item in items if not item.principle_id]
    half = (len(principles) + 1) // 2 if len(principles) > MOST else len(principles)
    parts = [part for part in (principles[:half], principles[half:]) if part]
    titles = ["協働の考え方"] if len(parts) == 1 else ["協働の考え方（前半）", "協働の考え方（後半）"]
    pages = [
        SheetPage(number, title, part, False) for number, (title, part) in enumerate(zip(titles, parts, strict=False), start=1)
    ]
    return [*pages, SheetPage(len(pages) + 1, "成果とこれから", common, True)]


def page_in(pages, word):
    """The SheetPage of `?part=word`; None for the whole sheet, the first page where the word is none of theirs."""
    if word == ALL:
        return None
    return next((page for page in pages if str(page.number) == word), pages[0])


class Given(NamedTuple):
    """What one page of the sheet holds: its answers, and (label, text) of its free words that are not empty."""

    page: SheetPage
    answers: list[EvaluationAnswer]
    words: list[tuple[str, str]]


def given_on(pages, evaluation):
    """[Given]: a sheet as it stands, page by page; what was not answered yet stands there as such. Ask it for its answers before."""
    answers = {answer.item_id: answer for answer in evaluation.answers.all()}
    words = [(label, text) for name, label in WORDS.items() if (text := getattr(evaluation, name))]
    return [
        Given(
            page,
            [answers.get(item.pk) or EvaluationAnswer(evaluation=evaluation, item=item) for item in page.items],
            words if page.asks_words else [],
        )
        for page in pages
    ]
