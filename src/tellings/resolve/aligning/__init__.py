"""Which statements assert the same: candidates, features of a pair, the learnt decision, and claims made of decided pairs."""
