"""Signing up, leaving, taking a free seat; what the host enters, takes off, draws and ticks. Each locks the event first."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from kyodo_portal.accounts.limits import DAY, spend_of_line
from kyodo_portal.audit.actions import record
from kyodo_portal.process.once import create_once

from .access import can_see_signups
from .line_actions import draw, given_back, given_up, offer_seats, placed
from .models import Event
from .signup_models import Signup
from .tell_actions import tell, tell_in_place

State = Signup.State
LINE_A_DAY = 30  # sign-ups without an account from one line (networks.line_of)
OVER = "申込みは、もう受け付けていません。"
TAKEN_OFF, PUT_BACK = "申込みが取り消されました", "申込みをもどしました"
MOVED_BY_LINE = ["state", "place", "offered_until", "kept_until", "kept_place", "kept_offer", "updated_at"]
ALREADY = "もう申し込んでいます。人数などを変えるときは、とりやめてから、もう一度申し込んでください。"


def sign_up(event, *, form_key, name, people, needs=(), needs_note="", phone="", user=None, mail="", line=""):
    """Somebody signs up on the page: with an account, or as a guest whose address was proven. Returns the Signup.

    EditConflict where the same page said something else before. Who left comes back at the end of the line; who left by mistake a moment
    ago, where that was. ValidationError where nothing can be signed up for, or twice. line: of a guest, to be counted.
    """
    said = {"name": name, "people": people, "needs": list(needs), "needs_note": needs_note, "phone": phone}
    own = {"user_id": user.pk} if user is not None else {"mail": mail}

    def make():
        row = locked(event)
        if not row.takes_signups:
            raise ValidationError(OVER)
        if people > row.most_people:
            raise ValidationError(f"1回に申し込めるのは、{row.most_people}人までです。")
        if row.capacity is not None and people > row.capacity:
            raise ValidationError(f"定員は{row.capacity}人です。")
        if user is None and not spend_of_line("signup-line", line, LINE_A_DAY, DAY):
            raise ValidationError("ここから今日申し込める数を超えました。電話で申し込んでください。")
        former = row.signups.select_for_update().filter(**own).first()
        if former is not None and former.state != State.OUT:
            raise ValidationError(ALREADY)
        made = former or Signup(event=row, channel=Signup.Channel.WEB, user=user, mail=mail)
        return _put_in(row, made, said | {"form_key": form_key})

    return create_once(Signup, form_key, make, theirs={"event_id": event.pk, **own}, said=said)


def enter_signup(event, *, by, form_key, channel, name, people, needs=(), needs_note="", phone=""):
    """The host writes down who called, wrote or came by; after the last day too, until it is over."""
    said = {"name": name, "people": people, "needs": list(needs), "needs_note": needs_note, "phone": phone}

    def make():
        row = locked(event, by)
        if row.is_cancelled or row.is_over:
            raise ValidationError(OVER)
        made = Signup(event=row, channel=channel, entered_by=by)
        made = _put_in(row, made, said | {"form_key": form_key})
        record("signup", by=by, target=row, note=made.get_channel_display())
        return made

    return create_once(Signup, form_key, make, theirs={"event_id": event.pk})


def _put_in(event, signup, said):
    for name, value in said.items():
        setattr(signup, name, value)
    placed(event, signup, place=signup.kept_place if signup.is_kept else None).save()
    title = "申し込みました" if signup.state == State.IN else "キャンセル待ちに入りました"
    body = f"{signup.people}人で申し込みました。" + ("" if signup.state == State.IN else "席が空くと、順にお知らせします。")
    if event.signup == Event.SignupWay.LOT and event.drawn_at is None:
        title, body = "抽選に申し込みました", f"{signup.people}人で申し込みました。締切のあとに抽選し、結果をお知らせします。"
    if signup.user_id or signup.mail:
        tell(event, [signup], title, body, f"signup:{signup.pk}:{signup.form_key}", by=None)
    return signup


@transaction.atomic
def leave(signup, *, by=None):
    """It is given up; a free seat goes to the first in the line who fits, once the press can no more be taken back for nothing. by: the
    host's user who takes it off, None for the person."""
    row, event = _locked_signup(signup, by)
    if row.state in (State.IN, State.WAITING, State.OFFERED):
        given_up(row).save(update_fields=MOVED_BY_LINE)
        if by is not None:
            record("signup-out", by=by, target=event)
            _tell_off_or_on(
                event, row, TAKEN_OFF, "わけがわからないときは、開く団体・課に聞いてください。", by=by, other=PUT_BACK
            )
        offer_seats(event, by=by or row.user)
    return row


