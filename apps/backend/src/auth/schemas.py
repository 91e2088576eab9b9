"""What auth says and hears over HTTP. A password only ever comes in."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, SecretStr, StringConstraints

from src.auth.rules import LONGEST_PASSWORD
from src.auth.service import Registration
from src.auth.users import LONGEST_EMAIL, User
from src.bodies import PLAIN, Body

Email = Annotated[str, StringConstraints(max_length=LONGEST_EMAIL, pattern=PLAIN)]
Name = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200, pattern=PLAIN)
]


def _encodable(password: SecretStr) -> SecretStr:
    """JSON may carry half a surrogate pair, which is no character and has no bytes to hash."""
    try:
        password.get_secret_value().encode()
    except UnicodeEncodeError:
        raise ValueError("has characters that do not exist") from None
    return password


Password = Annotated[SecretStr, Field(max_length=LONGEST_PASSWORD), AfterValidator(_encodable)]
Currency = Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")]


class _Request(Body):
    model_config = ConfigDict(hide_input_in_errors=True)


class RegistrationIn(_Request):
    """A new person."""

    email: Email
    name: Name
    password: Password

    def asked(self) -> Registration:
        """The use case's form of it."""
        return Registration(self.email, self.name, self.password.get_secret_value())


class SignInIn(_Request):
    """Who somebody says they are, and the proof."""

    email: Email
    password: Password


class PasswordIn(_Request):
    """A change of password. All sessions end but a new one for who asked."""

    password: Password
    new_password: Password


class ProfileIn(_Request):
    """What may change of a person; what is left out stays."""

    name: Name = ""
    base_currency: Currency = ""


class UserOut(BaseModel):
    """Who is signed in."""

    id: int
    email: str
    name: str
    base_currency: str

    @classmethod
    def of(cls, user: User) -> UserOut:
        """What is shown of a person."""
        return cls.model_validate(user, from_attributes=True)


class SessionOut(BaseModel):
    """Who is signed in, or that nobody is."""

    user: UserOut | None
