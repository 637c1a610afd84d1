"""What the installers are made with: the frozen app, its icons, its licences, its packages."""
