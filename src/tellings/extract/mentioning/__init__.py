"""The parts of finding mentions: names, offices, descriptions and pronouns, and what each stands for."""
