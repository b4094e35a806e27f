"""The topics that come with the product. An installation renames, reorders or retires them; none is ever taken away."""

TOPICS: tuple[tuple[str, str, str], ...] = (
    ("community-development", "Közösségfejlesztés", "Community development"),
    ("participation", "Részvétel és társadalmasított működés", "Participation and socialised operation"),
    ("volunteering", "Önkéntesség", "Volunteering"),
    ("partnership", "Együttműködés, partnerség", "Cooperation, partnership"),
    ("house-of-culture", "Művelődési ház, közösségi színtér", "Houses of culture, community spaces"),
    ("library", "Könyvtár", "Library"),
    ("museum", "Múzeum, tájház", "Museum, folk house"),
    ("heritage", "Helyi érték, hagyomány", "Local values, traditions"),
    ("event", "Rendezvény, falunap", "Events, village days"),
    ("grant", "Pályázat, elszámolás", "Grants and accounts"),
    ("legal", "Jog, egyesület, adatvédelem", "Law, associations, data protection"),
    ("survey", "Felmérés, értékelés", "Surveys, evaluation"),
    ("training", "Képzés, tanulás", "Training, learning"),
    ("practice", "Jó gyakorlat", "Good practice"),
    ("equal-opportunity", "Esélyegyenlőség", "Equal opportunities"),
)
