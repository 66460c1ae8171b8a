from tellings.model.articles import Rejected
from tellings.store.memory import MemoryStore


def test_records_come_back_by_type_and_key_in_the_order_they_were_put():
    store = MemoryStore()
    a, b = (Rejected(input=name, reason="empty", detail="") for name in "ab")
    store.put("k", [b])
    store.put("k", [a, "text"])
    assert store.get(Rejected, "k") == (b, a)
    assert store.get(Rejected, "other") == ()
    assert store.keys(Rejected) == ("k",)
    assert store.kinds() == (Rejected, str)
