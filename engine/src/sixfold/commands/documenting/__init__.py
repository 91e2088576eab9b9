"""`sixfold docs`: build, serve and check the site, and renew its generated pages."""
