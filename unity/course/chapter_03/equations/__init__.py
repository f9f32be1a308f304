"""The equations of chapter 03, from Gaussians to the sigmoid, by what they are about; `plain` is what their symbols mean."""
