"""What a lower shelf asks of a higher one: here and nowhere else, by the names in the settings, so that imports point down only."""

from django.conf import settings
from django.utils.module_loading import import_string


def is_city_staff(user):
    """Whether somebody works in a city office today."""
    return import_string(f"{settings.KYODO_ACCESS}.is_city_staff")(user)


def will_be_city_staff(user):
    """Whether somebody works in a city office today or from a later day on."""
    return import_string(f"{settings.KYODO_ACCESS}.will_be_city_staff")(user)


def is_secretariat(user):
    """Whether somebody works in the secretariat today, or keeps the system."""
    return import_string(f"{settings.KYODO_ACCESS}.is_secretariat")(user)


def secretariat_people():
    """The active users of every secretariat office today."""
    return import_string(f"{settings.KYODO_ACCESS}.secretariat_people")()


def name_changed(*partners):
    """What everybody may call these partners has changed: whatever keeps their names elsewhere keeps the new ones."""
    import_string(settings.KYODO_NAME_CHANGED)(*partners)


def group_has_begun(partner, *, since):
    """Whether a partner has begun something since this moment that it may do only as a registered group."""
    return import_string(settings.KYODO_GROUP_HAS_BEGUN)(partner, since=since)


def still_running(partner):
    """[sentence] of what still goes on with a body that is about to leave the directory."""
    return import_string(settings.KYODO_STILL_RUNNING)(partner)


def followed_things(keys):
    """{key: what somebody follows, with its `label`} of those keys that still stand for something public."""
    return import_string(settings.KYODO_FOLLOWED)(keys)


def named_for_all(text):
    """What is called how that a key of common/about.py stands for, as everybody finds it; "" where not everybody does."""
    return import_string(settings.KYODO_NAMED)(text)


def granted_of_call(call):
    """円 of the recorded adoptions of a call that still stand, told or not."""
    return import_string(settings.KYODO_GRANTED_OF_CALL)(call)


def membership_ends(membership, *, by, taker=None):
    """A place in a body got an end, another one, or none any more: what its person holds is handed over (projects/handover).

    taker: who comes after them, where that is known already.
    """
    return import_string(settings.KYODO_MEMBERSHIP_ENDS)(membership, by=by, taker=taker)


def held_matters(membership, day):
    """[str] of the matters that somebody would leave behind who no longer belongs to the body from this day on."""
    return import_string(settings.KYODO_HELD_MATTERS)(membership, day)


def body_left(partner, *, by, stays=False):
    """A body left the directory; stays: that was taken back. Told are the offices that have something going on with it
    (projects/handover), and who waits for its answer (partners/requests)."""
    for path in settings.KYODO_BODY_LEFT:
        import_string(path)(partner, by=by, stays=stays)


def invitation_kind(name):
    """The InvitationKind of this name (accounts/invitations.py); KeyError where there is none."""
    return import_string(settings.KYODO_INVITATIONS)[name]


def other_words(query):
    """[word]: other words for the trouble that a search speaks of, out of the city's own list."""
    return import_string(settings.KYODO_OTHER_WORDS)(query)


def off_the_page(kind, *object_ids):
    """Something left the public pages of these records ("partner", "project" …): no search finds it there any more."""
    import_string(settings.KYODO_OFF_THE_PAGE)(kind, *object_ids)


def words_off_the_pages(words):
    """Nobody is called by these words any more: no search finds a page by them, or shows what it said, before it is read again."""
    import_string(settings.KYODO_WORDS_OFF_THE_PAGES)(words)


def misfit():
    """One sentence that says why the database is not the one that this code expects; "" where it is. One query."""
    return import_string(settings.KYODO_MISFIT)()


def city_row():
    """{name: value} of 市の情報 as its row says it, None where no staff has saved one yet. One query."""
    return import_string(settings.KYODO_CITY_ROW)()


def texts_in_force():
    """「利用規約 第2版、個人情報の取り扱い ひな形」: to what somebody agrees who signs up today. One query."""
    return import_string(settings.KYODO_TEXTS_IN_FORCE)()


def queue_mail(to, subject, body, *, secret=False):
    """Put one mail in the outbox; `secret`: its body is erased once it was sent."""
    return import_string(settings.KYODO_QUEUE_MAIL)(to, subject, body, secret=secret)


