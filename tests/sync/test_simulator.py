"""Whatever a carrier, a stranger or a mishap does: all machines end with the same, nothing is lost, nothing gets in.

`NEARER_SEEDS=20000` plays more stories than are always played.
"""

import os

import pytest

from tests.sync.simulator import SEEDS, Act, Story, check, play

COUNT = int(os.environ.get("NEARER_SEEDS", SEEDS))
PARTS = 12


@pytest.mark.parametrize("part", range(PARTS))
def test_all_machines_end_with_the_same_and_nothing_is_lost(part: int) -> None:
    check(range(COUNT * part // PARTS, COUNT * (part + 1) // PARTS))


def test_a_file_of_an_older_format_is_read_after_an_update() -> None:
    play(Story(1, 2, (Act("exchange", 10, 10, 526635),)))


def test_two_files_that_change_places_are_only_copies() -> None:
    play(Story(142, 3, (Act("exchange", 3, 11, 317778), Act("overwrite", 12, 42, 637318))))


def test_what_another_said_of_a_record_outlives_that_one_erases_it() -> None:
    play(
        Story(
            698,
            2,
            (
                Act("two_windows", 37, 57, 228364),
                Act("carry", 29, 42, 893124),
                Act("exchange", 2, 28, 161696),
                Act("edit_the_same", 26, 13, 572971),
                Act("erase", 43, 51, 534563),
                Act("exchange", 21, 57, 882626),
            ),
        )
    )


def test_a_removal_after_an_erasure_knows_of_it_and_so_holds() -> None:
    play(Story(582, 2, (Act("erase", 8, 20, 374284), Act("remove", 34, 38, 370665))))


def test_who_comes_while_another_goes_gets_the_new_key_too() -> None:
    play(
        Story(
            63,
            4,
            (
                Act("remove_machine", 16, 11, 368988),
                Act("admit", 20, 15, 191777),
                Act("admit", 36, 37, 589110),
            ),
        )
    )


def test_two_machines_that_remove_two_at_once_write_in_a_key_that_neither_has() -> None:
    play(Story(23, 4, (Act("remove_two", 26, 52, 173105), Act("admit", 35, 44, 568134))))


def test_a_file_whose_number_was_not_kept_is_not_numbered_again() -> None:
    acts = (Act("admit", 39, 46, 204456), Act("create", 33, 45, 201028), Act("home_full", 8, 10, 370132))
    play(Story(175, 4, acts))


def test_a_removed_machine_has_none_of_the_keys_that_come_after_a_window_was_killed() -> None:
    acts = (Act("remove_machine", 24, 21, 420245), Act("create", 54, 6, 704280), Act("kill", 30, 54, 862585))
    play(Story(199, 4, acts))


def test_who_takes_part_is_said_again_when_all_copies_of_it_were_lost() -> None:
    acts = (Act("carry_well", 56, 54, 652153), Act("roll_back", 33, 54, 551821), Act("lose_mirror", 18, 39, 494752))
    play(Story(376, 3, acts))


def test_what_was_written_anew_is_told_when_old_files_come_back_from_the_folder() -> None:
    acts = (Act("two_windows", 9, 5, 33694), Act("lose_mirror", 25, 35, 343791), Act("edit_the_same", 41, 23, 689364))
    play(Story(53, 2, acts))


def test_a_larger_file_takes_the_place_of_small_ones_though_the_window_was_killed_in_between() -> None:
    play(
        Story(
            85,
            2,
            (
                Act("two_windows", 10, 3, 274663),
                Act("two_windows", 10, 15, 259963),
                Act("roll_back", 52, 11, 815483),
                Act("roll_back", 20, 12, 188601),
                Act("carry_well", 52, 41, 925631),
                Act("carry", 1, 22, 401445),
                Act("create", 8, 11, 133341),
                Act("exchange", 32, 34, 555033),
                Act("carry", 46, 45, 635049),
                Act("kill", 17, 14, 597762),
            ),
        )
    )


def test_part_of_the_own_files_coming_back_does_not_hide_that_others_are_lost() -> None:
    play(
        Story(
            1358,
            2,
            (
                Act("admit", 52, 29, 972082),
                Act("two_windows", 51, 16, 259659),
                Act("roll_back", 42, 25, 950742),
                Act("lose_mirror", 33, 10, 366458),
            ),
        )
    )


def test_a_note_that_found_no_room_is_written_again() -> None:
    acts = (
        Act("edit", 15, 19, 97758),
        Act("full", 39, 51, 370464),
        Act("carry", 45, 44, 868474),
        Act("full", 8, 30, 389725),
    )
    play(Story(1247, 3, acts))


def test_what_a_new_hand_writes_in_an_older_home_is_told_though_its_numbers_are_low() -> None:
    acts = (
        Act("keep_backup", 43, 8, 944684),
        Act("two_windows", 19, 37, 30100),
        Act("restore_home", 19, 25, 707564),
        Act("restore_records", 51, 39, 398325),
        Act("exchange", 19, 1, 625177),
        Act("two_windows", 27, 35, 959838),
    )
    play(Story(11007, 4, acts))
