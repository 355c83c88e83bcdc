"""What whoever keeps a site running is promised."""

PROMISES: dict[str, tuple[str, tuple[str, ...]]] = {
    "T1": (
        "One command starts everything, demo content included, and stopping leaves nothing behind.",
        (
            "dev/test_life.py::test_killed_it_comes_back_with_everything_and_stopped_it_leaves_nothing",
            "config/test_demo.py::test_what_one_run_leaves_behind",
        ),
    ),
    "T2": (
        "The first administrator, and whoever is invited, need no mail server.",
        ("accounts/test_sign_in.py::test_the_first_administrator_needs_no_mail_server",),
    ),
    "T3": (
        "The doctor says what is wrong and what to do, and ends with an error.",
        (
            "config/test_doctor.py::test_what_would_let_somebody_in",
            "config/test_doctor.py::test_queues_without_a_worker_and_no_beat",
            "config/test_doctor.py::test_a_check_that_breaks_is_a_finding_and_the_others_are_made",
        ),
    ),
    "T4": (
        "Letters can be tried, bounded and stopped, and a bounce is understood.",
        (
            "causes/test_letters_command.py::test_what_went_wrong_is_said",
            "causes/test_post_office.py::test_a_pause_stops_between_two_batches",
            "causes/test_post_office.py::test_updates_leave_a_fifth_of_the_hour_to_those_who_wait",
        ),
    ),
    "T6": (
        "A crowd from one place is held for staff; nobody is asked to solve a riddle.",
        ("causes/test_limits.py::test_the_fourth_from_one_address_is_held_and_gets_no_letter",),
    ),
    "T7": (
        "Names are struck by what they share, told in public, and taken back as one.",
        (
            "petitions/test_rules.py::test_struck_told_and_taken_back_as_one",
            "petitions/test_rules.py::test_never_everybody",
        ),
    ),
    "T8": (
        "A backup comes back whole; who was erased since stays erased, and nothing is sent twice.",
        (
            "config/test_backup.py::test_what_was_backed_up_is_there_again_and_who_was_erased_since_is_not",
            "sharing/test_restored.py::test_a_post_that_left_after_the_backup_is_found_and_not_posted_again",
            "sharing/test_restored.py::test_an_update_is_not_written_to_anybody_twice",
        ),
    ),
}
