"""How a document is called beside others: its city, its issue and its edition, with a mark on what was inferred."""

INFERRED = "（推定）"


def city_of(guideline):
    """新潟市; 室蘭市（推定） where the document does not name its city."""
    return f"{guideline.municipality}{INFERRED if guideline.city_note else ''}"


def issue_of(guideline):
    """2013年（平成25年4月）; a year with a note was inferred, without a year the document names none."""
    if not guideline.issued:
        return "発行年の記載なし"
    return f"{guideline.year}年（{guideline.issued}）{INFERRED if guideline.issue_note else ''}"


def edition_of(guideline):
    """The edition as it stands behind a title; "" where the title ends with it already: 協働の指針（案）."""
    return "" if guideline.title.endswith(f"（{guideline.edition}）") else guideline.edition


def address_of(item):
    """Where an item can be read: in its chapter; its guideline's page where it stands in none."""
    if item.chapter_id is None:
        return item.guideline.get_absolute_url()
    item.chapter.guideline = item.guideline  # known already: the address asks the database nothing
    return item.chapter.get_absolute_url()
