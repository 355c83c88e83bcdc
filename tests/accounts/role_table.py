"""Who may what at the desk, address by address. A new address needs a row here, written by hand.

Where nobody stands in both, nobody may, or the world of the tests has no such row (an experiment under
way, people to thank): their own tests say who.

A row is (opens it, does it): the letters of those who are not refused when they GET it, and when they
POST the sample below. Everybody, in this order:
V viewer · O organiser · D data officer · W owner, each of our organisation; M moderator and
A administrator of the site; F owner of another organisation; S works here without a role;
P a supporter with a sign-in; N nobody. All of them ask for *our* organisation's row, so F, S, P and N
stand only where there is no row in the address, and then see nothing of ours (`test_scoping`).
"""

from typing import Any

from accounts.models import Organisation
from causes.models import Support
from petitions.models import Signature
from tests.accounts.world import World

Sample = tuple[dict[str, Any], dict[str, Any]]  # what fills the address, and what is posted

ROWS: dict[str, tuple[str, str]] = {
    # --- the desk itself ---
    "app_list": ("VODWMAF", "VODWMAF"),
    "autocomplete": ("", ""),
    "index": ("VODWMAFS", "VODWMAFS"),
    "jsi18n": ("VODWMAFS", ""),
    "login": ("", ""),
    "logout": ("PN", "VODWMAFSPN"),
    "password_change": ("VODWMAFS", "VODWMAFS"),
    "password_change_done": ("VODWMAFS", ""),
    "waiting": ("ODWMAF", ""),
    # --- accounts: audit ---
    "accounts_audit_add": ("", ""),
    "accounts_audit_change": ("DWA", ""),
    "accounts_audit_changelist": ("DWAF", "DWAF"),
    "accounts_audit_delete": ("", ""),
    "accounts_audit_history": ("DWA", "DWA"),
    # --- accounts: lists brought in ---
    "accounts_listimport_add": ("DWF", "DWF"),
    "accounts_listimport_change": ("DW", ""),
    "accounts_listimport_changelist": ("DWF", "DWF"),
    "accounts_listimport_delete": ("", ""),
    "accounts_listimport_discard": ("", "DW"),
    "accounts_listimport_history": ("DW", "DW"),
    "accounts_listimport_start": ("", "DW"),
    "accounts_listimport_undo": ("", "DW"),
    # --- accounts: membership ---
    "accounts_membership_add": ("WAF", "WAF"),
    "accounts_membership_change": ("WA", "WA"),
    "accounts_membership_changelist": ("WAF", "WAF"),
    "accounts_membership_delete": ("WA", "WA"),
    "accounts_membership_history": ("WA", "WA"),
    # --- accounts: organisation ---
    "accounts_organisation_add": ("A", "A"),
    "accounts_organisation_change": ("VODWMA", "WA"),
    "accounts_organisation_changelist": ("VODWMAF", "VODWMAF"),
    "accounts_organisation_delete": ("", ""),
    "accounts_organisation_history": ("VODWMA", "VODWMA"),
    # --- accounts: what people ask about their own data ---
    "accounts_suppressed_add": ("", ""),
    "accounts_suppressed_change": ("DW", ""),
    "accounts_suppressed_changelist": ("DWF", "DWF"),
    "accounts_suppressed_delete": ("", ""),
    "accounts_suppressed_history": ("DW", "DW"),
    "accounts_suppressed_person": ("", "DWF"),  # F is told that our organisation is none of theirs
    "accounts_suppressed_retention": ("DWF", ""),
    # --- accounts: user ---
    "accounts_user_add": ("A", "A"),
    "accounts_user_change": ("WA", "A"),
    "accounts_user_changelist": ("VODWMAFS", "VODWMAFS"),
    "accounts_user_delete": ("", ""),
    "accounts_user_history": ("WA", "WA"),
    "accounts_user_password_link": ("", "A"),
    # --- accounts: keys for programs ---
    "accounts_apitoken_add": ("WAF", "WAF"),
    "accounts_apitoken_change": ("WA", ""),
    "accounts_apitoken_changelist": ("WAF", "WAF"),
    "accounts_apitoken_delete": ("", ""),
    "accounts_apitoken_history": ("WA", "WA"),
    "accounts_apitoken_revoke": ("", "WA"),
    # --- causes: cause ---
    "causes_cause_add": ("OWAF", "OWAF"),
    "causes_cause_ask": ("MA", "MA"),
    "causes_cause_change": ("VODWMA", "OWA"),
    "causes_cause_changelist": ("VODWMAF", "VODWMAF"),
    "causes_cause_delete": ("OWA", "OWA"),
    "causes_cause_history": ("VODWMA", "VODWMA"),
    "causes_cause_move": ("", "OWA"),
    "causes_cause_preview": ("VODWMA", "VODWMA"),
    "causes_cause_words": ("VODWMA", "OWA"),
    # --- causes: consenttext ---
    "causes_consenttext_add": ("", ""),
    "causes_consenttext_change": ("VODWMA", ""),
    "causes_consenttext_changelist": ("VODWMAF", "VODWMAF"),
    "causes_consenttext_delete": ("", ""),
    "causes_consenttext_history": ("VODWMA", "VODWMA"),
    # --- causes: letter ---
    "causes_letter_add": ("", ""),
    "causes_letter_again": ("", "A"),
    "causes_letter_change": ("ODWA", ""),
    "causes_letter_changelist": ("ODWAF", "ODWAF"),
    "causes_letter_delete": ("", ""),
    "causes_letter_give_up": ("", "A"),
    "causes_letter_go_on": ("", "A"),
    "causes_letter_history": ("ODWA", "ODWA"),
    "causes_letter_office": ("A", ""),
    "causes_letter_pause": ("", "A"),
    "causes_letter_preview": ("VODWMAFS", ""),
    "causes_letter_preview_html": ("VODWMAFS", ""),
    "causes_letter_previews": ("VODWMAFS", ""),
    # --- causes: link ---
    "causes_link_add": ("", ""),
    "causes_link_change": ("VODWMA", "OWA"),
    "causes_link_changelist": ("VODWMAF", "VODWMAF"),
    "causes_link_code": ("VODWMA", ""),
    "causes_link_delete": ("", ""),
    "causes_link_history": ("VODWMA", "VODWMA"),
    "causes_link_of_page": ("VODWMA", "OWA"),
    "causes_link_poster": ("VODWMA", ""),
    "causes_link_retire": ("", "OWA"),
    # --- causes: support ---
    "causes_support_add": ("", ""),
    "causes_support_change": ("ODWA", ""),
    "causes_support_changelist": ("ODWAF", "ODWAF"),
    "causes_support_delete": ("", ""),
    "causes_support_history": ("ODWA", "ODWA"),
    # --- causes: update ---
    "causes_update_act": ("", "OWA"),
    "causes_update_add": ("OWAF", "OWAF"),
    "causes_update_change": ("VODWMA", "OWA"),
    "causes_update_changelist": ("VODWMAF", "VODWMAF"),
    "causes_update_delete": ("OWA", "OWA"),
    "causes_update_history": ("VODWMA", "VODWMA"),
    "causes_update_preview": ("", "OWA"),
    # --- petitions: exportlog ---
    "petitions_exportlog_add": ("", ""),
    "petitions_exportlog_change": ("ODWA", ""),
    "petitions_exportlog_changelist": ("ODWAF", "ODWAF"),
    "petitions_exportlog_delete": ("", ""),
    "petitions_exportlog_history": ("ODWA", "ODWA"),
    # --- petitions: exportfile ---
    "petitions_exportfile_add": ("", ""),
    "petitions_exportfile_change": ("ODWA", ""),
    "petitions_exportfile_changelist": ("ODWAF", "ODWAF"),
    "petitions_exportfile_columns": ("ODWAF", ""),
    "petitions_exportfile_delete": ("", ""),
    "petitions_exportfile_history": ("ODWA", "ODWA"),
    "petitions_exportfile_take": ("", "D"),
    # --- petitions: handoverfile ---
    "petitions_handoverfile_add": ("", ""),
    "petitions_handoverfile_change": ("ODWA", ""),
    "petitions_handoverfile_changelist": ("ODWAF", "ODWAF"),
    "petitions_handoverfile_delete": ("", ""),
    "petitions_handoverfile_history": ("ODWA", "ODWA"),
    "petitions_handoverfile_take": ("", "D"),
    # --- petitions: paperbatch ---
    "petitions_paperbatch_add": ("", ""),
    "petitions_paperbatch_change": ("ODWA", ""),
    "petitions_paperbatch_changelist": ("ODWAF", "ODWAF"),
    "petitions_paperbatch_delete": ("", ""),
    "petitions_paperbatch_discard": ("", "OWA"),
    "petitions_paperbatch_history": ("ODWA", "ODWA"),
    "petitions_paperbatch_start": ("", "OWA"),
    "petitions_paperbatch_undo": ("", "OWA"),
    # --- petitions: petition ---
    "petitions_petition_add": ("OWAF", "OWAF"),
    "petitions_petition_ask": ("MA", "MA"),
    "petitions_petition_change": ("VODWMA", "OWA"),
    "petitions_petition_changelist": ("VODWMAF", "VODWMAF"),
    "petitions_petition_copy": ("", "OWA"),
    "petitions_petition_delete": ("OWA", "OWA"),
    "petitions_petition_embed": ("VODWMA", ""),
    "petitions_petition_export": ("D", "D"),
    "petitions_petition_file": ("", "OWA"),
    "petitions_petition_handover": ("ODWA", "ODWA"),
    "petitions_petition_history": ("VODWMA", "VODWMA"),
    "petitions_petition_looks": ("VODWMA", ""),
    "petitions_petition_looks_letter": ("VODWMA", ""),
    "petitions_petition_looks_picture": ("VODWMA", ""),
    "petitions_petition_move": ("", "OWA"),
    "petitions_petition_paper": ("OWA", "OWA"),
    "petitions_petition_preview": ("VODWMA", "VODWMA"),
    "petitions_petition_print": ("", "OWA"),
    "petitions_petition_reasons": ("OWA", "OWA"),
    "petitions_petition_similar": ("OWAF", ""),
    "petitions_petition_words": ("VODWMA", "OWA"),
    # --- petitions: report ---
    "petitions_report_add": ("", ""),
    "petitions_report_answer": ("", "MA"),
    "petitions_report_change": ("MA", "MA"),
    "petitions_report_changelist": ("MA", "MA"),
    "petitions_report_delete": ("", ""),
    "petitions_report_history": ("MA", "MA"),
    # --- petitions: response ---
    "petitions_response_add": ("OWAF", "OWAF"),
    "petitions_response_change": ("VODWMA", "OWA"),
    "petitions_response_changelist": ("VODWMAF", "VODWMAF"),
    "petitions_response_delete": ("", ""),
    "petitions_response_history": ("VODWMA", "VODWMA"),
    "petitions_response_show": ("", "MA"),
    # --- petitions: rules ---
    "petitions_rule_add": ("", ""),
    "petitions_rule_cancel": ("", "OWA"),
    "petitions_rule_change": ("ODWA", ""),
    "petitions_rule_changelist": ("ODWAF", "ODWAF"),
    "petitions_rule_delete": ("", ""),
    "petitions_rule_discard": ("", "OWA"),
    "petitions_rule_history": ("ODWA", "ODWA"),
    "petitions_rule_make": ("OWA", "OWA"),
    "petitions_rule_start": ("", "OWA"),
    "petitions_rule_undo": ("", "OWA"),
    # --- petitions: signature ---
    "petitions_signature_add": ("", ""),
    "petitions_signature_change": ("ODWA", ""),
    "petitions_signature_changelist": ("ODWAF", "ODWAF"),
    "petitions_signature_delete": ("", ""),
    "petitions_signature_history": ("ODWA", "ODWA"),
    "petitions_signature_judge": ("", "OWA"),
    "petitions_signature_reveal": ("", "ODWA"),
    # --- share texts ---
    "share_experiment_act": ("", ""),
    "share_experiment_csv": ("", ""),
    "share_experiment_start": ("", ""),
    "share_experiments": ("VODWMA", ""),
    "share_texts": ("VODWMA", "OWA"),
    "share_texts_of": ("VODWMA", "OWA"),
    # --- sharing: connection ---
    "sharing_connection_add": ("", ""),
    "sharing_connection_change": ("OWA", ""),
    "sharing_connection_changelist": ("OWAF", "OWAF"),
    "sharing_connection_connect": ("OWA", "OWA"),
    "sharing_connection_delete": ("", ""),
    "sharing_connection_disconnect": ("", "OWA"),
    "sharing_connection_history": ("OWA", "OWA"),
    # --- sharing: post ---
    "sharing_post_act": ("", "OWA"),
    "sharing_post_add": ("", ""),
    "sharing_post_change": ("OWA", ""),
    "sharing_post_changelist": ("OWAF", "OWAF"),
    "sharing_post_compose": ("OWA", "OWA"),
    "sharing_post_delete": ("", ""),
    "sharing_post_edit": ("OWA", "OWA"),
    "sharing_post_history": ("OWA", "OWA"),
    "sharing_post_resume": ("", "A"),
    # --- reports for funders ---
    "sharing_report_add": ("OWAF", "OWAF"),
    "sharing_report_change": ("VODWMA", "OWA"),
    "sharing_report_changelist": ("VODWMAF", "VODWMAF"),
    "sharing_report_count": ("", "OWA"),
    "sharing_report_delete": ("OWA", "OWA"),
    "sharing_report_history": ("VODWMA", "VODWMA"),
    "sharing_report_laws": ("OWA", "OWA"),
    "sharing_report_preview": ("VODWMA", ""),
    "sharing_report_publish": ("", "OWA"),
    "sharing_report_revoke": ("", "OWA"),
    # --- growth ---
    "growth": ("VODWMAFS", "VODWMAFS"),
    "growth_csv": ("VODWMA", "VODWMA"),
    "growth_story": ("VODWMA", "VODWMA"),
    "growth_thank": ("", ""),
}

