"""What is done to a table before it goes in: it is handed in, its headings, columns and words are matched, and each line is decided.

Nothing of it counts before the last press; each press before it says the version that its page showed.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from kyodo_portal.audit.actions import record
from kyodo_portal.common.lists.headings import Headings, refuse_head
from kyodo_portal.common.lists.table_pages import OUT

from .edits import OVERTAKEN
from .errors import EditConflict
from .once import create_once
from .table_actions import TableWork, begin_taking

NO_ROWS = "入れる行が1つもありません。見出しの行と列を確かめてください。"
NO_CHOICE = "{}行目をどうするか、選び直してください。"


@dataclass(frozen=True)
class TableMatching:
    """How one sort of table is matched.

    may(user): who takes it in. model: its rows; `is_begun` says that one is matched no more. must: targets of which it needs a column.
    guess_words(run, last): write what its words probably mean, and whatever else hangs on its columns; last: the table before it that
    was taken in, or None. begun: note of the trail. taken_already: what a press after the last one is told. taken, newest: which rows
    were taken in, the last one first. guess_columns(run, last): where not the headings alone say it. after_words(run): what hangs on
    the words.
    """

    may: Callable
    model: type
    headings: Headings
    must: tuple
    guess_words: Callable
    begun: str
    taken_already: str
    taken: tuple = ("taken_at__isnull", False)
    newest: tuple = ("-taken_at", "-pk")
    guess_columns: Callable | None = None
    after_words: Callable | None = None

    def refuse_others(self, by):
        """PermissionDenied for whoever takes in no table of this sort."""
        if not self.may(by):
            raise PermissionDenied

    def begin(self, *, by, form_key, name, sheets, file_name="", **more):
        """A table is handed in: its headings and columns are guessed at once. The same `form_key` gives the same row.

        sheets: [[name of the sheet, [[text of a cell]]]]; more: further columns of the row.
        """
        self.refuse_others(by)

        def make():
            sheet, head = self.headings.place_in(sheets)
            run = self.model(
                by=by, form_key=form_key, name=name, sheets=sheets, file_name=file_name, sheet=sheet, head=head, **more
            )
            self._guess(run)
            run.save()
            record("import", by=by, target=run, note=self.begun, rows=len(sheets[sheet][1]))
            return run

        return create_once(self.model, form_key, make, theirs={"by_id": by.pk})

    @transaction.atomic
    def choose_head(self, run, *, by, version, sheet, head):
        """Which sheet is read, and which of its rows is the last one of the headings (both from 0); the columns are guessed anew."""
        locked = self.held(run, by, version)
        refuse_head(locked, sheet, head)
        locked.sheet, locked.head = sheet, head
        self._guess(locked)
        return saved(locked)

    @transaction.atomic
    def match_columns(self, run, *, by, version, targets):
        """What each column is (a key of the headings' targets, "" for unused), in their order; the words are guessed anew."""
        locked = self.held(run, by, version)
        for target in self.must:
            self.headings.refuse(targets, must=target)
        locked.columns = [[heading, target] for (heading, _), target in zip(locked.columns, targets, strict=True)]
        self.guess_words(locked, self._last())
        return saved(locked)

    @transaction.atomic
    def match_words(self, run, *, by, version, words):
        """What each word means: {what is asked: {word: what it means}}."""
        locked = self.held(run, by, version)
        locked.words = words
        if self.after_words:
            self.after_words(locked)
        return saved(locked)

    def take_in(self, work: TableWork, run, *, by, version, choices, lines_of, decided):
        """Begin to take in. The first rows are in with this, the others follow (`work`). Returns the row.

        choices: {index of a line: code of `line.choices`}, what is not named is done as the page proposed. lines_of(run): its lines.
        decided(line, code, why): what `run.chosen` keeps of a line, its index and code first; why it stays out. EditConflict where the
        table was matched anew since, ValidationError for an unknown choice and where nothing is taken in.
        """
        self.refuse_others(by)
        fresh = self.model.objects.get(pk=run.pk)
        self._refuse_begun(fresh)
        lines = lines_of(fresh)  # compared before the row is held: that takes seconds
        codes = [_known(line, OUT if line.out else choices.get(line.index, line.choice)) for line in lines]
        chosen = [decided(line, code, _why(line) if code == OUT else "") for line, code in zip(lines, codes, strict=True)]
        with transaction.atomic():
            locked = self.held(run, by, version)
            if {*codes} <= {OUT}:
                raise ValidationError(NO_ROWS)
            return begin_taking(work, locked, chosen, by=by)

    def held(self, run, by, version):
        """The row, locked, as the page of this version showed it; PermissionDenied, ValidationError or EditConflict where it is not so."""
        self.refuse_others(by)
        locked = self.model.objects.select_for_update().get(pk=run.pk)
        self._refuse_begun(locked)
        if locked.version != version:
            raise EditConflict(OVERTAKEN, locked)
        return locked

    def _refuse_begun(self, run):
        if run.is_begun:
            raise ValidationError(self.taken_already)

    def _last(self):
        """The last one that was taken in, or None: the next one mostly has the same headings and words."""
        return self.model.objects.filter(self.taken).order_by(*self.newest).first()

    def _guess(self, run):
        (self.guess_columns or self.headings.guess)(run, last := self._last())
        self.guess_words(run, last)


def saved(run):
    """Store what a page has matched: pages that showed what stood before are told so."""
    run.version += 1
    run.save()
    return run


def _known(line, code):
    if not line.out and code not in [known for known, _ in line.choices]:
        raise ValidationError(NO_CHOICE.format(line.number))
    return code


def _why(line):
    return line.out or "。".join(line.look) or "入れないことにした"
