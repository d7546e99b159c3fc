package com.example.corpus;

import java.math.BigDecimal;
import java.util.Date;
import java.util.List;

/** As a MyBatis generator writes them: bare members, and mapper files beside. */
final class Generated {
  private Generated() {}

  static class TbOrder {
    Long id;
    String orderSn;
    Long memberId;
    String memberUsername;
    BigDecimal totalAmount;
    Integer orderStatus;
    String consignee;
    String mobile;
    String province;
    String city;
    String district;
    String address;
    String postCode;
    String buyerMessage;
    String shippingName;
    String shippingCode;
    String invoiceTitle;
    String invoiceContent;
    Date addTime;
    String payName;
  }

  static class TbOrderGoods {
    Long id;
    Long orderId;
    Long goodsId;
    String goodsName;
    String goodsSn;
    Integer goodsNum;
  }

  static class TbMember {
    Long id;
    String username;
    String passwordHash;
    String nickname;
    String realname;
    String phone;
    String headPic;
    Integer sex;
    Date birthday;
    String email;
    String lastLoginIp;
    BigDecimal balance;
  }

  static class TbMemberAddress {
    Long id;
    Long memberId;
    String contactName;
    String contactTel;
    String provinceName;
    String cityName;
    String countyName;
    String addressDetail;
    String zipCode;
    Boolean isDefault;
  }

  static class TbRefund {
    Long id;
    String refundSn;
    String orderSn;
    Long memberId;
    String refundReason;
    String buyerRemark;
    String adminNote;
    String bankAccountNo;
    String bankName;
    String accountHolder;
  }

  static class TbGoods {
    Long id;
    String name;
    String title;
    String keywords;
    String description;
    String remark;
    BigDecimal price;
  }

  static class TbBrand {
    Long id;
    String name;
    String siteUrl;
    String address;
  }

  static class TbStore {
    Long id;
    String storeName;
    String contactPhone;
    String storeAddress;
    String province;
    String city;
  }

  static class TbAdmin {
    Long id;
    String username;
    String realName;
    String phone;
    String email;
    String roleIds;
  }

  static class TbAdminLog {
    Long id;
    Long adminId;
    String ipAddress;
    String userAgent;
    String message;
  }

  static class TbOrderExample {
    String orderByClause;
    String mobile;
    String consignee;
    List<String> criteria;
  }

  static class TbSmsLog {
    Long id;
    String mobile;
    String content;
    Date sendTime;
  }

  static class TbCoupon {
    Long id;
    String name;
    String code;
    String cardNo;
    String remark;
  }
}
