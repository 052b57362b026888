# Languages that content is in. Each is named in the language of the interface
# around it: of a language's own names none is spelled as all its speakers do.
language-vi = Tiếng Việt
language-en = English
language-mtq = Tiếng Mường
language-ium = Tiếng Dao
language-about = { $language }: những bài đã được dịch, bài mới trước.
languages = Đọc bằng tiếng dân tộc
read-in = Đọc bằng:
listen-unspoken = { $language } chưa có giọng đọc trên máy.
listen-unspoken-about = Giọng đọc của điện thoại và máy tính là của tiếng khác, đọc bài này sẽ sai. Mời xem chữ dưới đây, hoặc nhờ người biết tiếng đọc giúp.
