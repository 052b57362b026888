# Ai chịu trách nhiệm về bài, đã đính chính gì
facts = Về bài này
facts-author = Tác giả
facts-office = Đơn vị
facts-approved = Ngày duyệt
facts-published = Xuất bản
facts-changed = Cập nhật
facts-uncorrected = Chưa có đính chính nào.
source-own = Bài của trang này
corrections = Các đính chính
corrections-about = Mọi đính chính của các bài trên trang, mới nhất trước. Đính chính được giữ lại kể cả khi bài được sửa tiếp; bài đã gỡ thì vẫn ghi là đã từng đính chính, nhưng không nhắc lại nội dung.
corrections-gone = { $kind } này đã gỡ khỏi trang lúc { $date }; nội dung đính chính không còn hiện.
corrections-gone-undated = { $kind } này không còn trên trang; nội dung đính chính không còn hiện.
corrections-none = Chưa có đính chính nào.

# Bài có ích không
useful-ask = Bài này có ích không?
useful-yes = Có
useful-no = Chưa
useful-note = Chỉ đếm số câu trả lời, không ghi lại ai trả lời.
useful-thanks = Cảm ơn bạn đã trả lời
useful-thanks-text = Câu trả lời giúp chúng tôi viết dễ hiểu và có ích hơn.
useful-wrong = Bài có chỗ sai?
back-to-item = Quay lại bài

# Chia sẻ
share = Chia sẻ
share-address = Địa chỉ của bài, để sao chép
share-copy = Sao chép
share-copied = Đã sao chép
page-address = Địa chỉ trang này
share-qr = Mã QR dẫn đến bài này

# Báo lỗi
report-link = Báo lỗi trong bài này
report-title = Báo lỗi
report-of = Về bài:
report-text = Chỗ nào sai?
report-text-hint = Cho biết câu hoặc con số nào sai, và điều đúng nếu bạn biết. Tối đa { $limit } ký tự.
report-name = Họ tên
report-contact = Điện thoại hoặc thư điện tử
report-contact-hint = Để chúng tôi hỏi lại khi cần.
report-optional = (không bắt buộc)
report-leave-empty = Xin để trống ô này
report-send = Gửi báo lỗi
report-privacy = Chỉ người biên tập của đơn vị đăng bài đọc được báo lỗi. Báo lỗi, kể cả tên và cách liên hệ, được xóa 90 ngày sau khi xử lý xong.
report-look-again = Chưa gửi được. Mời bạn xem lại những ô được nêu dưới đây.
report-text-missing = Hãy cho biết chỗ nào sai.
report-too-long = Dài { $length } ký tự, tối đa { $limit }. Xin rút ngắn.
report-trap = Ô cần để trống đã có chữ, thường là do máy điền tự động. Chúng tôi đã xóa chữ ấy, mời bạn bấm gửi lại.
report-too-fast = Biểu mẫu được gửi quá nhanh. Mời bạn chờ vài giây rồi bấm gửi lại; những gì bạn viết vẫn còn.
report-stale = Biểu mẫu mở đã lâu hoặc không còn dùng được nên đã được làm mới. Mời bạn chờ vài giây rồi bấm gửi lại; những gì bạn viết vẫn còn.
report-too-many = Đã có nhiều báo lỗi từ mạng của bạn trong một giờ qua. Mời bạn gửi lại sau; những gì bạn viết vẫn còn.
report-not-saved = Hiện chưa lưu được báo lỗi. Những gì bạn viết vẫn còn; mời bạn gửi lại sau ít phút.
report-taken = Đã nhận báo lỗi
report-taken-text = Cảm ơn bạn. Đơn vị đăng bài sẽ kiểm tra; nếu có sai sót, bài sẽ được đính chính.
failure-foreign-form-title = Biểu mẫu đến từ trang khác
failure-foreign-form-text = Yêu cầu này không được gửi từ trang của chúng tôi nên không được nhận. Nếu chính bạn bấm nút, hãy mở lại trang rồi làm lại.
failure-too-many-title = Gửi quá nhiều lần
failure-too-many-text = Mạng của bạn vừa gửi nhiều câu trả lời cho bài này. Mời bạn thử lại sau một giờ.
failure-invalid-utf8-title = Chữ gửi đến không đọc được
failure-invalid-utf8-text = Nội dung gửi đến không phải UTF-8 nên chưa được nhận. Mời bạn quay lại biểu mẫu và viết lại.
