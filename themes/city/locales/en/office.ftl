footer-hours = Office hours
