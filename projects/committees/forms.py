"""A seat in a committee and a meeting of it, as the secretariat writes them in the admin."""

from django import forms
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError

from kyodo_portal.accounts.models import UNPROVEN
from kyodo_portal.common.forms.fields import JaEmailField

from .meeting_models import CommitteeMeeting
from .models import CommitteeSeat


class SeatForm(forms.ModelForm):
    """Whoever writes remarks in the portal is known by the address with which they sign in; the others need none."""

    email = JaEmailField(
        label="委員のメールアドレス",
        required=False,
        help_text="ポータルで意見を書く人だけ。サインインするときのメールアドレスを入れます。紙や会議で意見を出す人は空けておきます。",
    )

    class Meta:
        model = CommitteeSeat
        fields = ["name", "belongs", "category", "is_chair", "email", "since", "until", "follows"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk and self.instance.user:
            self.initial["email"] = self.instance.user.email

    def clean_email(self):
        email = self.cleaned_data["email"]
        if not email:
            self.instance.user = None
            return email
        user = get_user_model().objects.filter(email__iexact=email, is_active=True).first()
        if user is None:
            raise ValidationError("このメールアドレスの利用者がいません。先に、本人に利用者登録をしてもらってください。")
        if get_user_model().objects.unproven().filter(pk=user.pk).exists():
            raise ValidationError(UNPROVEN)
        self.instance.user = user
        return email

    def clean(self):
        data = super().clean()
        if data.get("since") and data.get("until") and data["until"] < data["since"]:
            self.add_error("until", "「いつまで」は、「いつから」の日か、それより後の日にしてください。")
        if data.get("since") and self.instance.user_id and self.instance.committee_id and self._sits_already(data):
            self.add_error(
                "since", "この人の席が、同じ時期にもうあります。前の席の「いつまで」を入れてから、次の席を足してください。"
            )
        if data.get("follows") is not None and data["follows"].pk == self.instance.pk:
            self.add_error("follows", "その人自身の席は選べません。前の人の席を選んでください。")
        return data

    def _sits_already(self, data):
        others = CommitteeSeat.objects.filter(committee=self.instance.committee_id, user=self.instance.user_id)
        others = others.exclude(pk=self.instance.pk)
        until = data.get("until")
        return any(
            (until is None or seat.since <= until) and (seat.until is None or seat.until >= data["since"]) for seat in others
        )


class MeetingForm(forms.ModelForm):
    """An announced meeting keeps what its announcement needs."""

    class Meta:
        model = CommitteeMeeting
        fields = [
            "committee", "number", "on", "starts", "ends", "place", "agenda", "closed_why", "listening", "attendees", "minutes",
        ]  # fmt: skip

    def clean(self):
        data = super().clean()
        starts, ends = data.get("starts"), data.get("ends")
        if ends and not starts:
            self.add_error("starts", "「何時まで」を入れるときは、「何時から」も入れてください。")
        elif starts and ends and ends <= starts:
            self.add_error("ends", "「何時まで」は、「何時から」より後の時刻にしてください。")
        for name in ("starts", "ends", "place") if self.instance.announced_at else ():
            if name in self.fields and not data.get(name) and name not in self.errors:
                self.add_error(name, f"知らせた会議なので、「{self.fields[name].label}」は空にできません。")
        if self.instance.minutes_at and not (data.get("minutes") or "").strip():
            self.add_error("minutes", "会議録を公表しているので、空にできません。先に、会議のページで公表をやめてください。")
        return data
