"""What journalists, visitors and other people's programs are promised."""

PROMISES: dict[str, tuple[str, tuple[str, ...]]] = {
    "J2": (
        "Everybody may read a petition's numbers, and finds nobody in them.",
        (
            "petitions/test_numbers.py::test_count_generations_and_channels_are_one_truth",
            "petitions/test_numbers.py::test_any_program_may_read_it_and_keep_it_a_moment",
            "petitions/test_numbers.py::test_no_name_is_in_it",
        ),
    ),
    "J3": (
        "The press finds words to quote and by whom, a picture with its terms, and a counter to paste.",
        (
            "petitions/test_press.py::test_a_quote_stands_with_whoever_said_it",
            "petitions/test_press.py::test_the_pictures_terms_are_its_owners",
            "petitions/test_press.py::test_the_counter_can_be_pasted_from_it",
        ),
    ),
    "J4": (
        "Form and counter stand in any site's frame, without script and without a cookie.",
        (
            "pages/test_embed_browser.py::test_signing_in_a_plain_frame_with_script_off",
            "pages/test_embed_browser.py::test_the_one_line_makes_frames_as_high_as_what_is_in_them",
            "petitions/test_embed.py::test_any_site_may_frame_it_and_no_cookie_comes_along",
            "petitions/test_embed.py::test_no_other_page_may_be_framed",
        ),
    ),
    "J5": (
        "Whoever finds fault with a petition says so without an account, and is heard.",
        (
            "petitions/test_report.py::test_it_is_stored_and_thanked_for_without_an_account",
            "petitions/test_report.py::test_the_site_s_people_note_and_settle",
        ),
    ),
    "V1": (
        "Programs find what there is, with examples that work, and open only what their key is for.",
        (
            "sharing/api/test_open.py::test_the_schema_is_served_and_names_each_operation",
            "sharing/api/test_schema.py::test_tools_find_what_the_schema_says",
            "sharing/api/test_keys.py::test_what_the_page_says_to_type_works",
            "sharing/api/test_keys.py::test_a_key_opens_what_it_was_given_and_no_more",
        ),
    ),
    "V2": (
        "Names are read page by page in the order in which they changed.",
        ("sharing/api/test_own.py::test_names_come_in_the_order_in_which_they_changed",),
    ),
    "V3": (
        "A program's signature is written once, waits for its owner's press, and subscribes nobody again.",
        (
            "sharing/api/test_own.py::test_a_name_waits_for_its_owners_press",
            "sharing/api/test_own.py::test_two_at_once_with_one_key_write_one_name",
            "sharing/api/test_own.py::test_no_program_subscribes_somebody_again",
        ),
    ),
    "V4": (
        "An organisation's own systems hear each event once, signed, and none from inside a private network.",
        (
            "sharing/webhooks/test_sending.py::test_each_event_is_heard_once_through_restarts_and_slowness",
            "sharing/webhooks/test_sending.py::test_a_library_of_theirs_verifies_it",
            "sharing/webhooks/test_sending.py::test_no_address_of_a_private_network_is_taken",
        ),
    ),
    "T10": (
        "An organisation leaves with everything, and comes back the same.",
        (
            "sharing/test_taking_out.py::test_out_and_in_again_it_is_the_same",
            "sharing/test_taking_out.py::test_every_table_leaves_or_stays_for_a_reason",
            "sharing/test_full_exports.py::test_it_is_written_logged_and_taken_once",
            "sharing/test_full_exports.py::test_no_secret_is_in_the_file",
        ),
    ),
}
