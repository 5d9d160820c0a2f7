"""The person who signs in. What somebody may do never stands here: it follows from memberships and seats."""

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.functional import cached_property

from kyodo_portal.common import upwards
from kyodo_portal.common.forms.mail import MailField, clean_mail

# Where a part is to be given to a sign-up of which nobody knows yet whose it is.
UNPROVEN = "この人は、まだメールアドレスを確かめていません。先に、本人にメールの番号でサインインしてもらってください。"

GONE = "退会した人"


class UserQuerySet(models.QuerySet):
    def unproven(self):
        """Sign-ups whose mailbox nobody has proven: anybody may have made them, in anybody's name."""
        waiting = self.filter(last_login=None, is_superuser=False, emailaddress__isnull=False)
        return waiting.exclude(emailaddress__verified=True).distinct()


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):
    """Makes users whose e-mail address is the log-in name."""

    def create_user(self, email, password=None, **fields):
        user = self.model(email=clean_mail(email, sure=True), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email, password=None, **fields):
        """The keeper of the system; the trail says that one was made, whichever command or page did it."""
        user = self.create_user(email, password, is_superuser=True, **fields)
        upwards.record("rights", by=None, target=user, note="システム管理者として登録した（コマンドから）")
        return user

    def get_by_natural_key(self, email):
        return self.get(email__iexact=email)


class User(AbstractBaseUser, PermissionsMixin):
    """One person. City staff, representatives and panel members are all users; dated memberships tell them apart."""

    email = MailField("メールアドレス", max_length=254, unique=True)
    name = models.CharField("お名前", max_length=100, blank=True)
    is_active = models.BooleanField("使える", default=True, help_text="外すと、すぐにサインインできなくなります。")
    date_joined = models.DateTimeField("登録した日時", auto_now_add=True)

    agreed_to = models.CharField("同意した文", max_length=100, blank=True)  # which versions, as they were called at the sign-up

    second_factor_until = models.DateTimeField(
        "外で2段階の確認を用意できる期限", null=True, blank=True
    )  # a permit: once, for a day

    # What the office's own sign-in calls this person (a mail address or an employee number): an administrator's word that they belong
    # together. By it they are met once; from then on by what the provider never changes (outside_actions.py).
    office_account = models.CharField(
        "職員認証での名前",
        max_length=254,
        blank=True,
        help_text="職員のアカウントのメールアドレスか職員番号。入れると、本人がそれでサインインできます。",
    )

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = []
    objects = UserManager()
    public_columns = ()  # a person is known to those who work together; access.py of each matter says who that is
    rights_columns = ("is_active", "is_superuser")

    class Meta:
        verbose_name = verbose_name_plural = "利用者"
        ordering = ["email"]
        constraints = [
            models.UniqueConstraint(Lower("email"), name="user_email_any_case"),
            models.UniqueConstraint(
                Lower("office_account"),
                condition=~Q(office_account=""),
                name="user_office_account_any_case",
                violation_error_message="この「職員認証での名前」は、ほかの利用者に入れてあります。どちらの人のものか、確かめてください。",
            ),
        ]

    def __str__(self):
        return self.name or (GONE if self.is_erased else self.email)

    @property
    def is_erased(self):
        """The account was closed, and what it said of the person is gone (personal/erasing_actions.py)."""
        return not self.is_active and self.email.startswith("erased-") and self.email.endswith("@account.invalid")

    @cached_property
    def is_staff(self):
        """True for a superuser and for whoever works in a city office today (rule 5: roles come from data)."""
        return self.is_active and (self.is_superuser or upwards.is_city_staff(self))

    @property
    def will_be_staff(self):
        """Staff today, from a later day on, or as soon as an invitation that waits is accepted. Two queries where not today."""
        waiting = Invitation.objects.open().staff().filter(email__iexact=self.email)
        return self.is_staff or self.is_active and (upwards.will_be_city_staff(self) or waiting.exists())

    @property
    def has_permit(self):
        """Whether an administrator has permitted to set up a second factor from anywhere, and the day is not over."""
        return self.second_factor_until is not None and self.second_factor_until > timezone.now()

    @cached_property
    def rights(self):
        """What access modules have asked of the database about this person, kept as long as this object: one request."""
        return {}

    def forget_rights(self):
        """Ask anew from here on: somebody has just joined or left a group."""
        for name in ("rights", "is_staff"):
            self.__dict__.pop(name, None)

    def get_full_name(self):
        return self.name

    def get_short_name(self):
        return str(self)


