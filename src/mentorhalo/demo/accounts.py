"""The demonstration's accounts, one for each role. Their password is public: they exist only beside demonstration data."""

from dataclasses import dataclass

from mentorhalo.accounts.choices import Role

PASSWORD = "falunap-bemutato"


@dataclass(frozen=True)
class DemoAccount:
    email: str
    role: Role
    name: str


ACCOUNTS = (
    DemoAccount("admin@mentorhalo.example", Role.ADMINISTRATOR, "Rendszergazda Réka"),
    DemoAccount("iroda@mentorhalo.example", Role.OFFICE, "Iroda Ilona"),
    DemoAccount("szerkeszto@mentorhalo.example", Role.EDITOR, "Szerkesztő Szabina"),
    DemoAccount("szakerto@mentorhalo.example", Role.EXPERT, "Szakértő Szilvia"),
    DemoAccount("szupervizor@mentorhalo.example", Role.SUPERVISOR, "Szupervizor Szonja"),
    DemoAccount("kutato@mentorhalo.example", Role.RESEARCHER, "Kutató Katalin"),
    DemoAccount("ellenor@mentorhalo.example", Role.AUDITOR, "Ellenőr Ernő"),
    DemoAccount("vezeto@mentorhalo.example", Role.GROUP_LEADER, ""),
    DemoAccount("mentor@mentorhalo.example", Role.MENTOR, ""),
    DemoAccount("kozosseg@mentorhalo.example", Role.REPRESENTATIVE, "Közösségi Kata"),
)
