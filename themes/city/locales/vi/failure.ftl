failure-not-found-title = Không tìm thấy trang
failure-not-found-text = Địa chỉ này không có trên trang. Mời bạn tìm theo tên bài hoặc xem sơ đồ trang.
