problem-consent-page = { $person } chưa đồng ý cho “Trang thông tin”: xin sự đồng ý, hoặc bỏ người này khỏi bài.
problem-consent-expired = Sự đồng ý của { $person } đã hết hạn ngày { $date }: xin đồng ý lại, hoặc bỏ người này khỏi bài.