@transaction.atomic
def put_back(signup, *, by):
    """The host takes back that somebody was taken off: in where there is room, otherwise at the place in the line that it had."""
    row, event = _locked_signup(signup, by)
    if row.state == State.OUT:
        if event.is_cancelled:
            raise ValidationError(OVER)
        waited = row.kept_place is not None
        is_as_before = given_back(event, row)
        row.save(update_fields=MOVED_BY_LINE)
        record("signup-back", by=by, target=event)
        title, body = PUT_BACK, "取消しは、まちがいでした。"
        if row.state == State.IN and not is_as_before:
            body += "席があるので、参加できます。"
        elif row.state == State.WAITING and not waited:
            title = "キャンセル待ちに入りました"
        _tell_off_or_on(event, row, title, body, by=by, other=TAKEN_OFF, takes_back=is_as_before)
    return row


@transaction.atomic
def take_seat(signup, *, by=None):
    """The offered seat is taken: by the person, or by the host after a call. ValidationError where the time for it is over."""
    row, event = _locked_signup(signup, by)
    if row.state == State.IN:
        return row
    if row.state != State.OFFERED or row.offered_until < timezone.now() or event.is_cancelled:
        raise ValidationError("返事の期限がすぎたので、席は次の人に回りました。")
    row.state, row.offered_until = State.IN, None
    row.save(update_fields=["state", "offered_until", "updated_at"])
    return row


@transaction.atomic
def draw_lot(event, *, by):
    """Draw, once, after the last day to sign up; everybody is told. ValidationError before it."""
    row = locked(event, by)
    if row.drawn_at or row.signup != Event.SignupWay.LOT:
        return row
    if timezone.now() < row.last_moment:
        raise ValidationError("抽選は、申込みの締切のあとにできます。")
    come, wait = draw(row)
    row.drawn_at = timezone.now()
    row.save(update_fields=["drawn_at", "updated_at"])
    tell(
        row,
        come,
        "抽選に当たりました",
        "当日お待ちしています。来られなくなったときは、画面でとりやめてください。",
        "drawn",
        by=by,
    )
    tell(row, wait, "抽選に外れました", "席が空くと、順にお知らせします。", "not-drawn", by=by)
    record("signup-draw", by=by, target=row, rows=len(come) + len(wait))
    return row


@transaction.atomic
def mark_who_came(event, *, by, ticked, unticked):
    """These rows (keys) were ticked, and of these the tick was taken away; what others ticked meanwhile stays. Two queries of writing."""
    row = locked(event, by)
    row.signups.filter(state=State.IN, pk__in=ticked).update(state=State.CAME, updated_at=timezone.now())
    row.signups.filter(state=State.CAME, pk__in=unticked).update(state=State.IN, updated_at=timezone.now())
    record("signup-came", by=by, target=row, rows=len(ticked) + len(unticked))


def _tell_off_or_on(event, signup, title, body, *, by, other, takes_back=False):
    """Who has an account or a proven address is told, after a while; the host who did it knows already whom to call."""
    if signup.user_id or signup.mail:
        about = f"signup-{signup.pk}"
        tell_in_place(event, [signup], title, body, by=by, about=about, other=other, takes_back=takes_back)


def locked(event, by=None):
    """The row, locked with its host read. by: PermissionDenied for who does not see its sign-ups."""
    row = Event.objects.select_for_update(of=("self",)).select_related("host").get(pk=event.pk)
    if by is not None and not can_see_signups(by, row):
        raise PermissionDenied
    return row


def _locked_signup(signup, by):
    event = locked(signup.event, by)
    return event.signups.select_for_update(of=("self",)).select_related("user").get(pk=signup.pk), event
