footer-hours = Giờ làm việc
