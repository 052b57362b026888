# Tên danh mục và nhãn dùng trong nguồn tin (RSS, Atom, JSON Feed) và trong dữ liệu cho máy đọc.
feed-home = Trang chủ
feed-list-article = Tin bài
feed-list-leaflet = Tờ rơi
feed-list-story = Gương điển hình
feed-list-event = Sự kiện
