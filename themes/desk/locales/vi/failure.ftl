failure-not-found-title = Không tìm thấy trang
failure-not-found-text = Không có trang nào của bàn biên tập ở địa chỉ này. Hãy tìm theo tít trong phần Tin bài.
failure-method-title = Địa chỉ này chỉ để đọc
failure-method-text = Địa chỉ này không nhận biểu mẫu. Hãy trở về trang trước; nội dung bạn đã nhập vẫn còn ở đó.