# What can be done to the rows ticked in a list, and who is offered it.
ACTIONS: dict[str, dict[str, str]] = {}


def _open_petition(world: World) -> int:
    """World's rows are drafts, so that deleting them is possible; this one is public."""
    return int(world.mine[Signature].petition_id)


def _open_cause(world: World) -> int:
    return int(world.mine[Support].cause_id)


def _organisation(world: World) -> int:
    return int(world.mine[Organisation].pk)


def _slug(world: World) -> str:
    return str(world.mine[Organisation].slug)


_YES = {"post": "yes"}
_GROWTH = {"kind": "organisation", "slug": _slug}

SAMPLES: dict[str, Sample] = {
    "growth_story": (_GROWTH, {}),
    "growth_thank": (_GROWTH, {}),
    "growth_csv": ({**_GROWTH, "name": "pages"}, {}),
    "share_texts_of": ({"channel": "whatsapp"}, {}),
    "share_experiment_act": ({"pk": 1}, {}),
    "share_experiment_csv": ({"pk": 1}, {}),
    "accounts_suppressed_person": ({}, {"organisation": _organisation, "email": "dolores@example.org"}),
    "app_list": ({"app_label": "petitions"}, {}),
    "autocomplete": ({}, {}),
    "causes_cause_move": ({}, {"move": "publish"}),
    "petitions_petition_move": ({}, {"move": "publish"}),
    "causes_cause_ask": ({"pk": _open_cause, "move": "hide"}, {"reason": "It names a private person."}),
    "petitions_petition_ask": ({"pk": _open_petition, "move": "hide"}, {"reason": "It names somebody."}),
    "causes_letter_preview": ({"kind": "confirm"}, {}),
    "causes_letter_preview_html": ({"kind": "confirm"}, {}),
    "causes_letter_pause": ({}, {"why": "A wrong letter."}),
    "causes_update_act": ({}, {"do": "test"}),
    "petitions_petition_embed": ({"pk": _open_petition}, {}),
    "petitions_petition_export": ({"pk": _open_petition}, {"purpose": "analysis", "columns": "name"}),
    "petitions_petition_reasons": ({"pk": _open_petition}, {}),
    "petitions_petition_paper": ({"pk": _open_petition}, {}),
    "petitions_petition_print": ({"pk": _open_petition}, {"form": "en-a4"}),
    "petitions_petition_file": ({"pk": _open_petition}, {}),
    "petitions_petition_handover": ({"pk": _open_petition}, {}),
    "sharing_connection_connect": (
        {"organisation": _organisation, "network": "bluesky"},
        {},
    ),
    "causes_link_poster": ({"paper": "a4"}, {}),
    "sharing_post_resume": ({"network": "x"}, {}),
    "sharing_post_act": ({}, {"do": "take back"}),
}
SAMPLES |= {
    f"{model}_delete": ({}, _YES)
    for model in ("accounts_membership", "causes_cause", "petitions_petition", "causes_update")
}
