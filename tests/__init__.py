"""Tests: unit, contract, property, gold, browser; bench is run on its own."""
