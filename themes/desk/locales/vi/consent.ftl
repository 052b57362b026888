problem-consent-page = { $person } chưa đồng ý cho “Trang thông tin”: xin sự đồng ý, hoặc bỏ người này khỏi bài.
problem-consent-expired = Sự đồng ý của { $person } đã hết hạn ngày { $date }: xin đồng ý lại, hoặc bỏ người này khỏi bài.
problem-consent-nobody = Sự đồng ý thứ { $number } chưa ghi tên người đồng ý.
problem-consent-undated = Chưa ghi { $person } đồng ý ngày nào.
problem-consent-ahead = Ngày đồng ý của { $person } là { $date }, chưa đến: xem lại ngày, hoặc chờ đến ngày ấy.
problem-consent-unproved = Chưa ghi căn cứ chứng minh { $person } đã đồng ý (giấy đồng ý, bản ghi âm…).
