"""An image of a real engine: built from nothing, labelled, and equal when its content is."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sixfold import shell
from sixfold.core.build import image_hash
from sixfold.errors import NotPassed
from sixfold.runtimes.engine_build import ImageBuild, ImageBuilder, find_builder

DOCKERFILE = """\
FROM scratch
ARG NOTE=none
COPY page.html /page.html
ENV NOTE=$NOTE
CMD ["/nothing"]
"""


@pytest.fixture(params=["docker", "podman"])
def builder(request: pytest.FixtureRequest) -> Iterator[ImageBuilder]:
    found, why = find_builder(request.param)
    if found is None:
        pytest.skip(f"no image can be built: {why}")
    yield found
    argv = [found.engine.program, "rmi", "--force", *map(_image, "abc")]
    shell.run(argv, env=found.engine.environment, check=False)


@pytest.fixture
def context(tmp_path: Path) -> Path:
    (tmp_path / "Dockerfile").write_text(DOCKERFILE)
    (tmp_path / "page.html").write_text("<p>one</p>")
    (tmp_path / "ca.pem").write_text("a certificate")
    return tmp_path


def _image(name: str) -> str:
    return f"sixfold-test-build-{name}:local"


def wanted(context: Path, name: str, **arguments: str) -> ImageBuild:
    return ImageBuild(
        image=_image(name),
        context=context,
        dockerfile=context / "Dockerfile",
        arguments=arguments,
        secrets={"ca": context / "ca.pem"},
        labels={"dev.sixfold.tree": name},
    )


def test_an_image_is_built_with_its_labels_and_arguments_and_equal_content_has_one_hash(
    builder: ImageBuilder, context: Path
) -> None:
    first = builder.build(wanted(context, "a", NOTE="hello"))
    again = builder.build(wanted(context, "b", NOTE="hello"))
    other = builder.build(wanted(context, "c", NOTE="bye"))

    assert first["Config"]["Labels"]["dev.sixfold.tree"] == "a"
    assert "NOTE=hello" in first["Config"]["Env"]
    assert image_hash(first) == image_hash(again)
    assert image_hash(first) != image_hash(other)


def test_a_build_that_fails_is_told_in_the_engines_words(
    builder: ImageBuilder, context: Path
) -> None:
    (context / "page.html").unlink()

    with pytest.raises(NotPassed, match=r"page\.html"):
        builder.build(wanted(context, "broken"))
