package com.example.shop.order;

import cn.idev.excel.annotation.ExcelProperty;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import java.math.BigDecimal;
import java.time.LocalDateTime;

/** An order as stored, and as the detail page shows it: with the phone masked. */
public class Order {
  @ExcelProperty("订单号")
  private String orderNo;

  @ExcelProperty("客户编号")
  private String customerId;

  @ExcelProperty("商家")
  private String sellerId;

  @ExcelProperty("运单号")
  private String waybillNo;

  @ExcelProperty("收件人")
  private String receiverName;

  @ExcelProperty("手机")
  private String receiverPhone;

  @ExcelProperty("地址")
  private String receiverAddress;

  @ExcelProperty("卡尾号")
  private String cardTail;

  @ExcelProperty("商品")
  private String item;

  @ExcelProperty("金额")
  private BigDecimal amount;

  @ExcelProperty("备注")
  private String remark;

  @ExcelProperty("状态")
  private String status;

  @ExcelProperty("下单时间")
  private LocalDateTime placedAt;

  public String getOrderNo() {
    return orderNo;
  }

  public void setOrderNo(String orderNo) {
    this.orderNo = orderNo;
  }

  public String getCustomerId() {
    return customerId;
  }

  public void setCustomerId(String customerId) {
    this.customerId = customerId;
  }

  public String getSellerId() {
    return sellerId;
  }

  public void setSellerId(String sellerId) {
    this.sellerId = sellerId;
  }

  public String getWaybillNo() {
    return waybillNo;
  }

  public void setWaybillNo(String waybillNo) {
    this.waybillNo = waybillNo;
  }

  public String getReceiverName() {
    return receiverName;
  }

  public void setReceiverName(String receiverName) {
    this.receiverName = receiverName;
  }

  @JsonSerialize(using = MaskedPhone.class)
  public String getReceiverPhone() {
    return receiverPhone;
  }

  public void setReceiverPhone(String receiverPhone) {
    this.receiverPhone = receiverPhone;
  }

  public String getReceiverAddress() {
    return receiverAddress;
  }

  public void setReceiverAddress(String receiverAddress) {
    this.receiverAddress = receiverAddress;
  }

  public String getCardTail() {
    return cardTail;
  }

  public void setCardTail(String cardTail) {
    this.cardTail = cardTail;
  }

  public String getItem() {
    return item;
  }

  public void setItem(String item) {
    this.item = item;
  }

  public BigDecimal getAmount() {
    return amount;
  }

  public void setAmount(BigDecimal amount) {
    this.amount = amount;
  }

  public String getRemark() {
    return remark;
  }

  public void setRemark(String remark) {
    this.remark = remark;
  }

  public String getStatus() {
    return status;
  }

  public void setStatus(String status) {
    this.status = status;
  }

  public LocalDateTime getPlacedAt() {
    return placedAt;
  }

  public void setPlacedAt(LocalDateTime placedAt) {
    this.placedAt = placedAt;
  }
}
