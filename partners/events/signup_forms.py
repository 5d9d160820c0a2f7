"""What is asked of who signs up, and of the host who writes somebody down."""

from django import forms

from kyodo_portal.common.forms.base import KyodoForm
from kyodo_portal.common.forms.choice_fields import ChoiceField, MultipleChoiceField
from kyodo_portal.common.forms.fields import JaEmailField, LineField, PhoneField
from kyodo_portal.common.forms.number_fields import CountField
from partners.requests.forms import CodeForm

from .models import NEEDS
from .signup_models import Signup
from .texts import signing_up

HELP = [*NEEDS, ("other", "そのほか（下に書く）")]
BY_HOST = [pair for pair in Signup.Channel.choices if pair[0] != Signup.Channel.WEB]


class SignupForm(KyodoForm):
    """One sign-up. Who has an account gives no address: notices reach the inbox. left: seats, None without a capacity."""

    with_key = True
    name = LineField(label="お名前", max_length=60, help_text="開く団体・課の人だけが見ます。")
    mail = JaEmailField(
        label="メールアドレス", max_length=254, help_text="6けたの数字を送って確かめます。中止や変更も、ここにお知らせします。"
    )
    people = CountField(label="何人で来ますか", least=1, most=50, unit="人", example="2", initial=1)
    needs = MultipleChoiceField(label="手伝いがいること", choices=HELP, required=False)
    needs_note = LineField(label="手伝いがいることのくわしいこと", max_length=300, required=False)
    phone = PhoneField(label="電話", max_length=20, required=False, help_text="急な中止のときに、電話することがあります。")

    def __init__(self, *args, event, left, is_guest=False, **kwargs):
        super().__init__(*args, **kwargs)
        self.said = signing_up(event, left)
        self.fields["people"].most = event.most_people
        if event.most_people == 1:
            del self.fields["people"]
        if not is_guest:
            del self.fields["mail"]
        self.buttons = [("send", f"メールを確かめて{self.said}" if is_guest else self.said, "")]

    @property
    def values(self):
        """What the action takes, without the address."""
        data = self.cleaned_data
        return {name: data[name] for name in ("name", "needs", "needs_note", "phone")} | {"people": data.get("people") or 1}


class EnterForm(KyodoForm):
    """Somebody who called, wrote or came by."""

    with_key = True
    buttons = [("enter", "申込みに入れる", "")]
    channel = ChoiceField(label="どこから", choices=BY_HOST, widget=forms.RadioSelect, initial=Signup.Channel.PHONE)
    name = LineField(label="お名前", max_length=60)
    people = CountField(label="人数", least=1, most=500, unit="人", example="2", initial=1)
    phone = PhoneField(
        label="電話", max_length=20, required=False, help_text="キャンセル待ちの席が空いたときや中止のときに、ここへ電話します。"
    )
    needs = MultipleChoiceField(label="手伝いがいること", choices=HELP, required=False)
    needs_note = LineField(label="手伝いがいることのくわしいこと", max_length=300, required=False)


class ProveForm(CodeForm):
    """The digits of a guest, and what they do. left: seats, None without a capacity."""

    def __init__(self, *args, event, left, **kwargs):
        self.said = f"確かめて{signing_up(event, left)}"
        super().__init__(*args, **kwargs)