def use_key(form_key, *, by, model):
    """Write down that this one-time key of a page of the admin makes a row of `model`; IntegrityError where it did already."""
    return import_string(f"{settings.KYODO_ONCE}.use_key")(form_key, by=by, model=model)


def made_with_key(form_key, *, by, model):
    """The row that this person made with this one-time key, or None."""
    return import_string(f"{settings.KYODO_ONCE}.made_with_key")(form_key, by=by, model=model)


def note_made(row, made):
    """Write down which row came of a used key (what `use_key` returned)."""
    return import_string(f"{settings.KYODO_ONCE}.note_made")(row, made)


def record(act, *, by, target=None, note="", **more):
    """Write one event of the audit trail, in the caller's transaction (audit/actions.py)."""
    return import_string(settings.KYODO_RECORD)(act, by=by, target=target, note=note, **more)


def written_on(row, most):
    """What the audit trail says about the writing of this row, the newest first (audit/written.py)."""
    return import_string(settings.KYODO_WRITTEN_ON)(row, most)


def notify(users, *, title, body, url, key, by=None):
    """Tell each of these people once of the event `key`: in the inbox, and by mail; `by`, who did it, gets no mail."""
    return import_string(settings.KYODO_NOTIFY)(users, title=title, body=body, url=url, key=key, by=by)


def nobody_told(subject, role, *, title, body, event):
    """A step of this matter tells a role in which nobody has an account (partners/errands): it is said in another way."""
    import_string(f"{settings.KYODO_NOBODY_TOLD}.nobody_told")(subject, role, title=title, body=body, event=event)


def told_by_mistake(event, *, key, for_good):
    """What was to be said in another way of this event need not be said any more, or is put right under `key`; how many there were."""
    return import_string(f"{settings.KYODO_NOBODY_TOLD}.told_by_mistake")(event, key=key, for_good=for_good)


def frozen_years(project):
    """[年度] whose frozen list names this entry of the ledger, the earliest first (projects/snapshots)."""
    return import_string(settings.KYODO_FROZEN_YEARS)(project)


def what_letters_tell():
    """What letters tell of bodies that could be brought together (partners/requests/experience.py): whose people they take no letters
    of (`apart`), and which of them answer in time (`in_time`). One query."""
    return import_string(f"{settings.KYODO_LETTERS}.what_letters_tell")()


def letters_in_numbers(first, last):
    """How many letters of these days (dates, both included) ended how, and how fast they were answered. One query."""
    return import_string(f"{settings.KYODO_LETTERS}.letters_in_numbers")(first, last)


def answer_day_moved(offer, *, by):
    """The day by which an offer promises who applied an answer is another one: their letters follow it, and they are told
    (partners/requests/day_actions.py)."""
    import_string(settings.KYODO_ANSWER_DAY_MOVED)(offer, by=by)


def parties_of(user):
    """The parties that somebody is today, as words: `p12` of partner 12, `v12` who only reads there, `r12` its representative, `s` the secretariat … (process/task_models.py)."""
    return import_string(settings.KYODO_PARTIES)(user)


def task_sources():
    """[TaskSource] of everything that asks for tasks besides the tables (process/task_rows.py)."""
    return [import_string(path) for path in settings.KYODO_TASK_SOURCES]


def call_copied(source, call, *, criteria):
    """A 募集回 was made out of another one: what higher rooms keep of `source` is copied too. criteria: {key of one of its Criterion: the copy}."""
    import_string(settings.KYODO_CALL_COPIED)(source, call, criteria=criteria)


def photo_places():
    """[PhotoPlace] of every kind of page that shows photographs (process/photo_places.py)."""
    return [import_string(path) for path in settings.KYODO_PHOTO_PLACES]


def letter_kinds():
    """[LetterKind] of every process that writes 通知書 (kyodo_portal/letters/kinds.py)."""
    return [import_string(path) for path in settings.KYODO_LETTER_KINDS]


def letters_follow(subject, row, change, *, by, undone=None):
    """This step of the matter was taken: a 通知書 is drafted where its step has a template, and what spoke of a step that is taken back
    is put aside (kyodo_portal/letters/step_actions.py)."""
    import_string(settings.KYODO_LETTERS_FOLLOW)(subject, row, change, by=by, undone=undone)


def reason_examples(process, step):
    """[ReasonExample] of this step that are in use, in their order (kyodo_portal/letters/reasons.py). One query."""
    return import_string(settings.KYODO_REASON_EXAMPLES)(process, step)
