from mentorhalo.core.differences import compared


def test_comparison_shows_what_was_taken_out_and_put_in() -> None:
    parts = compared("Kovács János klubja nagy.", "[név] klubja nagy.")

    assert [(part.kind, part.text) for part in parts] == [
        ("out", "Kovács János"),
        ("in", "[név]"),
        ("same", " klubja nagy."),
    ]
