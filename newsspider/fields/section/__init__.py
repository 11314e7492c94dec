"""Where on the site the article stands."""
