package com.example.corpus;

import com.example.corpus.Notes.ExcelProperty;
import com.example.corpus.Notes.JsonSerialize;
import com.example.corpus.Notes.Mobile;
import com.example.corpus.Notes.RestController;
import com.example.corpus.Notes.Schema;
import com.example.corpus.Notes.Sensitive;
import com.example.corpus.Notes.SensitiveType;
import java.math.BigDecimal;
import java.util.List;

/** What goes out: masked views, sheets, OpenAPI 3, other trades; and what comes in. */
final class Views {
  private Views() {}

  @Schema(description = "管理后台 - 会员 Response VO")
  static class MemberRespVO {
    @Schema(description = "编号")
    Long id;

    @Schema(description = "手机号")
    @JsonSerialize(using = Notes.PhoneMaskSerializer.class)
    String mobile;

    @Schema(description = "用户昵称")
    String nickname;

    @Schema(description = "头像地址")
    String avatar;

    @Schema(description = "会员备注")
    String mark;

    @Schema(description = "注册 IP")
    String registerIp;
  }

  static class WithdrawVO {
    String withdrawNo;
    Long userId;

    @Sensitive(type = SensitiveType.CHINESE_NAME)
    String owner;

    @Sensitive(type = SensitiveType.BANK_CARD)
    String target;

    @Sensitive(type = SensitiveType.ID_CARD)
    String paper;

    BigDecimal amount;
  }

  static class OrderExportRow {
    @ExcelProperty("订单号")
    String a;

    @ExcelProperty({"收货人", "电话"})
    String b;

    @ExcelProperty("收货地址")
    String c;

    @ExcelProperty("商品标题")
    String d;

    @ExcelProperty("下单时间")
    String e;

    @ExcelProperty("买家留言")
    String f;
  }

  /** A loan service: other subjects, the same kinds of data. */
  record LoanApplication(
      String loanNo,
      Long applicantId,
      String applicantName,
      String applicantIdCard,
      @Mobile String applicantContact,
      String bankCardNo,
      String school,
      String emergencyContactName,
      String emergencyContactPhone) {}

  record Reservation(String reservationNo, String guestName, String guestPhone, int persons) {}

  record CourierTask(
      String waybillNo, String courierName, String courierPhone, String receiverTel) {}

  record Feedback(Long id, Long userId, String contactWay, String content) {}

  record MailServer(String host, int port, String username, String fromAddress) {}

  record Area(Integer id, String name, String province, String city, String postCode) {}

  static class AddressSaveReqVO {
    String name;
    String mobile;
    String detailAddress;
  }

  /** Named like what is told, and only asked with. */
  static class ContactDto {
    Long userId;
    String name;
    String phone;
  }

  @RestController
  static class Contacts {
    void save(ContactDto contact, AddressSaveReqVO address) {}

    List<MemberRespVO> members() {
      return List.of();
    }
  }
}
