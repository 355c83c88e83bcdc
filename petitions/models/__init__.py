from petitions.models.area import AreaCount
from petitions.models.card import Card
from petitions.models.export import ExportFile, ExportLog, ExportPart
from petitions.models.handover import HandoverFile, HandoverKit
from petitions.models.next_one import NextPetition
from petitions.models.outcome import Outcome
from petitions.models.paper import PaperBatch, PaperRow
from petitions.models.petition import Petition
from petitions.models.report import Report
from petitions.models.response import Response
from petitions.models.rule import Rule, RuleRow
from petitions.models.signature import CHANGED_AT, Signature

__all__ = [
    "CHANGED_AT",
    "AreaCount",
    "Card",
    "ExportFile",
    "ExportLog",
    "ExportPart",
    "HandoverFile",
    "HandoverKit",
    "NextPetition",
    "Outcome",
    "PaperBatch",
    "PaperRow",
    "Petition",
    "Report",
    "Response",
    "Rule",
    "RuleRow",
    "Signature",
]
