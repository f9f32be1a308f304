"""The equations of chapter 05, descending, by what they are about."""
