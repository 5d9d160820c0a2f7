"""The admin's pages of this app: one module per part, imported here so that Django finds them."""

from projects.applications import admin as applications  # noqa: F401
from projects.asks import admin as asks  # noqa: F401
from projects.calls import admin as calls  # noqa: F401
from projects.cases import admin as cases  # noqa: F401
from projects.committees import admin as committees  # noqa: F401
from projects.cycles import admin as cycles  # noqa: F401
from projects.cycles.check import admin as check  # noqa: F401
from projects.grants import admin as grants  # noqa: F401
from projects.handover import admin as handover  # noqa: F401
from projects.inventory import admin as inventory  # noqa: F401
from projects.ledger import admin as ledger  # noqa: F401
from projects.opinions import admin as opinions  # noqa: F401
from projects.proposals import admin as proposals  # noqa: F401
from projects.proposals import sign_off_admin as sign_offs  # noqa: F401
from projects.proposals.conflicts import admin as conflicts  # noqa: F401
from projects.proposals.joint import admin as joint  # noqa: F401
from projects.reorganisations import admin as reorganisations  # noqa: F401
from projects.report import admin as report  # noqa: F401
from projects.reviews import admin as reviews  # noqa: F401
from projects.snapshots import admin as snapshots  # noqa: F401
from projects.specs import admin as specs  # noqa: F401
from projects.voices import admin as voices  # noqa: F401
