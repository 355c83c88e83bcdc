"""The desk's screens about petitions and signatures."""

from petitions.admin.export_file import ExportFileAdmin
from petitions.admin.export_log import ExportLogAdmin
from petitions.admin.handover import HandoverFileAdmin
from petitions.admin.paper_batch import PaperBatchAdmin
from petitions.admin.petition import PetitionAdmin
from petitions.admin.report import ReportAdmin
from petitions.admin.response import ResponseAdmin
from petitions.admin.rule import RuleAdmin
from petitions.admin.signature import SignatureAdmin

__all__ = [
    "ExportFileAdmin",
    "ExportLogAdmin",
    "HandoverFileAdmin",
    "PaperBatchAdmin",
    "PetitionAdmin",
    "ReportAdmin",
    "ResponseAdmin",
    "RuleAdmin",
    "SignatureAdmin",
]
