"""The drawings of the site: positions computed here, drawn by the templates of `templates/dessins/`."""
