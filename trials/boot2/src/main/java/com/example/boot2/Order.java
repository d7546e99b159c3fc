package com.example.boot2;

import com.baomidou.mybatisplus.annotation.TableField;
import com.baomidou.mybatisplus.annotation.TableId;
import com.baomidou.mybatisplus.annotation.TableName;
import java.io.Serializable;
import java.time.LocalDateTime;
import java.util.Objects;
import javax.validation.constraints.NotBlank;
import javax.validation.constraints.Pattern;

@TableName("orders")
public class Order implements Serializable {
  private static final long serialVersionUID = 1;

  @TableId private String orderNo;
  private String customerId;
  private String sellerId;
  private String waybillNo;

  @NotBlank private String receiverName;

  @Pattern(regexp = "1[0-9]{10}")
  private String receiverPhone;

  private Long addressId;

  @TableField(exist = false)
  private Address address;

  private String cardTail;
  private String item;
  private String remark;
  private String status;
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

  public String getReceiverPhone() {
    return receiverPhone;
  }

  public void setReceiverPhone(String receiverPhone) {
    this.receiverPhone = receiverPhone;
  }

  public Long getAddressId() {
    return addressId;
  }

  public void setAddressId(Long addressId) {
    this.addressId = addressId;
  }

  public Address getAddress() {
    return address;
  }

  public void setAddress(Address address) {
    this.address = address;
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

  @Override
  public boolean equals(Object other) {
    return other instanceof Order
        && Objects.equals(orderNo, ((Order) other).orderNo)
        && Objects.equals(getReceiverPhone(), ((Order) other).getReceiverPhone());
  }

  @Override
  public int hashCode() {
    return Objects.hash(orderNo, getReceiverPhone());
  }

  @Override
  public String toString() {
    return "Order(orderNo="
        + orderNo
        + ", receiverName="
        + receiverName
        + ", receiverPhone="
        + receiverPhone
        + ", address="
        + address
        + ", status="
        + status
        + ")";
  }
}
