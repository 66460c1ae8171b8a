"""Where records are kept between stages."""
