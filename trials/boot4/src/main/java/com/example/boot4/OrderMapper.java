package com.example.boot4;

import java.util.List;
import org.apache.ibatis.annotations.Mapper;
import org.apache.ibatis.annotations.Options;
import org.apache.ibatis.annotations.Result;
import org.apache.ibatis.annotations.ResultMap;
import org.apache.ibatis.annotations.Results;
import org.apache.ibatis.annotations.Select;
import org.apache.ibatis.annotations.Update;

/** All that the shop reads and writes. */
@Mapper
interface OrderMapper {
  String ORDERS = "select o.*, a.street from orders o join addresses a on a.id = o.address_id ";

  @Select(ORDERS + "where order_no = #{orderNo}")
  @Options(useCache = false)
  @Results(
      id = "order",
      value = {
        @Result(column = "order_no", property = "orderNo", id = true),
        @Result(column = "address_id", property = "address.id"),
        @Result(column = "street", property = "address.street")
      })
  Order one(String orderNo);

  @Select(ORDERS + "order by order_no limit #{size} offset #{first}")
  @ResultMap("order")
  List<Order> page(int first, int size);

  @Select(ORDERS + "order by order_no")
  @ResultMap("order")
  List<Order> all();

  @Select(
      ORDERS
          + "where receiver_phone = #{receiverPhone} or receiver_name = #{receiverName}"
          + " order by order_no")
  @ResultMap("order")
  List<Order> search(OrderQuery query);

  @Select(ORDERS + "where seller_id = #{sellerId} order by order_no")
  @ResultMap("order")
  List<Order> ofSeller(String sellerId);

  @Select(ORDERS + "where customer_id = #{customerId} order by order_no")
  @ResultMap("order")
  List<Order> ofCustomer(String customerId);

  @Select(
      "select order_no, receiver_name, receiver_phone from orders"
          + " where seller_id = #{sellerId} order by 1")
  List<Contact> contacts(String sellerId);

  @Select("select * from parcels where courier_id = #{courierId} order by waybill_no")
  List<Parcel> route(String courierId);

  @Select("select * from customers where customer_id = #{customerId}")
  Customer customer(String customerId);

  @Update(
      "update orders set receiver_name = #{receiverName}, receiver_phone = #{receiverPhone},"
          + " remark = #{remark}, status = #{status} where order_no = #{orderNo}")
  void save(Order order);

  @Update("update addresses set street = #{address.street} where id = #{address.id}")
  void saveAddress(Order order);

  /** What a report needs of an order. */
  record Contact(String orderNo, String receiverName, String receiverPhone) {}
}
