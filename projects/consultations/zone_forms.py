"""Passphrases, codes and numbers. Every secret box is called password…: no page ever gives back what was typed into it."""

from django import forms

from kyodo_portal.common.forms.base import KyodoForm
from kyodo_portal.common.forms.choice_fields import TickField
from kyodo_portal.common.forms.spoken import LabelledErrors
from kyodo_portal.common.sealed import normal

LEAST = 16  # letters of a passphrase that somebody makes up


class SecretField(LabelledErrors, forms.CharField):
    """A box whose letters are hidden and which comes back empty."""

    def __init__(self, *, new=False, **kwargs):
        hidden = forms.PasswordInput(attrs={"autocomplete": "new-password" if new else "off", "spellcheck": "false"})
        super().__init__(widget=hidden, max_length=200, strip=False, **kwargs)


class PassphraseForm(KyodoForm):
    """Open the zone, or show one's own number: one's passphrase."""

    buttons = [("open", "封を開ける", "")]

    password = SecretField(label="合言葉")


class NewPassphraseForm(KyodoForm):
    """A passphrase twice."""

    buttons = [("make", "この合言葉で用意する", "")]

    password = SecretField(
        label="合言葉",
        new=True,
        help_text=f"上の5つの語か、自分で決めた{LEAST}文字以上のことば。サインインのパスワードとは別にしてください。",
    )
    password2 = SecretField(label="合言葉をもう一度", new=True)

    def clean(self):
        data = super().clean()
        first, again = (normal(data.get(name) or "") for name in ("password", "password2"))
        if first and len(first) < LEAST:
            self.add_error("password", f"合言葉を{LEAST}文字以上にしてください。空きは数えません。")
        elif first and again and first != again:
            self.add_error("password2", "2つの合言葉がちがいます。同じものを入れてください。")
        elif first and len(set(first)) < 6:
            self.add_error("password", "同じ文字のくり返しは、すぐに当てられます。ほかのことばにしてください。")
        return data


class RenewRingForm(NewPassphraseForm):
    """The same in the place of a pair that one has: what was given to that one is gone."""

    buttons = [("make", "新しい合言葉で作り直す", "")]

    sure = TickField(label="いまの鍵では、もう開けられなくなることが分かりました")


class CodeForm(KyodoForm):
    """The recovery code, off the paper."""

    buttons = [("try", "番号を確かめる", "")]

    password_code = SecretField(
        label="予備の番号（24文字）", help_text="紙に書いた番号です。あいだの線は、なくてもかまいません。"
    )


class RecoverForm(CodeForm):
    buttons = [("try", "鍵を受け取って開ける", "")]

    password = SecretField(label="自分の合言葉")


class HandForm(KyodoForm):
    """Hand the key to one colleague: the number that both screens show."""

    buttons = [("hand", "鍵を渡す", "")]

    number = forms.CharField(widget=forms.HiddenInput, max_length=24)
    same = TickField(label="相手の画面と同じ照合番号です（声に出して確かめました）")


class SureForm(KyodoForm):
    """A press that cannot be taken back says so first."""

    buttons = [("renew", "鍵を新しくする", "")]

    sure = TickField(label="前の予備の番号が使えなくなり、ほかの人に鍵を渡し直すことが分かりました")