class InvitationQuerySet(models.QuerySet):
    def open(self):
        """Neither accepted nor withdrawn, and not run out."""
        return self.filter(accepted_at__isnull=True, withdrawn_at__isnull=True, expires_at__gt=timezone.now())

    def staff(self):
        """Those to an office of the city."""
        return self.filter(kind="staff")

    def to(self, kind, target):
        """Those to one place."""
        return self.filter(kind=kind, target=str(target))


class Invitation(models.Model):
    """招待: a place that waits for whoever proves this mailbox. The mail alone holds the word that opens it; here lies its hash.

    kind: a name of settings.KYODO_INVITATIONS, which says what `target` is and what accepting it makes.
    """

    kind = models.CharField("種類", max_length=20)
    target = models.CharField("どこへ", max_length=40)
    email = MailField("メールアドレス", max_length=254)
    token_hash = models.CharField("鍵のハッシュ", max_length=64, unique=True, editable=False)
    part = models.CharField("役", max_length=16)
    since = models.DateField("いつから")
    until = models.DateField("いつまで", null=True, blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", editable=False, verbose_name="招いた人")
    at = models.DateTimeField("招いた日時", auto_now_add=True)
    expires_at = models.DateTimeField("招待の期限", editable=False)
    accepted_at = models.DateTimeField("受けた日時", null=True, blank=True, editable=False)
    accepted_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", editable=False, verbose_name="受けた人"
    )
    withdrawn_at = models.DateTimeField("取り消した日時", null=True, blank=True, editable=False)
    form_key = models.UUIDField("一度きりの鍵", null=True, blank=True, unique=True, editable=False)

    public_columns = ("kind", "target", "part", "since", "until", "at", "expires_at", "accepted_at", "withdrawn_at")

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "招待"
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="invitation_until_after_since", condition=Q(until__isnull=True) | Q(until__gte=F("since"))
            ),
            models.CheckConstraint(
                name="invitation_accepted_paired",
                condition=Q(accepted_at__isnull=True, accepted_by__isnull=True)
                | Q(accepted_at__isnull=False, accepted_by__isnull=False, withdrawn_at__isnull=True),
            ),
            models.UniqueConstraint(
                fields=["kind", "target", "email"],
                condition=Q(accepted_at__isnull=True, withdrawn_at__isnull=True),
                name="invitation_one_open",
            ),
        ]

    def __str__(self):
        return f"{self.kind} {self.target}"


class HelperCodeQuerySet(models.QuerySet):
    def live(self):
        """Not taken back, and the day is not over."""
        return self.filter(ended_at__isnull=True, expires_at__gt=timezone.now())


class HelperCode(models.Model):
    """いっしょに見る番号: until midnight one helper, signed in as themselves, reads and fills one draft. Here lies the digits' hash.

    about: which draft, as `registration:12`; helper: empty until somebody has typed the digits.
    """

    about = models.CharField("どの下書き", max_length=80)
    code_hash = models.CharField("番号のハッシュ", max_length=64, editable=False)
    by = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+", verbose_name="番号を出した人")
    helper = models.ForeignKey(User, on_delete=models.CASCADE, null=True, blank=True, related_name="+", verbose_name="手伝う人")
    tries = models.PositiveSmallIntegerField("まちがえた回数", default=0)
    at = models.DateTimeField("番号を出した日時", auto_now_add=True)
    expires_at = models.DateTimeField("いつまで")
    ended_at = models.DateTimeField("終えた日時", null=True, blank=True)

    public_columns = ()

    objects = HelperCodeQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "いっしょに見る番号"
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["about"], condition=Q(ended_at__isnull=True), name="helper_code_one_live"),
            models.CheckConstraint(name="helper_code_of_another", condition=Q(helper__isnull=True) | ~Q(helper=F("by"))),
        ]

    def __str__(self):
        return self.about


class Counter(models.Model):
    """How often something was done in one stretch of time; limits.py spends and gives back. Rows go after ninety days at most."""

    key = models.CharField("鍵", max_length=80)  # what is counted, and a keyed hash of whose: never an address
    window = models.DateTimeField("数え始め", db_index=True)
    n = models.PositiveIntegerField("回数", default=0)

    public_columns = ()

    class Meta:
        verbose_name = verbose_name_plural = "回数"
        constraints = [models.UniqueConstraint(fields=["key", "window"], name="counter_once_per_window")]

    def __str__(self):
        return f"{self.key} {self.n}"
