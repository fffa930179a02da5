"""The register of faults: what may go wrong, what a user is promised then, and the tests that do it for real.

`docs/reliability.md` holds this table; a test keeps it so, and one that every test named here exists.
"""

from __future__ import annotations

from dataclasses import dataclass

FAULTS, DASHBOARD, FUNCTIONAL = "tests/faults", "tests/dashboard", "tests/functional"
INPUT = f"{FAULTS}/test_wrong_input.py::test_one_clear_sentence_and_exit_code_2"
STUDY = f"{FAULTS}/test_wrong_studies.py::test_one_clear_sentence_exit_code_2_and_nothing_created"
COMMANDS = f"{FAULTS}/test_every_command.py::test_every_command_refuses_what_its_option_cannot_be"
LINK = f"{DASHBOARD}/test_link.py::test_what_is_wrong_is_told_and_the_page_opens"
ANY_LINK = (
    "tests/properties/test_links.py::"
    "test_any_text_opens_a_page_whose_own_link_says_the_same_and_is_taken_whole"
)
HURT = f"{FAULTS}/test_sweeps_that_are_hurt.py"
HOSTILE = f"{FAULTS}/test_hostile_files.py"
SERVER = f"{DASHBOARD}/test_server.py"
GUARD = f"{DASHBOARD}/test_guard.py"
BROKER = f"{DASHBOARD}/test_broker.py"
PAGE = f"{DASHBOARD}/test_page.py"
DOORS = f"{DASHBOARD}/test_doors.py"
OLD = f"{DASHBOARD}/test_old_browsers.py"
SWEEP = f"{FUNCTIONAL}/test_sweep.py"
PROPERTIES = "tests/properties"
TABLES = "tests/unit/experiments/provenance/test_csvw.py"
COMMON = "tests/unit/experiments/studies/test_common.py"
FOLDERS = f"{FAULTS}/test_folders_and_doors.py"
PLANS = f"{FAULTS}/test_plans_that_cannot_be.py"
MESA = f"{FUNCTIONAL}/test_mesa.py"
LOGS = "tests/unit/experiments/logs"
WEIGHTS = "tests/unit/model/test_call_weights.py"
TYPED = "tests/unit/core/test_typed.py"
TOWNS = "tests/unit/model/test_town_names.py"
CALIBRATION = "tests/unit/experiments/test_calibration.py"
REPORT = f"{FUNCTIONAL}/test_sweep_report.py"
KEPT_ROOMS = f"{DASHBOARD}/test_kept_rooms.py"
STAYS = f"{DASHBOARD}/test_server_stays.py"
DRAINING = f"{DASHBOARD}/test_draining.py"


@dataclass(frozen=True)
class Row:
    """One thing that may go wrong: where, what, what is promised, and the tests."""

    area: str
    what: str
    promised: str
    tests: tuple[str, ...]


