"""The ground floor: the glossary, the shape of a number, the shape of a table, and plain errors."""
