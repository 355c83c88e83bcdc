"""What whoever signs is promised: M on a phone, D when they come back."""

PROMISES: dict[str, tuple[str, tuple[str, ...]]] = {
    "M1": (
        "A share link shows a card in a chat, with a picture that fits, and the chat is not counted.",
        (
            "petitions/test_cards.py::test_a_share_link_shows_the_card_and_is_not_counted",
            "petitions/test_cards.py::test_it_is_a_jpeg_of_the_right_size",
            "petitions/test_cards.py::test_the_head_says_what_a_chat_needs",
            "sharing/test_follow.py::test_a_preview_gets_the_card_of_this_very_link",
        ),
    ),
    "M2": (
        "No other host is asked and no cookie set; the page is small and works without script.",
        (
            "pages/test_browser.py::test_a_visitor_is_left_alone",
            "pages/test_browser.py::test_the_petition_page_is_small",
            "pages/test_browser.py::test_sign_share_confirm",
        ),
    ),
    "M3": (
        "The sign panel, the ask, the decision maker and the organisation are on the page without script.",
        (
            "pages/test_browser.py::test_everybody_can_read_every_page",
            "pages/test_browser.py::test_nothing_runs_over_on_the_smallest_screen",
        ),
    ),
    "M4": (
        "The language toggle keeps the page, the count and the friend's credit.",
        (
            "pages/test_browser.py::test_the_toggle_keeps_page_and_credit",
            "petitions/test_languages.py::test_credit_survives_a_change_of_language",
            "pages/test_words.py::test_one_count_in_all_languages",
        ),
    ),
    "M5": (
        "A phone fills the form in; any name is taken.",
        (
            "petitions/test_sign.py::test_names_of_the_world_are_kept",
            "petitions/test_form_fills_itself.py::test_a_phone_knows_every_field",
        ),
    ),
    "M6": (
        "Nothing is ticked beforehand, and No signs as well as Yes.",
        (
            "petitions/test_form_fills_itself.py::test_nothing_is_chosen_beforehand",
            "petitions/test_form_fills_itself.py::test_a_no_signs_as_well",
            "petitions/test_form_fills_itself.py::test_no_template_ticks_a_wish_for_anybody",
        ),
    ),
    "M7": (
        "A mistake is told where it is, in the reader's language, and nothing typed is lost.",
        (
            "pages/test_browser.py::test_a_mistake_is_told_where_it_is",
            "petitions/test_sign.py::test_bad_input_is_told_and_nothing_is_lost",
        ),
    ),
    "M8": (
        "A double press makes one signature, and going back signs nothing again.",
        (
            "petitions/test_sign.py::test_a_double_press_makes_one_signature",
            "petitions/test_sign.py::test_it_works",
        ),
    ),
    "M9": (
        "Sharing comes first after signing, WhatsApp first of all, with the signatory's own code.",
        (
            "causes/test_thanks.py::test_sharing_comes_first_and_is_hers",
            "pages/test_browser.py::test_sign_share_confirm",
        ),
    ),
    "M10": (
        "Opening the letter's link changes nothing, its button counts, and again says so.",
        (
            "causes/test_confirm.py::test_looking_changes_nothing",
            "causes/test_confirm.py::test_pressing_counts",
            "causes/test_confirm.py::test_pressing_again_says_so_and_counts_nothing",
        ),
    ),
    "M11": (
        "Whoever signed sees what they brought in numbers, never in names.",
        ("sharing/test_me.py::test_my_effect_in_numbers_without_names",),
    ),
    "D1": (
        "A letter's link knows its reader and shows neither address, postcode nor surname.",
        (
            "causes/test_recognised.py::test_it_says_as_whom_and_nothing_more",
            "causes/test_recognised.py::test_what_was_given_before_is_not_asked_again",
        ),
    ),
    "D2": (
        "One press signs; opening the link signs nothing.",
        (
            "causes/test_recognised.py::test_looking_signs_nothing",
            "causes/test_recognised.py::test_one_press_signs_and_counts",
        ),
    ),
    "D3": (
        "Not you? leads to the empty form.",
        ("causes/test_recognised.py::test_not_you_is_the_empty_form_with_credit",),
    ),
    "D5": (
        "Whoever signed takes their name off and erases their data from any letter, without an account.",
        (
            "sharing/test_me.py::test_taking_off_counts_down_with_a_receipt",
            "sharing/test_me.py::test_each_letter_leads_there",
            "sharing/test_erasure.py::test_nothing_is_left_anywhere",
        ),
    ),
    "D6": (
        "E-mails stop by one press in the mail program or the letter, at once, and a later No keeps it so.",
        (
            "sharing/test_unsubscribe.py::test_so_does_the_mail_programs_own",
            "sharing/test_unsubscribe.py::test_our_button_acts_at_once",
            "sharing/test_unsubscribe.py::test_a_later_no_keeps_it_so",
            "sharing/test_unsubscribe.py::test_every_letter_has_the_way_off",
        ),
    ),
    "D7": (
        "Signing again is answered as the first time; the truth goes by letter, five times at most.",
        (
            "petitions/test_repeat.py::test_nobody_can_ask_who_signed",
            "petitions/test_repeat.py::test_five_letters_per_mailbox_and_page",
            "petitions/test_repeat.py::test_who_has_signed_is_told_by_letter_alone",
        ),
    ),
}