ROWS = (
    Row(
        "number",
        "NaN, inf, 1e999 from the command line, a file, a link",
        "refused as not in the range; never a NaN column",
        (INPUT, STUDY, COMMANDS, LINK),
    ),
    Row(
        "number",
        "officers = -1 or 10^9, days = 10^12, a county of too many cells, seats 1,000 km apart",
        "refused with the range; a county too large, with the cell size that would fit",
        (
            INPUT,
            COMMANDS,
            f"{HOSTILE}::test_seats_that_lie_a_thousand_kilometres_apart_are_refused_before_the_land_is_made",
        ),
    ),
    Row(
        "number",
        "0 officers, 0 km of road, 0 demand",
        "runs; what was not observed has no value and n = 0; a call that nobody can come to is given up",
        (
            f"{FAULTS}/test_wrong_input.py::test_the_ends_of_the_range_are_taken",
            f"{FAULTS}/test_wrong_input.py::test_no_demand_is_not_observed_and_never_a_silent_zero",
            f"{FAULTS}/test_nothing_at_all.py::test_where_nobody_serves_no_call_is_answered",
            f"{FAULTS}/test_nothing_at_all.py::test_without_a_road_the_county_still_runs",
        ),
    ),
    Row(
        "number",
        "3.7, true, 0x10 for a whole number",
        "refused; 3 and 3.0, 0 and -0.0 are the same run",
        (INPUT, STUDY, f"{HOSTILE}::test_numbers_that_are_equal_are_the_same_run"),
    ),
    Row(
        "number",
        "a share of 1.0000001 or -1e-17; of 0 or 1",
        "refused; taken",
        (
            INPUT,
            f"{FAULTS}/test_wrong_input.py::test_the_ends_of_the_range_are_taken",
            f"{PROPERTIES}/test_input.py::test_a_parameter_takes_what_lies_in_its_range_and_refuses_the_rest",
        ),
    ),
    Row(
        "number",
        "a whole number of 60,000 digits, written in hexadecimal",
        "refused, in a short sentence",
        (
            f"{HOSTILE}::test_no_key_of_a_place_takes_what_it_is_not_for",
            f"{HOSTILE}::test_a_study_refuses_a_number_without_end",
        ),
    ),
    Row(
        "name",
        "an unknown parameter, rule, place or outcome",
        'refused with "did you mean ...?"',
        (
            INPUT,
            STUDY,
            COMMANDS,
        ),
    ),
    Row(
        "name",
        "the same parameter or key given twice",
        "refused; in a link the first one counts, and it is said",
        (
            INPUT,
            STUDY,
            LINK,
            f"{PROPERTIES}/test_input.py::test_a_name_given_twice_is_refused",
        ),
    ),
    Row(
        "type",
        "text for a number, a list for a scalar, an empty string",
        "refused with file and line",
        (
            INPUT,
            STUDY,
            f"{PROPERTIES}/test_input.py::test_a_scenario_file_is_taken_or_refused",
            f"{PROPERTIES}/test_studies.py::test_a_study_is_a_design_or_bad_input",
        ),
    ),
    Row(
        "seed",
        "negative, a fraction, text, 2^256",
        "refused; from 0 to 2^256 - 1 taken exactly",
        (
            INPUT,
            COMMANDS,
            f"{FAULTS}/test_wrong_input.py::test_a_seed_of_128_bits_is_taken_exactly",
        ),
    ),
    Row(
        "seed",
        "one and N workers, shuffled, resumed, on a cluster",
        "identical tables",
        (
            f"{SWEEP}::test_stopped_resumed_and_shuffled_sweeps_give_the_same_bytes",
            f"{FUNCTIONAL}/test_command_line.py::test_one_and_two_jobs_give_the_same_document",
            f"{FUNCTIONAL}/test_sweep_on_dask.py::test_dask_and_this_machine_give_the_same_bytes_resumed_or_not",
        ),
    ),
    Row(
        "text",
        "a place called ../../etc/passwd, an absolute path, NUL, 300 letters, CON",
        "refused; nothing is written",
        (
            INPUT,
            STUDY,
            COMMANDS,
        ),
    ),
    Row(
        "text",
        "<script>, markup, markdown in names",
        "shown as text everywhere",
        (
            "tests/unit/experiments/test_report.py::test_every_text_is_escaped",
            "tests/unit/experiments/test_verdict.py::test_markup_in_a_name_is_shown_as_text",
            f"{DASHBOARD}/test_player_plays.py::test_names_from_data_are_text_never_markup",
            f"{TABLES}::test_a_text_that_a_spreadsheet_takes_for_another_thing_is_marked",
            f"{HOSTILE}::test_a_name_in_chinese_is_a_name_too",
        ),
    ),
    Row(
        "file",
        "an empty study, only comments, an empty axis",
        '"no runs in FILE", exit code 2, nothing created',
        (STUDY,),
    ),
    Row(
        "file",
        "8 axes of 20 values",
        "refused at once with the count",
        (f"{FAULTS}/test_wrong_studies.py::test_eight_axes_of_twenty_are_refused_at_once_with_their_count",),
    ),
    Row(
        "file",
        "100,000 points and more",
        "started at once in bounded memory, stopped, resumed",
        (
            f"{FAULTS}/test_long_and_heavy.py::test_a_hundred_thousand_points_start_stop_and_go_on_in_bounded_memory",
        ),
    ),
    Row(
        "file",
        "deep nesting, a key of 100,000 parts, a million digits, a folder, a pipe, /dev/zero",
        "refused; no hang",
        (
            STUDY,
            f"{FAULTS}/test_wrong_studies.py::test_what_is_no_file_of_text_is_refused",
            f"{FAULTS}/test_wrong_studies.py::test_a_pipe_is_refused_and_not_waited_for",
            f"{HOSTILE}::test_a_dotted_key_without_end_is_refused_at_once",
        ),
    ),
    Row(
        "file",
        "not UTF-8; a byte-order mark, CRLF",
        '"not UTF-8" with the byte; taken',
        (
            f"{FAULTS}/test_wrong_studies.py::test_bytes_that_are_not_utf_8_are_named_by_their_place",
            f"{PROPERTIES}/test_input.py::test_any_bytes_are_a_scenario_or_bad_input",
            f"{PROPERTIES}/test_studies.py::test_any_bytes_are_a_study_or_bad_input",
        ),
    ),
    Row(
        "file",
        "a saved county cut short, changed, of another version, or no county",
        "refused; nothing is half-loaded",
        (
            f"{HOSTILE}::test_a_county_that_was_changed_by_one_bit_is_refused",
            f"{HOSTILE}::test_a_county_cut_short_at_any_place_is_refused",
            f"{HOSTILE}::test_a_file_that_fits_its_checksum_and_is_no_county_is_refused",
            f"{HOSTILE}::test_a_county_that_cannot_be_written_leaves_the_old_file_whole_and_nothing_beside_it",
        ),
    ),
    Row(
        "store",
        "kill -9 of a worker; of the driver, then the same command",
        "only what is missing runs; no row twice; the same table",
        (
            f"{HURT}::test_a_killed_driver_leaves_no_process_and_the_same_command_goes_on",
            f"{HURT}::test_a_second_driver_is_refused_with_the_name_of_the_first_and_a_killed_worker_costs_nothing",
            f"{PROPERTIES}/test_store_life.py::StoreLife",
        ),
    ),
    Row(
        "store",
        "one run always raises",
        "the others complete; a row with its error; exit code 1; `--retry-failed`",
        (
            f"{HURT}::test_a_run_that_raises_does_not_keep_the_others_from_completing",
            f"{SWEEP}::test_a_run_that_fails_is_a_row_and_can_be_tried_again",
        ),
    ),
    Row(
        "store",
        "Ctrl-C once, twice",
        '"N of M runs are stored; go on with ...", 130, no process left; twice: at once',
        (
            f"{HURT}::test_ctrl_c_stops_in_order_and_says_how_to_go_on",
            f"{HURT}::test_ctrl_c_twice_ends_at_once",
            f"{FAULTS}/test_every_command.py::test_ctrl_c_ends_a_command_with_130_and_leaves_no_process",
            "tests/unit/experiments/test_local.py::test_ctrl_c_stops_within_five_seconds_and_leaves_no_process",
        ),
    ),
    Row(
        "store",
        "the disk is full; the folder cannot be written",
        '"disk full at ...", resumable; refused before the first run',
        (
            f"{HURT}::test_a_full_disk_is_said_plainly_and_the_sweep_goes_on_once_there_is_room",
            f"{HURT}::test_a_file_that_may_not_grow_is_a_full_disk_too",
            f"{HURT}::test_a_folder_that_cannot_be_written_is_refused_before_the_first_run",
            f"{FAULTS}/test_every_command.py::test_output_that_cannot_be_written_is_a_failure_in_one_sentence",
        ),
    ),
    Row(
        "store",
        "a part cut short or flipped; a store of another version",
        "found by its checksum, put aside, run again; refused",
        (
            f"{SWEEP}::test_a_damaged_part_is_put_aside_and_its_runs_run_again",
            f"{SWEEP}::test_the_index_may_be_lost_or_spoilt",
            f"{SWEEP}::test_a_store_of_another_version_of_the_code_is_refused",
            f"{PROPERTIES}/test_store_life.py::StoreLife",
            f"{DASHBOARD}/test_store.py::test_what_was_harmed_is_not_there_and_can_be_written_again",
        ),
    ),
    Row(
        "surroundings",
        "locale, time zone, hash seed, threads, folder, path with spaces and Chinese",
        "the same results",
        (f"{FAULTS}/test_elsewhere.py::test_a_run_elsewhere_is_the_same_run",),
    ),
    Row(
        "surroundings",
        "no home folder that can be written",
        "works, with the kernels kept in the folder for temporary files",
        (f"{FAULTS}/test_elsewhere.py::test_without_a_home_it_is_the_same_run",),
    ),
    Row(
        "surroundings",
        "a terminal without Chinese; a reader who goes away",
        "signs are escaped; no word of it",
        (
            f"{FAULTS}/test_every_command.py::test_a_terminal_without_chinese_gets_the_same_json",
            f"{FAULTS}/test_every_command.py::test_a_reader_who_goes_away_is_no_fault_to_tell_of",
        ),
    ),
    Row(
        "surroundings",
        "another NumPy, another processor",
        "a golden county says what moved, beyond a tolerance",
        (
            "tests/golden/test_golden.py::test_the_golden_county_is_where_it_was",
            "tests/golden/test_golden.py::test_what_moved_is_named_and_rounding_is_not",
        ),
    ),
    Row(
        "link",
        "an unknown place, a repeated key, 1e99, %00; 10 MB",
        "the page opens with a note; refused kindly; own links stay short",
        (
            LINK,
            ANY_LINK,
            f"{SERVER}::test_a_link_of_ten_megabytes_is_refused_kindly",
            f"{DASHBOARD}/test_link.py::test_sixty_changes_on_both_sides_fit_into_a_link",
            f"{DASHBOARD}/test_link.py::test_a_packed_bomb_is_not_unpacked",
            f"{PAGE}::test_a_bad_link_opens_the_page_with_a_note",
        ),
    ),
    Row(
        "link",
        "a link that is wrong in thousands of places",
        "read no further than a dozen of them",
        (
            f"{PROPERTIES}/test_links.py::test_a_link_that_is_wrong_throughout_is_read_no_further",
            f"{PROPERTIES}/test_links.py::test_a_link_takes_no_more_changes_in_mid_play_than_the_page_does",
        ),
    ),
    Row(
        "link",
        "of another version",
        "refused with the reason, or told that numbers may differ",
        (
            LINK,
            f"{DASHBOARD}/test_link.py::test_another_version_of_the_model_is_told",
        ),
    ),
    Row(
        "socket",
        "20 MB, malformed JSON, an unknown comm, 1,000 clicks a second",
        "that page is closed; others go on",
        (
            f"{SERVER}::test_a_page_that_sends_nonsense_ends_alone",
            f"{GUARD}::test_a_message_that_no_page_of_ours_sends_cuts_off_that_page_alone",
            f"{GUARD}::test_a_thousand_clicks_at_once_cut_off_that_page_alone",
            f"{FAULTS}/test_fuzz.py::test_a_server_answers_after_a_minute_of_rubbish_on_its_sockets",
        ),
    ),
    Row(
        "socket",
        "a value out of range, a message of any shape from a raw client",
        "checked again; a sentence beside the control",
        (
            f"{DASHBOARD}/test_state.py::test_any_message_a_browser_may_send_is_answered_with_a_sentence",
            f"{PROPERTIES}/test_messages.py::test_any_message_to_any_control_is_answered_and_spoils_nothing",
        ),
    ),
    Row(
        "socket",
        "a strange host, origin, cookie or query",
        "refused in a sentence",
        (
            f"{GUARD}::test_a_name_that_is_not_ours_is_not_answered",
            f"{GUARD}::test_a_socket_from_another_site_is_refused",
            f"{PROPERTIES}/test_messages.py::test_any_request_is_answered_by_the_guard",
        ),
    ),
    Row(
        "socket",
        "Wi-Fi gone, laptop asleep, server restarted",
        "says so, and comes back to the same picture",
        (
            f"{PAGE}::test_a_lost_server_is_said_and_the_page_comes_back_as_it_was",
            f"{PAGE}::test_a_link_opens_the_same_page_after_a_restart",
            f"{BROKER}::test_a_page_that_slept_goes_on_where_it_was",
        ),
    ),
    Row(
        "door",
        "the server started again with the same token; another token; a cookie that is a week old",
        "let in; a page in the visitor's language with a field for the token, which keeps what the link says",
        (
            f"{DOORS}::test_the_same_token_opens_after_a_restart_and_the_printed_link_works",
            f"{GUARD}::test_a_server_started_again_with_the_same_token_knows_its_visitors",
            f"{GUARD}::test_who_is_not_let_in_sees_a_page_in_their_language_with_a_field_for_the_token",
            f"{GUARD}::test_the_token_may_be_typed_and_what_the_link_says_is_kept",
        ),
    ),
    Row(
        "door",
        "a token that others of the machine may see, or that holds signs of a link",
        "taken from a file or the surroundings; quoted in the link; a browser is started with a key for once",
        (
            f"{DOORS}::test_the_same_token_opens_after_a_restart_and_the_printed_link_works",
            f"{GUARD}::test_a_token_comes_from_a_file_or_from_the_surroundings",
            f"{GUARD}::test_a_key_opens_once_and_then_never",
        ),
    ),
    Row(
        "door",
        "more pages than there is room for; laptops that were closed; ninety behind one address",
        "the page says how many fit, and opens once there is room; who left holds no seat; all are let in",
        (
            f"{GUARD}::test_a_full_server_says_so_and_how_many_fit",
            f"{GUARD}::test_a_page_without_a_socket_learns_why",
            f"{GUARD}::test_a_page_that_was_left_holds_no_seat_and_is_let_go_for_who_comes",
            f"{GUARD}::test_a_class_of_ninety_behind_one_address_finds_seats",
            f"{DASHBOARD}/test_full.py::test_a_full_class_is_said_on_the_page_and_the_page_opens_once_there_is_room",
            f"{DASHBOARD}/test_doctor.py::test_how_many_pages_a_machine_bears_is_told",
        ),
    ),
    Row(
        "door",
        "a thousand connections that say half of what they want, or announce a body that never comes",
        "let go after seconds, the oldest first; others are answered meanwhile",
        (
            f"{DOORS}::test_a_thousand_half_open_connections_keep_nobody_out",
            f"{DASHBOARD}/test_punctual.py::test_a_request_that_is_never_finished_is_let_go",
            f"{DASHBOARD}/test_punctual.py::test_of_connections_that_say_nothing_the_oldest_make_room",
        ),
    ),
    Row(
        "door",
        "headers of proxies from whoever likes; TLS, another port or another name before the server",
        "believed from declared proxies alone; class link and QR say https; the page says what to declare",
        (
            f"{GUARD}::test_who_asks_is_taken_from_no_header_unless_a_proxy_was_declared",
            f"{GUARD}::test_a_page_behind_a_proxy_has_its_socket",
            f"{GUARD}::test_a_cookie_that_came_over_tls_goes_back_over_tls_alone",
            f"{GUARD}::test_a_page_without_a_socket_learns_why",
            f"{DASHBOARD}/test_rooms.py::test_the_link_for_the_class_says_what_the_browser_says",
        ),
    ),
    Row(
        "door",
        "messages of a megabyte from eight pages",
        "a budget of bytes for each page; one over it is cut off before its message is read",
        (
            f"{GUARD}::test_a_page_has_a_budget_of_bytes",
            f"{GUARD}::test_a_message_that_no_page_of_ours_sends_cuts_off_that_page_alone",
        ),
    ),
    Row(
        "door",
        "a port that is taken, a host that is none or another machine's, a place or story that is not there",
        "refused before the page starts, in a sentence with exit code 2",
        (f"{DOORS}::test_what_the_page_cannot_do_is_refused_before_it_starts",),
    ),
    Row(
        "door",
        "a place of one's own as an argument, as `--place`, or inside `--open`",
        "the page opens with it",
        (f"{DOORS}::test_a_place_of_ones_own_opens_however_it_is_named",),
    ),
    Row(
        "browser",
        "no canvas off screen, no newer functions, storage or cookies denied, maps that cannot be drawn",
        "maps on a plain canvas and all levers; else a sentence with versions, in the visitor's language",
        (
            f"{OLD}::test_a_browser_that_lacks_it_has_maps_and_levers",
            f"{OLD}::test_a_browser_that_cannot_is_told_in_its_language",
            f"{OLD}::test_maps_that_cannot_be_drawn_are_said_and_the_levers_stay",
        ),
    ),
    Row(
        "browser",
        "a day of the week where the model knows none",
        "the clock says the day of the run",
        (f"{OLD}::test_the_clock_knows_no_days_of_the_week",),
    ),
    Row(
        "browser",
        "a screen of 320 pixels",
        "nothing is wider than the screen",
        (f"{DASHBOARD}/test_page_fits.py::test_nothing_is_wider_than_the_narrowest_telephone",),
    ),
    Row(
        "recording",
        "bytes that are no recording, or one that was changed",
        "an error that the player tells; memory no larger than the recording",
        (
            f"{DASHBOARD}/test_recording_hostile.py::test_the_browser_refuses_what_is_no_recording_and_reads_what_is_one",
        ),
    ),
    Row(
        "class",
        "30 people press Run within a second",
        "served in turn, each with a place in the queue",
        (
            f"{DASHBOARD}/test_playback_queue.py::test_thirty_people_see_a_picture_one_after_another_and_are_then_served_in_turn",
            f"{DASHBOARD}/test_playback_queue.py::test_what_two_people_want_is_computed_once",
            f"{DASHBOARD}/test_player_plays.py::test_a_place_in_the_queue_is_said_and_asked_for_again",
        ),
    ),
    Row(
        "class",
        "two tabs, two people",
        "independent",
        (f"{DASHBOARD}/test_state.py::test_two_visitors_share_nothing",),
    ),
    Row(
        "class",
        "undo, reset, language in any order",
        "undo comes back step by step; the link says all of it",
        (f"{PROPERTIES}/test_undo.py::Undo",),
    ),
    Row(
        "class",
        "hundreds of visitors who plan, move levers and undo",
        "memory stays",
        (f"{FAULTS}/test_long_and_heavy.py::test_play_with_undo_does_not_grow_the_server",),
    ),
    Row(
        "notebook",
        "Ctrl-C, the stop button, an error in a step of one's own, and then run again",
        "the very calls of a run that was never stopped, or a sentence; minute, time and tables agree",
        (
            f"{FUNCTIONAL}/test_stopped.py::test_an_error_in_a_step_of_ones_own_costs_nothing",
            f"{FUNCTIONAL}/test_stopped.py::test_a_first_ctrl_c_is_heard_when_the_step_is_whole",
            f"{FUNCTIONAL}/test_stopped.py::test_what_was_broken_off_in_the_middle_says_so_on_every_door",
        ),
    ),
    Row(
        "notebook",
        "a cell, a skill, a township that cannot be, written through an agent; an agent removed or made",
        "refused at the assignment with the range; a sentence says how there come to be fewer",
        (
            f"{MESA}::test_what_no_row_can_hold_is_refused_at_the_assignment_with_the_range",
            f"{MESA}::test_every_column_has_a_range_or_is_kept_by_the_run",
            f"{MESA}::test_nobody_is_removed_and_nobody_is_made_but_by_the_scenario",
        ),
    ),
    Row(
        "notebook",
        "numbers as NumPy gives them, as seed, days, replications, processes",
        "the same numbers at every door; a truth value is none",
        (
            "tests/unit/core/test_numbers.py::test_a_whole_number_is_pythons_own_at_every_door",
            "tests/unit/core/test_numbers.py::test_what_is_no_number_is_none_at_any_door",
        ),
    ),
    Row(
        "plan",
        "a lever that the place fixes, days within the warm-up, slots, cells or seeds that cannot be",
        "refused when the plan is made, with the line; no run is begun",
        (
            f"{PLANS}::test_a_study_of_which_runs_would_fail_is_no_plan",
            f"{PLANS}::test_a_surge_where_there_is_no_such_township_is_refused_in_a_generated_county_too",
            f"{PLANS}::test_a_map_of_another_county_is_refused_wherever_it_stands",
            f"{PLANS}::test_what_a_comparison_can_know_it_refuses",
        ),
    ),
    Row(
        "plan",
        "a number that only some places take, through any door: file, path, timeline, grid, sample, Python",
        "one reading for all doors",
        (
            f"{PLANS}::test_a_number_that_one_door_refuses_no_door_takes",
            f"{PLANS}::test_a_path_takes_what_any_door_takes",
        ),
    ),
    Row(
        "plan",
        "an option, a parameter of a study or of a path said twice; a timeline beyond the end of the run",
        "refused; told",
        (
            f"{PLANS}::test_an_option_given_twice_is_refused",
            f"{PLANS}::test_a_number_beside_the_path_that_moves_it_is_refused_unless_it_is_where_the_path_begins",
            f"{PLANS}::test_what_the_timeline_says_for_after_the_end_is_told",
        ),
    ),
    Row(
        "store",
        "a new rule beside the others, or a comment, and then a finished sweep or study again",
        "the same runs: a run is named by what it depends on",
        (
            "tests/unit/experiments/provenance/test_makers.py"
            "::test_a_rule_beside_the_others_or_a_comment_closes_no_folder",
        ),
    ),
    Row(
        "store",
        "a number changed in the kept folder of a study, or a file of another shape",
        "found by its checksum, and run again",
        (
            f"{COMMON}::test_what_was_changed_in_a_folder_is_made_again",
            f"{COMMON}::test_what_is_kept_for_one_is_not_taken_for_another",
        ),
    ),
    Row(
        "store",
        "a run and a comparison into one folder",
        "refused, with the command whose answer it holds",
        (
            f"{FOLDERS}::test_two_answers_are_not_mixed_in_one_folder",
            f"{FOLDERS}::test_a_run_and_a_comparison_do_not_share_a_folder",
        ),
    ),
    Row(
        "file",
        "a county saved to a device, a pipe, a link; a template on a full disk; no memory left",
        "a sentence; what was there stays, and nothing half-made",
        (
            f"{HOSTILE}::test_a_county_is_saved_to_a_regular_file_or_not_at_all",
            "tests/unit/core/test_files.py::test_a_device_or_a_pipe_is_never_replaced",
            f"{FOLDERS}::test_a_template_that_cannot_be_written_leaves_nothing",
            f"{FOLDERS}::test_out_of_memory_is_said_in_a_sentence",
            f"{FOLDERS}::test_too_few_addresses_for_a_sweep_are_said_before_a_library_ends_it",
        ),
    ),
    Row(
        "text",
        "a table opened in a spreadsheet: Chinese, formulas, keys of nineteen digits, parts of people",
        "read as written; who came, from where and how far stand beside a call",
        (
            f"{TABLES}::test_a_text_that_a_spreadsheet_takes_for_another_thing_is_marked",
            f"{TABLES}::test_a_number_that_a_spreadsheet_would_round_is_a_text_and_described_as_one",
            f"{TABLES}::test_calls_say_who_came_from_where_and_how_far_and_people_are_whole",
        ),
    ),
    Row(
        "long",
        "half a year in one run",
        "memory grows by what is recorded and no more",
        (f"{FAULTS}/test_long_and_heavy.py::test_half_a_year_grows_by_what_is_recorded_and_no_more",),
    ),
    Row(
        "long",
        "any order of running, changing, saving and loading",
        "no call is lost, no end undone",
        (f"{PROPERTIES}/test_call_life.py::CallLife",),
    ),
    Row(
        "statistics",
        "equal rules; independent seeds",
        "every paired difference is exactly 0; 5 % called different",
        (
            f"{FUNCTIONAL}/test_equal_rules.py::test_on_the_same_worlds_every_difference_is_exactly_nothing",
            f"{FUNCTIONAL}/test_equal_rules.py::test_on_independent_worlds_equal_rules_are_called_different_as_often_as_promised",
        ),
    ),
    Row(
        "statistics",
        "a constant outcome, all missing, one world",
        'defined, or "not observed" with n',
        (
            "tests/unit/experiments/test_verdict.py::test_what_was_not_observed_is_said",
            "tests/unit/experiments/test_verdict.py::test_one_world_shows_nothing",
            "tests/unit/experiments/test_verdict.py::test_equal_rules_are_exactly_the_same",
        ),
    ),
    Row(
        "text",
        "digits and signs of full width, as Chinese input methods type them: ０．３ ＝ ，；in TOML",
        "read as the ordinary ones in numbers and lists; in TOML named with line and sign",
        (
            f"{TYPED}::test_a_number_of_full_width_is_the_number",
            f"{TYPED}::test_every_number_of_the_command_line_is_read_so",
            f"{TYPED}::test_a_sign_of_full_width_in_toml_is_named_with_its_line",
        ),
    ),
    Row(
        "name",
        "a rule by its Chinese name",
        "taken wherever a rule is typed; results name the rule itself",
        (f"{TYPED}::test_every_rule_and_map_is_known_by_its_chinese_name",),
    ),
    Row(
        "file",
        "a file that is not there",
        "said so, with where it was looked for and what to do, or a name that is near; in both languages",
        (f"{TYPED}::test_a_file_that_is_not_there_says_which_where_and_what_to_do",),
    ),
    Row(
        "text",
        "a township called =1+1 in tables that people open with a spreadsheet",
        "written with an apostrophe, and read back as it was",
        (
            f"{TYPED}::test_a_name_is_no_formula_in_a_table_and_reads_back_as_it_was",
            f"{TOWNS}::test_a_township_called_like_a_formula_is_none_in_its_tables",
        ),
    ),
    Row(
        "number",
        "a rate over crashes of which none was seen",
        "not observed; never a number of a dozen digits",
        (f"{CALIBRATION}::test_a_calibration_without_a_crash_is_not_observed",),
    ),
    Row(
        "store",
        "every worker of a cluster gone for good",
        "after a minute a sentence that says so and how to go on; what is stored stays",
        (
            "tests/unit/experiments/test_dask_alone.py::"
            "test_workers_that_are_all_gone_are_not_waited_for_without_end",
            f"{FUNCTIONAL}/test_sweep_on_dask.py::"
            "test_a_sweep_whose_workers_are_all_gone_ends_with_a_sentence_and_goes_on",
        ),
    ),
    Row(
        "surroundings",
        "the page put into a notebook",
        "a sentence that says where it is drawn",
        (f"{DASHBOARD}/test_page_elsewhere.py::test_the_page_in_a_notebook_is_a_sentence",),
    ),
    Row(
        "answer",
        "two intervals of one difference; means that many calls did not live to enter; outcomes asked for",
        "each interval says for how many rules it holds; survivors' means and what was asked for are told",
        (
            "tests/unit/experiments/test_verdict.py::test_two_rules_need_more_than_one_rule_does",
            f"{REPORT}::test_what_a_study_asks_for_by_name_is_told",
            f"{REPORT}::test_a_mean_that_many_calls_did_not_live_to_enter_is_marked_point_by_point",
        ),
    ),
    Row(
        "answer",
        "a stored comparison that another program judges; a list in 80 columns",
        "p values, Holm's verdicts and the number of each world are in it; read record by record",
        (
            "tests/unit/experiments/test_result.py::"
            "test_a_stored_outcome_has_the_number_of_each_world_and_the_test_of_each_difference",
            "tests/unit/experiments/test_listing.py::test_a_list_that_is_too_wide_for_a_table_can_be_read",
        ),
    ),
    Row(
        "file",
        "call_weights.csv without a column, with an unknown kind or one that follows queues, one below 0 "
        "or none above it, a cell twice, no centre of a cell",
        "refused with line and column, in the reader's language",
        (
            f"{WEIGHTS}::test_what_is_wrong_with_a_table_is_named",
            f"{WEIGHTS}::test_what_is_wrong_with_a_table_is_told_in_chinese",
        ),
    ),
    Row(
        "file",
        "call_weights.csv with a cell outside of the county, or for cells of another size",
        "refused when the county is made, with kind and cell",
        (f"{WEIGHTS}::test_cells_that_the_county_does_not_have_are_refused_when_it_is_made",),
    ),
    Row(
        "file",
        "weights that leave a kind nowhere to arise; weights in cells where nobody of this world lives",
        "refused; calls arise by who is expected to live there",
        (
            f"{WEIGHTS}::test_weights_that_leave_nothing_are_refused",
            f"{WEIGHTS}::test_where_nobody_happens_to_be_calls_arise_by_who_is_expected_there",
        ),
    ),
    Row(
        "log",
        "too few calls, no points, no times of sending, arrivals that do not follow the way",
        "the number stays as the place has it, and the reason is said with how many calls there are",
        (
            f"{LOGS}/test_where_calls_arise.py::test_too_few_calls_tell_nothing",
            f"{LOGS}/test_where_calls_arise.py::test_chance_is_not_written",
            f"{LOGS}/test_travel_and_time_at_calls.py::test_without_the_times_no_speed_is_told",
            f"{LOGS}/test_travel_and_time_at_calls.py::test_arrivals_that_do_not_follow_the_way_tell_no_speed",
        ),
    ),
    Row(
        "log",
        "an export in another encoding or with other separators; Chinese that comes late in it",
        "read as the same log; a guess is said",
        (
            f"{LOGS}/test_importing.py::test_encodings_and_separators_make_the_same_log",
            f"{LOGS}/test_importing.py::test_chinese_that_comes_late_in_a_large_file_tells_the_encoding",
        ),
    ),
    Row(
        "log",
        "headings of two rows with merged cells, titles above, headings once more, blank rows",
        "read; what is left out is counted by reason, rows as a spreadsheet counts them",
        (
            f"{LOGS}/test_importing.py::test_merged_headings_of_two_rows_are_read",
            f"{LOGS}/test_importing.py::test_a_merged_cell_above_completes_the_one_below",
            f"{LOGS}/test_importing.py::test_rows_are_counted_as_a_spreadsheet_does",
            f"{LOGS}/test_importing.py::test_every_row_is_in_the_log_or_counted",
        ),
    ),
    Row(
        "log",
        "two forms of time in one column, numbers of days of a spreadsheet, 3/4/2025",
        "each read in its own form, and said; refused where nothing tells the order of day and month",
        (
            f"{LOGS}/test_times.py::test_two_forms_in_one_column_are_each_read_in_their_own",
            f"{LOGS}/test_importing.py::test_numbers_of_days_and_two_forms_in_one_column_are_said",
            f"{LOGS}/test_times.py::test_an_order_that_nothing_tells_is_refused",
        ),
    ),
    Row(
        "log",
        "cells that begin with =",
        "a text formula is its text; another is read as empty, and said with its row",
        (f"{LOGS}/test_importing.py::test_text_formulas_are_their_text_and_others_are_nothing_and_said",),
    ),
    Row(
        "log",
        "impossible or missing times, midnight, clocks put forward and back, duplicates, gaps of days",
        "told by count and row; every row stays",
        (
            f"{LOGS}/test_checking.py::test_times_that_cannot_be_are_told_by_row",
            f"{LOGS}/test_checking.py::test_a_date_not_put_on_at_midnight_is_not_told_twice",
            f"{LOGS}/test_checking.py::test_clocks_put_forward_and_back_are_told",
            f"{LOGS}/test_checking.py::test_the_same_call_twice_is_told_by_row_or_by_number",
            f"{LOGS}/test_checking.py::test_a_run_of_days_without_calls_is_a_gap_only_where_chance_would_not_make_it",
        ),
    ),
    Row(
        "log",
        "names, telephone or identity numbers of people in an export",
        "refused until the map says that the column is not used; a number is not repeated in the message",
        (
            f"{LOGS}/test_importing.py::test_a_file_that_names_people_is_refused_unless_the_map_has_seen_it",
            f"{LOGS}/test_importing.py::test_numbers_of_people_in_what_is_kept_are_refused_and_not_repeated",
        ),
    ),
    Row(
        "log",
        "a map with an unknown key, column, kind, zone or corner; a file that is no log, or of a later form",
        "refused by key and value, with what may have been meant",
        (
            f"{LOGS}/test_importing.py::test_a_map_that_is_wrong_is_refused_by_its_key",
            f"{LOGS}/test_importing.py::test_a_file_that_is_no_log_and_one_of_a_later_form_are_refused",
        ),
    ),
    Row(
        "log",
        "rows with more cells than headings, a quote that is never closed, prose where types should stand",
        "refused with the row",
        (
            f"{LOGS}/test_importing.py::test_what_cannot_be_read_is_refused_with_the_cause",
            f"{LOGS}/test_importing.py::test_signs_behind_the_last_column_are_no_cells_but_words_there_are",
            f"{LOGS}/test_importing.py::test_a_column_of_prose_is_no_type",
        ),
    ),
    Row(
        "server",
        "a certificate without its key, of another key, locked, or a file of another kind",
        "refused before it listens, with file and cause",
        (f"{DASHBOARD}/test_certificate.py::test_what_does_not_fit_is_refused_by_name",),
    ),
    Row(
        "server",
        "a root path that is none, that is the page's own, or that a proxy takes off or leaves on",
        "refused with what is allowed; either way of a proxy works",
        (
            f"{DASHBOARD}/test_root_path.py::test_what_is_no_path_is_refused_with_field_value_and_rule",
            f"{DASHBOARD}/test_root_path.py::test_a_path_that_begins_as_the_page_s_own_is_refused",
            f"{STAYS}::test_the_page_works_below_a_path_and_asks_nothing_outside_it",
        ),
    ),
    Row(
        "server",
        "stopped in the middle of a class, a second signal, a page that is never left",
        "open pages are told, new ones refused; it ends when the last is left, time is up, or at once",
        (
            f"{STAYS}::test_open_pages_are_told_and_new_ones_refused_while_it_ends",
            f"{DRAINING}::test_it_ends_when_time_is_up_though_a_page_is_open",
            f"{DRAINING}::test_a_second_signal_ends_it",
        ),
    ),
    Row(
        "server",
        "killed, or started again, while rooms and their counties are open",
        "they are there again, with votes and files",
        (
            f"{STAYS}::test_a_room_is_there_again_after_a_restart_with_its_county_and_votes",
            f"{STAYS}::test_a_server_that_is_killed_has_kept_what_was_written",
            f"{KEPT_ROOMS}::test_a_county_whose_folder_has_gone_is_neither_written_empty_nor_forgotten",
        ),
    ),
    Row(
        "server",
        "a file of rooms that is another's, damaged or of a later version; a second server; a full disk",
        "refused and left as it is; what cannot be written is said, and tried again",
        (
            f"{KEPT_ROOMS}::test_a_file_that_is_none_of_ours_or_damaged_is_refused_and_stays",
            f"{KEPT_ROOMS}::test_two_servers_do_not_share_a_folder",
            f"{KEPT_ROOMS}::test_a_disk_that_takes_nothing_is_said_and_tried_again",
        ),
    ),
    Row(
        "server",
        "secrets in lines of the log: tokens, cookies",
        "none stands there",
        (f"{STAYS}::test_https_by_itself_with_lines_that_hold_no_secret",),
    ),
)


def table() -> str:
    """The register as the page shows it."""
    lines = ["| where | what goes wrong | what is promised | shown by |", "|---|---|---|---|"]
    lines += [f"| {row.area} | {row.what} | {row.promised} | {_shown(row)} |" for row in ROWS]
    return "\n".join(lines)


def _shown(row: Row) -> str:
    """The files of the tests, each once, as links from docs/."""
    files = dict.fromkeys(test.split("::")[0] for test in row.tests)
    return ", ".join(f"[{file.rsplit('/', 1)[-1]}](../{file})" for file in files)
