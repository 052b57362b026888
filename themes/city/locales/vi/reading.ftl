# Cỡ chữ, tương phản, ảnh
display = Cỡ chữ và tương phản
display-short = Cỡ chữ, màu
display-about = Chọn cách hiện trang cho dễ đọc. Lựa chọn áp dụng cho mọi trang, trên máy này.
display-text = Cỡ chữ
display-text-usual = Thường
display-text-large = Lớn
display-text-larger = Rất lớn
display-contrast = Màu và tương phản
display-contrast-device = Theo máy
display-contrast-light = Nền sáng
display-contrast-dark = Nền tối
display-contrast-high = Tương phản cao
display-spacing = Khoảng cách chữ và dòng
display-spacing-usual = Thường
display-spacing-wide = Rộng
display-pictures = Ảnh
display-pictures-device = Theo máy: chờ bấm khi máy đang tiết kiệm dữ liệu
display-pictures-now = Tải ngay
display-pictures-later = Chỉ tải khi bấm, để đỡ tốn dữ liệu
display-cookie = Trang ghi lựa chọn này trong một cookie trên máy của bạn. Cookie chỉ giữ bốn chữ số, không cho biết bạn là ai. Chọn lại như ban đầu thì cookie được xóa.
display-save = Lưu lựa chọn
display-back = Quay lại, không đổi
picture-show = Xem ảnh
picture-show-size = Xem ảnh ({ $size } KB)

# Nghe
listen = Nghe bài này
listen-play = Nghe
listen-go-on = Nghe tiếp
listen-pause = Tạm dừng
listen-stop = Dừng hẳn
listen-rate = Tốc độ
listen-rate-slow = Chậm
listen-rate-usual = Vừa
listen-rate-fast = Nhanh
listen-playing = Đang đọc. Đoạn đang đọc được tô màu.
listen-paused = Đã tạm dừng.
listen-stopped = Đã dừng.
listen-done = Đã đọc hết bài.
listen-failed = Máy ngừng đọc giữa chừng. Bấm Nghe tiếp để thử lại.
listen-plain = Trình duyệt này không chạy được nút đọc của trang, nhưng máy của bạn có thể tự đọc trang này:
listen-voiceless = Máy này chưa có giọng đọc tiếng Việt.
listen-voiceless-about = Hãy cài giọng tiếng Việt trong phần cài đặt của máy (Chuyển văn bản thành lời nói, hoặc Nội dung được đọc) rồi tải lại trang. Bạn cũng có thể nhờ máy đọc:
listen-way-android = Điện thoại Android: trong Chrome, mở trình đơn ba chấm, chọn “Nghe trang này”; hoặc bật TalkBack trong phần Hỗ trợ tiếp cận.
listen-way-iphone = iPhone: trong Safari, bấm “aA”, chọn “Nghe trang”; hoặc bật Đọc màn hình trong phần Trợ năng.
listen-way-computer = Máy tính: trong Edge, bấm Ctrl + Shift + U; hoặc dùng phần mềm đọc màn hình như NVDA.

# Khi không có mạng
offline = Bạn đang ngoại tuyến
offline-about = Không kết nối được với trang. Khi có mạng trở lại, hãy tải lại trang này. Máy chỉ giữ những trang đọc sau khi đã mở trang chủ hoặc trang tìm kiếm.
offline-read = Các bài đã đọc trên máy này
saved = Bài đã lưu để đọc khi không có mạng
saved-about = Ai đã mở trang chủ hoặc trang tìm kiếm trên máy này ít nhất một lần thì từ đó máy giữ lại tối đa 60 trang đọc gần đây, không quá 30 ngày. Chỉ mở bài từ một đường dẫn được gửi thì máy không giữ gì. Chỉ người dùng máy này xem được danh sách đó.
saved-forget = Xóa các bài đã lưu trên máy
saved-forgotten = Đã xóa các bài đã lưu
saved-forgotten-about = Máy này không còn giữ bài nào để đọc khi không có mạng. Lựa chọn về cỡ chữ và màu vẫn còn.
