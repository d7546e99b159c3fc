package com.example.corpus;

import com.example.corpus.Notes.ApiModel;
import com.example.corpus.Notes.ApiModelProperty;
import com.example.corpus.Notes.TableField;
import com.example.corpus.Notes.TableName;
import java.time.LocalDateTime;
import java.util.List;

/** As with MyBatis-Plus and Swagger 2: descriptions in Chinese, columns where they differ. */
final class Plus {
  private Plus() {}

  static class BaseEntity {
    Long id;

    @ApiModelProperty("创建者")
    String createBy;

    LocalDateTime createTime;

    @ApiModelProperty("备注")
    String remark;
  }

  @ApiModel("交易订单")
  @TableName("t_trade")
  static class TradeEntity extends BaseEntity {
    @ApiModelProperty("订单编号")
    String no;

    @ApiModelProperty("买家编号")
    Long userId;

    @ApiModelProperty("收件人")
    @TableField("rcv_nm")
    String rcvNm;

    @ApiModelProperty("收件人手机号码")
    @TableField("rcv_mbl")
    String rcvMbl;

    @ApiModelProperty("收件人详细地址")
    String rcvDtl;

    @ApiModelProperty("所在省份")
    String rcvProv;

    @ApiModelProperty("物流单号")
    String expressNo;

    @ApiModelProperty("IP地址")
    String address;

    @ApiModelProperty("取消类型")
    Integer cancelType;

    @ApiModelProperty("商户编号")
    Long merchantId;
  }

  @ApiModel("员工")
  @TableName("hr_worker")
  static class WorkerEntity extends BaseEntity {
    @ApiModelProperty("姓名")
    String realName;

    @ApiModelProperty("手机号")
    String mobile;
  }

  @ApiModel("自提门店")
  static class PickUpStoreEntity extends BaseEntity {
    @ApiModelProperty("门店名称")
    String name;

    @ApiModelProperty("门店手机")
    String phone;

    @ApiModelProperty("详细地址")
    String detailAddress;
  }

  @TableName("t_cust_auth")
  static class CustomerAuth extends BaseEntity {
    @ApiModelProperty("客户ID")
    Long customerId;

    @ApiModelProperty("真实姓名")
    String trueName;

    @ApiModelProperty("证件号码")
    @TableField(typeHandler = Notes.EncryptTypeHandler.class)
    String licence;

    @ApiModelProperty("证件类型")
    Integer certType;

    @ApiModelProperty("身份证正面照")
    String idCardFront;

    @ApiModelProperty("银行卡号")
    String cardNo;

    @ApiModelProperty("开户行")
    String bankName;
  }

  static class TradePageQuery {
    @ApiModelProperty("收件人手机号")
    String rcvMobile;

    @ApiModelProperty("订单编号")
    String no;
  }

  static class TradeListVO {
    @ApiModelProperty("订单编号")
    String tradeNo;

    @ApiModelProperty("买家昵称")
    String nick;

    @ApiModelProperty("收货信息（姓名/电话/地址）")
    String receiverInfo;

    @ApiModelProperty("收货人手机号")
    String phone;

    List<TradeGoodsVO> goods;
  }

  static class TradeGoodsVO {
    @ApiModelProperty("商品名称")
    String productName;

    @ApiModelProperty("图片地址")
    String picUrl;
  }
}
