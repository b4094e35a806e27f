import json
import re
import zlib
from base64 import b64decode
from xml.etree import ElementTree

import pytest
from django.template import Context, Template
from django.test import Client
from django.urls import reverse

from mentorhalo.core.tests.access import INTERVIEWER, RESEARCHER, World
from mentorhalo.surveys.openrosa.codes import collect_settings, packed

from .clients import Collect
from .wire import InProcess

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
ADDRESS = "https://mentor.example.org/openrosa/key/Zk8"


def test_settings_have_what_collect_asks_for() -> None:
    settings = collect_settings(ADDRESS, "Lakossági kutatás " * 5)

    assert settings["general"]["server_url"] == ADDRESS
    assert settings["admin"] == {}
    assert len(settings["project"]["name"]) == 40


def test_code_holds_the_settings_compressed() -> None:
    settings = collect_settings(ADDRESS, "Kutatás")

    assert json.loads(zlib.decompress(b64decode(packed(settings)))) == settings


def test_code_stands_in_a_page_under_a_strict_policy() -> None:
    drawn = Template("{% load collect %}{% collect_code address name %}").render(
        Context({"address": ADDRESS, "name": "<script>"})
    )

    assert ElementTree.fromstring(drawn).tag.endswith("svg")
    assert re.findall(r"style=|<script|on\w+=", drawn) == []


@pytest.mark.django_db
def test_renewed_sign_in_is_shown_with_the_code_and_its_address_works(client: Client, world: World) -> None:
    client.force_login(world.users[RESEARCHER], backend=BACKEND)
    interviewer = world.interviewers[INTERVIEWER]

    page = client.post(reverse("surveys:renew_device", args=[interviewer.pk])).content.decode()
    (token,) = re.findall(r"/openrosa/key/([\w-]+)</code>", page)
    assert page.count('class="mh-qr"') == 1
    assert [form["formID"] for form in Collect(InProcess(), way=f"/key/{token}").forms()] == ["household"]
