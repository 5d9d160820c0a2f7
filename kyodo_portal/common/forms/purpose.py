"""What a table with people's data is taken out of the portal for (個人情報保護法61条・69条: 利用目的)."""

from .base import KyodoForm
from .fields import LineField

TAKE = "_take"  # the name of the button


class PurposeForm(KyodoForm):
    """Asked before such a table leaves; the audit trail keeps the answer."""

    form_id = "take-out"
    buttons = [(TAKE, "エクセルで取り出す", "")]

    purpose = LineField(
        label="何に使いますか",
        max_length=200,
        help_text="例：総会の案内を送るため。操作の記録に残ります。人のお名前は書かないでください。",
    )
