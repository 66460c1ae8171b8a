"""The parts of the finding of quotations: contents, speakers, relays; `gather` brings the drafts together, `naming` makes quotations of them."""
