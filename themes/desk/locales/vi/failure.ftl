failure-not-found-title = Không tìm thấy trang
failure-not-found-text = Không có trang nào của bàn biên tập ở địa chỉ này. Hãy tìm theo tít trong phần Tin bài.
