package com.example.boot2;

import com.baomidou.mybatisplus.annotation.TableId;
import com.baomidou.mybatisplus.annotation.TableName;

@TableName("customers")
public class Customer {
  @TableId private String customerId;
  private String name;
  private String phone;
  private String email;

  public String getCustomerId() {
    return customerId;
  }

  public String getName() {
    return name;
  }

  public String getPhone() {
    return phone;
  }

  public String getEmail() {
    return email;
  }
}
