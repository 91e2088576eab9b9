"""Requests to S3 are signed as Amazon's own client signs them."""

from __future__ import annotations

import string

from botocore.auth import S3SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
from hypothesis import given
from hypothesis import strategies as st
from sixfold.core.signature import encoded, encoded_query, signed

MOMENT = "20261231T235959Z"
WORDS = st.text(string.ascii_letters + string.digits + " +&=%?#~._-äß日", max_size=12)
SECRETS = st.text(string.ascii_letters + string.digits + "/+ ", min_size=8, max_size=40)


class Amazon(S3SigV4Auth):  # type: ignore[misc]  # botocore has no types
    """Amazon's way, at our moment."""

    def sign(self, request: AWSRequest) -> str:
        request.context["timestamp"] = MOMENT
        request.context["payload_signing_enabled"] = True
        request.headers["X-Amz-Date"] = MOMENT
        request.headers["X-Amz-Content-SHA256"] = self.payload(request)
        text = self.string_to_sign(request, self.canonical_request(request))
        return str(self.signature(text, request))


@given(
    st.sampled_from(["GET", "PUT", "DELETE"]),
    st.lists(WORDS, max_size=3),
    st.dictionaries(st.text(string.ascii_lowercase + "-", min_size=1, max_size=9), WORDS),
    st.binary(max_size=20),
    SECRETS,
)
def test_a_request_is_signed_as_amazon_signs_it(
    method: str, parts: list[str], query: dict[str, str], body: bytes, secret: str
) -> None:
    path = "/" + "/".join(parts)
    headers = signed(
        method, path, query, {"Host": "127.0.0.1:9000"}, body, key="k", secret=secret, moment=MOMENT
    )

    url = f"http://127.0.0.1:9000{encoded(path)}?{encoded_query(query)}".removesuffix("?")
    request = AWSRequest(method=method, url=url, data=body, headers={"Host": "127.0.0.1:9000"})
    theirs = Amazon(Credentials("k", secret), "s3", "us-east-1").sign(request)

    assert headers["Authorization"].endswith(f"Signature={theirs}")
    assert "Credential=k/20261231/us-east-1/s3/aws4_request" in headers["Authorization"]
    assert secret not in "".join(headers.values()) or secret.strip() == ""
