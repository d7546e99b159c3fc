package com.example.boot2;

import com.baomidou.mybatisplus.core.mapper.BaseMapper;
import java.util.List;
import java.util.Map;
import org.apache.ibatis.annotations.Param;
import org.apache.ibatis.annotations.Select;

interface OrderMapper extends BaseMapper<Order> {
  @Select(
      "select o.order_no as no, o.receiver_phone as tel, a.street as place from orders o"
          + " join addresses a on a.id = o.address_id where o.seller_id = #{seller} order by 1")
  List<Map<String, Object>> rows(@Param("seller") String seller);

  @Select(
      "select order_no, receiver_name, receiver_phone from orders"
          + " where seller_id = #{seller} order by 1")
  List<Contact> contacts(@Param("seller") String seller);

  /** What a report needs of an order; with nothing but public fields. */
  class Contact {
    public String orderNo;
    public String receiverName;
    public String receiverPhone;
  }
}
