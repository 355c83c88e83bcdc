"""What everybody is promised about their data, by design and by law."""

PROMISES: dict[str, tuple[str, tuple[str, ...]]] = {
    "G1": (
        "Signing and hearing from the organisation are two permissions; after a No no news comes.",
        (
            "causes/test_updates.py::test_it_goes_to_the_confirmed_who_said_yes_and_to_nobody_else",
            "causes/test_recognised.py::test_no_to_updates_stays_no",
        ),
    ),
    "G2": (
        "No consent is ticked for anybody.",
        ("petitions/test_form_fills_itself.py::test_no_template_ticks_a_wish_for_anybody",),
    ),
    "G3": (
        "The words agreed to name the organisation and what is kept.",
        (
            "petitions/test_switches.py::test_the_words_agreed_to_name_what_is_kept",
            "causes/test_support.py::test_the_words_agreed_to_are_the_causes",
        ),
    ),
    "G4": (
        "The wording agreed to is kept with its version, and no used wording changes.",
        (
            "causes/test_consents.py::test_other_words_are_another_version_and_old_signatures_keep_theirs",
            "petitions/test_sign.py::test_a_used_wording_cannot_be_changed",
            "petitions/test_sign.py::test_the_words_shown_are_kept_with_their_version",
        ),
    ),
    "G5": (
        "Nobody gets news who has not confirmed their address; confirming advertises nothing.",
        (
            "causes/test_updates.py::test_it_goes_to_the_confirmed_who_said_yes_and_to_nobody_else",
            "causes/test_letter_previews.py::test_what_asks_for_a_confirmation_advertises_nothing",
        ),
    ),
    "G6": (
        "Confirming a name subscribes to nothing.",
        ("causes/test_confirm.py::test_name_and_choice_as_changed_on_the_page_are_stored",),
    ),
    "G7": (
        "No more is asked for than the petition's switches say.",
        (
            "petitions/test_switches.py::test_a_switch_is_a_field",
            "petitions/test_switches.py::test_what_was_not_asked_is_not_taken",
        ),
    ),
    "G8": (
        "No network address is stored; what limits remember has an end.",
        (
            "sharing/test_clicks_privacy.py::test_signing_keeps_no_address_either",
            "sharing/test_clicks_privacy.py::test_no_address_and_no_agent_is_kept_anywhere",
            "causes/test_limits.py::test_what_is_remembered_has_an_end_and_names_nobody",
            "causes/test_tracing.py::test_a_trace_names_nobody_and_is_gone_within_72_hours",
            "causes/test_tracing.py::test_a_network_has_another_name_tomorrow",
        ),
    ),
    "G9": (
        "A name is public only by its owner's wish.",
        (
            "petitions/test_sign.py::test_a_first_name_is_shown_only_by_its_owners_wish",
            "sharing/test_me_name.py::test_hide_and_show_and_the_page_follows",
            "petitions/test_numbers.py::test_no_name_is_in_it",
        ),
    ),
    "G10": (
        "Names go after the petition's months, unconfirmed ones after 30 days; the count stays.",
        (
            "causes/test_forgetting.py::test_names_become_numbers_after_their_months",
            "causes/test_forgetting.py::test_a_dry_run_says_what_a_run_does",
            "causes/test_retention.py::test_a_name_nobody_confirmed_goes_after_30_days",
        ),
    ),
    "G11": (
        "After that nothing of a person is left, and no file names them.",
        (
            "causes/test_forgetting.py::test_nothing_of_them_is_left_anywhere",
            "petitions/test_handover.py::test_an_erasure_takes_the_files_along",
        ),
    ),
    "G12": (
        "An erased address is found nowhere in the database but as a hash.",
        (
            "sharing/test_erasure.py::test_nothing_is_left_anywhere",
            "sharing/test_erasure.py::test_a_hash_stays_and_only_they_lift_it",
            "sharing/test_erasure.py::test_letters_that_waited_are_never_sent",
        ),
    ),
    "G13": (
        "Withdrawing lowers the count; what was handed over stays a number.",
        (
            "sharing/test_me.py::test_taking_off_counts_down_with_a_receipt",
            "sharing/test_erasure.py::test_what_was_handed_over_stays_a_number",
        ),
    ),
    "G14": (
        "Everybody can take away all that is held about them.",
        (
            "sharing/test_me.py::test_my_data_is_all_of_it",
            "sharing/test_privacy_desk.py::test_given_as_a_file",
        ),
    ),
    "G15": (
        "Codes are unguessable and name nobody.",
        ("causes/test_tokens.py::test_codes_are_nine_letters_that_cannot_be_misread",),
    ),
    "G16": (
        "Who brought whom is forgotten 90 days after closing; the numbers stay right.",
        (
            "causes/test_forgetting_parents.py::test_who_brought_whom_is_forgotten_90_days_after_closing",
            "causes/test_forgetting_parents.py::test_the_nightly_recount_finds_nothing_afterwards",
        ),
    ),
    "G17": (
        "A sensitive petition stores no parents, shows no names and asks for no reasons.",
        (
            "causes/test_sensitive.py::test_no_parent_is_ever_stored_and_the_generation_is",
            "causes/test_sensitive.py::test_it_shows_no_name_and_asks_for_no_reason",
            "causes/test_sensitive.py::test_there_are_no_connectors_and_the_counts_are_right",
        ),
    ),
    "G18": (
        "Each export is written down before its first byte, with who, why, which rows and how many.",
        (
            "petitions/exporting/test_log.py::test_the_log_is_there_before_the_first_byte",
            "petitions/exporting/test_log.py::test_nobody_edits_or_deletes_the_log",
            "petitions/exporting/test_choice.py::test_shown_logged_and_in_the_file",
            "causes/test_privacy_month.py::test_owners_are_told_once_what_was_done",
        ),
    ),
    "G19": (
        "Each sees what is theirs, behind a second step where names can leave, and addresses are masked.",
        (
            "accounts/test_roles.py::test_each_role_gets_what_the_table_says",
            "accounts/test_two_step.py::test_the_desk_is_closed_until_there_is_a_second_step",
            "petitions/test_admin_signatures.py::test_addresses_are_masked_everywhere",
            "petitions/test_admin_signatures.py::test_an_address_is_revealed_by_a_press_and_the_log_says_who",
        ),
    ),
    "G20": (
        "No page of ours asks another host for anything.",
        (
            "pages/test_browser.py::test_a_visitor_is_left_alone",
            "causes/test_letter_previews.py::test_it_fetches_nothing",
        ),
    ),
    "G21": (
        "A visitor gets no cookie; the cookie page is made from the settings.",
        (
            "pages/test_browser.py::test_a_visitor_is_left_alone",
            "pages/test_sorry.py::test_the_cookie_page_says_what_the_settings_say",
        ),
    ),
    "G22": (
        "The words under the button say the least age of this site; another age is another version.",
        ("causes/test_consents.py::test_the_least_age_stands_in_the_words_and_no_birthday_is_asked",),
    ),
    "G23": (
        "News carries the one-click way off the list, which acts at once and only on a press.",
        (
            "sharing/test_unsubscribe.py::test_so_does_the_mail_programs_own",
            "sharing/test_unsubscribe.py::test_looking_changes_nothing",
            "causes/test_updates.py::test_the_letter_has_ways_out_and_a_link_of_ones_own",
        ),
    ),
    "G24": (
        "No letter leaves without the organisation's postal address.",
        (
            "causes/test_post_office.py::test_without_a_postal_address_letters_wait_and_are_not_lost",
            "causes/test_letter_previews.py::test_it_says_where_the_organisation_is",
        ),
    ),
    "G26": (
        "A decision maker is given what the words under the button said, and no more.",
        (
            "petitions/test_handover.py::test_columns_are_what_the_petition_gives",
            "petitions/test_handover.py::test_a_later_setting_gives_nobody_away_further_than_they_were_told",
        ),
    ),
    "G28": (
        "What staff do with people's data is written down, and no line is ever rewritten.",
        (
            "accounts/test_audit.py::test_a_line_is_never_rewritten",
            "accounts/test_audit.py::test_whom_it_was_about_is_a_hash_of_that_organisation",
            "accounts/test_audit.py::test_each_change_of_a_role_is_a_line",
        ),
    ),
    "G29": (
        "The printed form carries the same words with their version.",
        (
            "petitions/test_paper_desk.py::test_the_form_is_printed_with_a_link_of_its_own",
            "petitions/test_paper_count.py::test_a_decision_maker_is_given_what_the_printed_words_said",
        ),
    ),
    "G30": (
        "What is removed from a count stands in the public log, and log and count agree.",
        (
            "causes/test_removals.py::test_the_log_and_the_count_agree",
            "causes/test_removals.py::test_a_day_is_one_line_once_it_is_over",
            "petitions/test_goals.py::test_a_corrected_count_is_told_with_its_reason",
        ),
    ),
    "G31": (
        "Every page passes axe in both languages and themes.",
        ("pages/test_browser.py::test_everybody_can_read_every_page",),
    ),
    "G32": (
        "Publishing waits until people can reach the organisation.",
        ("petitions/test_publish.py::test_people_must_be_able_to_reach_the_organisation",),
    ),
}
