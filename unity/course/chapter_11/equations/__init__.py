"""The equations of chapter 11, errors flow back, by what they are about; `plain` is the cost that they are slopes of."""
