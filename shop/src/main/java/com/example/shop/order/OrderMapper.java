package com.example.shop.order;

import java.util.List;
import org.apache.ibatis.annotations.Mapper;
import org.apache.ibatis.annotations.Param;

@Mapper
interface OrderMapper {
  /** Newest first. */
  List<Order> list(
      @Param("filter") OrderFilter filter, @Param("size") int size, @Param("offset") long offset);

  long count(@Param("filter") OrderFilter filter);

  /** Null where there is none. */
  Order find(@Param("orderNo") String orderNo);
}
