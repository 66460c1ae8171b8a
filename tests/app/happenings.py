"""Short reports of invented happenings, by id: which of them tell of one is plain."""

FERRY_AND_VOTE = {
    "f1": "The ferry Halden sank off Port Brandon on Monday, killing 14 people. Harbour master Ilse Brandt closed the port of Port Brandon.",
    "f2": "Fourteen people died when the ferry Halden sank off Port Brandon on Monday, harbour master Ilse Brandt said. The port is closed.",
    "f3": "Divers reached the ferry Halden, which sank off Port Brandon on Monday with 14 dead, said harbour master Ilse Brandt.",
    "v1": "Voters in Lunden chose Petra Holm as mayor on Sunday. Holm beat Karl Stein by 300 votes in the town's second ballot.",
    "v2": "Petra Holm won the second ballot for mayor of Lunden on Sunday, 300 votes ahead of Karl Stein, the town's council said.",
}  # fmt: skip
