"""What a build's content is, and what an image's build is told."""

from __future__ import annotations

from sixfold.core.build import BuildTarget, build_arguments, image_hash, tree_hash


def test_a_tree_is_its_names_and_contents_in_any_order() -> None:
    files = [("a", "1"), ("b", "2")]

    assert tree_hash(files) == tree_hash(reversed(files))
    assert (
        len({tree_hash(files), tree_hash([("a", "1")]), tree_hash([("a", "2"), ("b", "1")])}) == 3
    )


def test_an_image_is_its_layers_and_its_start_and_not_when_or_for_which_commit_it_was_made() -> (
    None
):
    layers = {"Layers": ["sha256:a", "sha256:b"]}
    image = {
        "Created": "today",
        "RootFS": layers,
        "Config": {"User": "1", "Labels": {"commit": "x"}, "Env": ["A=1"], "Volumes": None},
    }
    again = {"Created": "tomorrow", "RootFS": layers, "Config": {"Env": ["A=1"], "User": "1"}}

    assert image_hash(image) == image_hash(again)
    assert image_hash(image) != image_hash(again | {"RootFS": {"Layers": ["sha256:a"]}})
    assert image_hash(image) != image_hash(again | {"Config": {"Env": ["A=1"], "User": "0"}})


def test_arguments_come_from_the_configuration_then_the_environment_then_the_command_line() -> None:
    target = BuildTarget(
        "web", dockerfile="D", arguments={"ID": "b-{inputs}", "X": "1"}, passed=("BASE", "NODE")
    )
    environ = {"BASE": "alpine", "NODE": "", "OTHER": "never", "X": "never"}

    assert build_arguments(target, "abc", environ, {}) == {
        "ID": "b-abc",
        "X": "1",
        "BASE": "alpine",
    }
    assert build_arguments(target, "abc", environ, {"BASE": "own"})["BASE"] == "own"
