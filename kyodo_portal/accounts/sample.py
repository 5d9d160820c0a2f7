"""The people of the sample city: shown on its sign-in page, made by `manage.py seed_sample`. Never on a real site."""

PASSWORD = "mihon-kyodo-2026"  # noqa: S105  public on purpose
LOGINS = [
    ("jumin@example.jp", "住民"),
    ("dantai@example.jp", "団体の代表"),
    ("dantai2@example.jp", "もう1つの団体の代表"),
    ("kosharu@example.jp", "コーディネーター（中間支援）"),
    ("tanto@example.jp", "担当課（子ども課）の職員"),
    ("shinsa@example.jp", "審査委員"),
    ("jimukyoku@example.jp", "事務局の職員"),
    ("kanri@example.jp", "システム管理者"),
]
