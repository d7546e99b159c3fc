package com.example.boot2;

import com.baomidou.mybatisplus.annotation.TableId;
import com.baomidou.mybatisplus.annotation.TableName;

/** What a courier carries. */
@TableName("parcels")
public class Parcel {
  @TableId private String waybillNo;
  private String orderNo;
  private String courierId;
  private String receiverName;
  private String receiverPhone;
  private String street;

  public String getWaybillNo() {
    return waybillNo;
  }

  public String getOrderNo() {
    return orderNo;
  }

  public String getCourierId() {
    return courierId;
  }

  public String getReceiverName() {
    return receiverName;
  }

  public String getReceiverPhone() {
    return receiverPhone;
  }

  public String getStreet() {
    return street;
  }
}
