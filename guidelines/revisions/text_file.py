"""A guideline out of a plain text or Markdown file, for whoever has it in a word processor only: its headings become chapters.

In Markdown `# ` begins a chapter, `## ` a heading in it. A plain text says 第1章 (a chapter) and 第1節 (a heading in it; a chapter where
no line says 章). What stands before the first one is the guideline's preface.
"""

import re
from typing import NamedTuple

from django.core.exceptions import ValidationError

from guidelines.library import models as m
from kyodo_portal.common.text.markdown import plain_text

from .file_validation import check_row, check_value

LARGEST = 1024 * 1024  # bytes of a text
MOST_CHAPTERS = 100
LEAD = 300  # characters of a chapter's 要点
DIGITS = r"[0-9０-９一二三四五六七八九十百]{1,4}"
MARK = re.compile(r"(#{1,6})[ 　]+(.+?)[ 　#]*$")
NAMED = re.compile(rf"(第[ 　]?{DIGITS}[ 　]?([章節]))([ 　\t]*)(.*)$")
BULLET = re.compile(r"[・●○■◆•][ 　]*")
# A line of a printed table of contents, which the portal draws itself: 第1章　はじめに……… 3
OF_CONTENTS = re.compile(rf"^[ 　]*第[ 　]?{DIGITS}[ 　]?[章節].*(…|‥|・{{2,}}|\.{{3,}}|\t)[ 　.…]*[0-9０-９]+$")
ZIP = b"PK\x03\x04"
DOCX = "ワードのファイルは読めません。ワードの「名前を付けて保存」で「書式なし（.txt）」を選び、できたファイルを入れてください。"
NO_HEADING = "章の見出しが見つかりません。「第1章　はじめに」のように書くか、見出しの行の頭に「# 」を付けてください。"


class Heading(NamedTuple):
    """A line that is a heading: level 1 begins a chapter; `said`: 「第1章」, as the document counts."""

    level: int
    title: str
    said: str = ""


def chapters_of(raw, name):
    """(preface, [row of a chapter]) of a file's bytes, in the words of the file; ValidationError that names the line in the way.

    A row's 要点 are the first words below its heading: whoever goes on writing says it better.
    """
    lines = _lines(raw, name)
    heading_of = _in_markdown if any(MARK.match(line) and MARK.match(line)[1] == "#" for line in lines) else _in_words(lines)
    is_plain = heading_of is not _in_markdown
    preface, rows = [], []
    for number, line in enumerate(lines, start=1):
        if is_plain and OF_CONTENTS.match(line):
            continue
        heading = heading_of(line)
        if heading and heading.level == 1:
            rows.append((number, heading, []))
        else:
            (rows[-1][2] if rows else preface).append(_written(line, heading, is_plain))
    if not rows:
        raise ValidationError(NO_HEADING)
    if len(rows) > MOST_CHAPTERS:
        raise ValidationError(f"章が{len(rows)}あります。{MOST_CHAPTERS}までにしてください。")
    return _joined(preface), [_row(at, order, *row) for order, (at, *row) in enumerate(rows, start=1)]


def _lines(raw, name):
    if raw.startswith(ZIP):
        raise ValidationError(DOCX)
    for encoding in ("utf-8-sig", "utf-16" if raw[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8", "cp932"):
        try:
            text = raw.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    else:
        raise ValidationError(
            f"「{name}」を読めません。文字の形式をUTF-8かシフトJISにして、文字だけのファイル（.txt、.md）にしてください。"
        )
    check_value(text)
    return [line.rstrip() for line in text.replace("\f", "\n").splitlines()]


def _in_markdown(line):
    found = MARK.match(line)
    return Heading(len(found[1]), found[2]) if found else None


def _in_words(lines):
    """f(line) → Heading: 章 are chapters and 節 stand in them; where no line says 章, 節 are chapters."""
    has_chapters = any((found := NAMED.match(line.strip(" 　"))) and found[2] == "章" for line in lines)

    def heading_of(line):
        found = NAMED.match(line.strip(" 　"))
        if found is None or re.search("。" if found[3] else "[。、]", found[4]):  # 「第1章では、…」 is a sentence
            return None
        return Heading(1 if found[2] == "章" or not has_chapters else 2, found[4], found[1])

    return heading_of


def _written(line, heading, is_plain):
    """One line of a body as Markdown: headings begin at `# ` there; in a plain text every line is a paragraph."""
    if heading:
        return f"\n{'#' * min(heading.level - 1 or 1, 3)} {' '.join(filter(None, (heading.said, heading.title)))}\n"
    if not is_plain:
        return line
    text = line.strip(" 　\t")
    return BULLET.sub("- ", text) if BULLET.match(text) else f"\n{text}\n"


def _joined(lines):
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _row(at, order, heading, lines):
    """The row of a chapter; at: the line of its heading."""
    body, title = _joined(lines), heading.title or heading.said
    if not body:
        raise ValidationError(f"{at}行目の見出し「{title[:50]}」の下に、文がありません。文を書くか、見出しを消してください。")
    text = "\n".join(line for line in body.splitlines() if not line.startswith("#"))
    row = {"number": order, "title": title, "lead": plain_text(text, LEAD - 1) or title, "body": body}
    if heading.said and heading.title:
        row["section"] = heading.said
    try:
        check_row(m.Chapter, row)
    except ValidationError as error:
        raise ValidationError([f"{at}行目から：{text}" for text in error.messages]) from error
    return row
