"""The texts that the lesson on language brings along, by the name that a link holds. All written for this course."""

TEXTS: dict[str, str] = {
    "Rhyme": (
        "the cat sat on the mat and the dog lay on the log.\n"
        "the rat ran to the cat and the hen sat on the egg.\n"
        "the dog saw the cat and the cat saw the rat.\n"
        "the hen ran to the dog and the dog ran to the mat.\n"
    ),
    "New rhyme": "the goat sat on the road and the hen saw the goat.",
    "Harbour": (
        "The harbour is quiet in the morning. The boats lie beside each other, and the water is as flat as a sheet of "
        "glass. An old man sits on the wall and mends a net. He has done so every day since he was a boy, and he "
        "says that a net is never finished: when the last hole is closed, the first one is open again.\n"
        "Later the wind comes from the west. It brings the smell of salt and the sound of the bell on the church "
        "tower. The children run along the wall, the dogs run after the children, and the old man holds his net so "
        "that nobody falls over it. By noon the fish market opens, and everybody who lives near the harbour is "
        "there, whether they want fish or only want to hear what the others have heard.\n"
        "In the evening the boats come back. First there is a light far out on the sea, then there are two, and then "
        "there are so many that the children can no longer count them. The old man puts the net away, stands up, and "
        "walks home along the wall. Behind him the harbour is quiet again, and the water is as dark as the sky.\n"
    ),
    "Lighthouse": (
        "The lighthouse stands at the end of the wall. At night its light goes over the sea, over the boats and over "
        "the houses near the harbour. The woman who lives there has never been afraid of the wind. She says that the "
        "sea is only water, and that the light is only a lamp, but that together they bring the boats home.\n"
    ),
    "Menu": (
        "Café crème, thé glacé, jus d’été\n"
        "Pâté de forêt, velouté à la crème\n"
        "Gâteau brûlé, pêche, crème glacée\n"
    ),
    "Four ways": "north east south west north west east south south north west east",
    "Two answers": "yes yes yes yes\nno maybe later never",
    "Eight answers": "yes no yes maybe yes later yes never",
    "Weather north": "rain rain cloud rain cloud sun rain rain cloud cloud rain rain snow cloud",
    "Weather south": "sun sun cloud sun rain sun sun cloud rain rain cloud sun sun sun",
}  # fmt: skip
