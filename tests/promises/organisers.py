"""What an organiser is promised."""

PROMISES: dict[str, tuple[str, tuple[str, ...]]] = {
    "A1": (
        "Another organisation's petition is not there.",
        (
            "accounts/test_scoping.py::test_foreign_row_is_not_there",
            "petitions/desk/test_life_desk.py::test_another_organisation_s_petition_is_not_there",
        ),
    ),
    "A2": (
        "Five answers are enough for a petition.",
        (
            "petitions/desk/test_form.py::test_five_answers_are_enough",
            "journeys/test_whole_job.py::test_from_an_idea_to_a_network",
        ),
    ),
    "A3": (
        "While typing, an organiser sees what others ask already.",
        ("petitions/desk/test_starting.py::test_the_desk_shows_it_while_one_types_and_after_saving",),
    ),
    "A5": (
        "A petition in many languages has one count.",
        ("pages/test_words.py::test_one_count_in_all_languages",),
    ),
    "A6": (
        "The address never changes once it is public.",
        ("petitions/desk/test_form.py::test_the_address_never_changes_after_publishing",),
    ),
    "A8": (
        "The number shown before an update is sent is the number it is sent to; none gets it twice.",
        (
            "causes/test_updates.py::test_the_number_shown_is_the_number_sent_or_nothing_is",
            "causes/test_updates.py::test_none_twice_by_the_database_itself",
            "faults/test_updates_killed.py::test_kill_9_twice_in_the_middle_of_5000_letters",
            "petitions/desk/test_updates_desk.py::test_from_the_petition_to_the_mailboxes",
        ),
    ),
    "A9": (
        "Names from paper count once, are marked as such, and keep the words of their form.",
        (
            "petitions/test_paper_count.py::test_a_name_counts_at_once_and_nobody_gets_a_letter",
            "petitions/test_paper_count.py::test_who_signed_on_the_site_is_not_counted_again",
            "petitions/test_paper_desk.py::test_a_file_is_shown_and_then_counted_and_taken_back",
        ),
    ),
    "A10": (
        "The handover is printed with count, places, reasons and names as consented, and its day is public.",
        (
            "petitions/test_handover.py::test_the_letter_the_count_and_the_names_are_on_it",
            "petitions/test_handover.py::test_the_page_tells_who_received_how_many_with_a_picture",
            "pages/test_live.py::test_the_number_grows_before_ones_eyes",
        ),
    ),
    "A11": (
        "Each end has its page and its letter.",
        (
            "petitions/desk/test_whole_life.py::test_from_the_draft_to_the_victory",
            "petitions/desk/test_updates_desk.py::test_an_end_is_offered_to_be_told_in_its_own_words",
        ),
    ),
    "A12": (
        "Each signature keeps the words it signed; a change after the first needs a reason and is shown.",
        (
            "causes/test_wording.py::test_each_signature_keeps_what_it_signed",
            "petitions/test_wording_page.py::test_then_it_needs_a_reason_and_nothing_typed_is_lost",
            "petitions/test_wording_page.py::test_everybody_reads_what_changed",
        ),
    ),
    "R1": (
        "A petition's signatures leave as one CSV that starts at once and opens right in a spreadsheet.",
        (
            "petitions/exporting/test_file.py::test_columns_and_times_are_exactly_these",
            "petitions/exporting/test_log.py::test_many_rows_come_in_pieces_and_all_of_them",
            "petitions/exporting/test_file.py::test_a_mark_for_excel_on_request",
        ),
    ),
    "R2": (
        "Nothing in it is a formula to a spreadsheet.",
        ("petitions/exporting/test_file.py::test_formulas_are_defused",),
    ),
    "R3": (
        "It holds what its purpose allows: addresses by consent, each row with its proof.",
        (
            "petitions/exporting/test_file.py::test_an_address_needs_a_yes_or_a_delivery",
            "petitions/exporting/test_file.py::test_whoever_counts_gets_no_names",
            "petitions/exporting/test_choice.py::test_what_is_not_confirmed_only_to_check",
        ),
    ),
    "R4": (
        "Nobody takes names out without saying why; a file in the background is taken once, for 15 minutes.",
        (
            "petitions/exporting/test_who_may.py::test_no_purpose_no_file",
            "petitions/exporting/test_log.py::test_the_log_is_there_before_the_first_byte",
            "petitions/exporting/test_background.py::test_the_same_file_once",
            "petitions/exporting/test_background.py::test_after_15_minutes_it_is_gone",
        ),
    ),
    "R5": (
        "The count shown is the count of rows in the file, whatever was chosen.",
        ("petitions/exporting/test_choice.py::test_shown_logged_and_in_the_file",),
    ),
    "R7": (
        "Whoever asks what is held about them gets all of it, and is erased if they wish, by staff too.",
        (
            "sharing/test_privacy_desk.py::test_all_of_it_on_one_page_and_in_the_log",
            "sharing/test_privacy_desk.py::test_given_as_a_file",
            "sharing/test_privacy_desk.py::test_erased_with_a_receipt_that_says_what_went",
        ),
    ),
    "R8": (
        "Whoever stood on an old list is not counted as new, and no list writes to anybody.",
        (
            "causes/test_lists.py::test_whoever_stands_on_it_is_not_new",
            "causes/test_lists.py::test_no_address_is_kept_and_nobody_is_written_to",
            "causes/test_lists.py::test_who_was_erased_stays_out",
            "causes/test_lists.py::test_it_counts_only_after_the_yes_and_until_it_is_taken_back",
        ),
    ),
    "R9": (
        "Each column of an export is explained.",
        ("petitions/exporting/test_choice.py::test_the_dictionary_has_every_column",),
    ),
    "L1": (
        "A director sees the last 30 days at a glance: how much, who is new, who brought whom, what was won.",
        ("sharing/test_reports.py::test_the_overview_says_what_a_report_of_the_same_days_says",),
    ),
    "L2": (
        "A report for funders holds nobody's name, address or postcode, and no group small enough to be one.",
        (
            "sharing/test_reports.py::test_nobody_s_name_address_or_postcode_is_in_it",
            "sharing/test_reports.py::test_a_few_people_are_shown_as_a_few",
            "sharing/test_reports_small.py::test_no_small_part_can_be_reckoned_from_what_is_shown",
        ),
    ),
    "L3": (
        "It begins with what changed: one sentence is required, and the answers stand before the numbers.",
        (
            "sharing/test_reports.py::test_results_come_first_with_the_answer_and_its_source",
            "sharing/test_reports_desk.py::test_what_is_wrong_is_said_where_it_is",
        ),
    ),
    "L4": (
        "Its figures are those of the dashboard for the same days, each with how it is counted.",
        (
            "sharing/test_reports.py::test_a_report_of_all_days_says_what_the_dashboard_says",
            "sharing/test_reports_link.py::test_a_reader_needs_nothing_and_leaves_nothing",
        ),
    ),
    "L5": (
        "Its link can be revoked and expires, and says so in both languages.",
        (
            "sharing/test_reports_link.py::test_a_link_that_ended_says_so",
            "sharing/test_reports_link.py::test_a_link_is_given_once_and_ended_once_and_both_are_written_down",
        ),
    ),
    "L6": (
        "Each petition of a report may say whether it asks for a specific law.",
        (
            "sharing/test_reports.py::test_the_label_of_a_law_stands_in_the_method",
            "sharing/test_reports_desk.py::test_a_label_is_given_to_each_petition_and_taken_back",
        ),
    ),
}
